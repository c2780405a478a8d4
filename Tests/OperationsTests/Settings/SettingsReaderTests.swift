import Foundation
import Testing
@testable import Operations

@Suite("Settings")
struct SettingsReaderTests {
    /// A folder of the test's own; no file is looked for outside it.
    final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: "covalence-settings-\(UUID().uuidString)").path

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func file(_ name: String, _ text: String) throws -> String {
            let file = path + "/" + name
            try Data(text.utf8).write(to: URL(filePath: file))
            return file
        }
    }

    private func read(
        _ file: String? = nil, flags: [String: [String]] = [:], environment: [String: String] = [:], usual: [String] = []
    ) throws -> HeldSettings {
        try SettingsReader(flags: flags, environment: environment, file: file, usualFolders: usual).read()
    }

    private func reason(_ work: () throws -> HeldSettings) -> String {
        do {
            _ = try work()
            return "nothing was wrong"
        } catch {
            return "\(error)"
        }
    }

    @Test("a flag comes before the environment, that before the file, that before what holds otherwise; and each says where it is from")
    func order() throws {
        let folder = try Folder()
        let file = try folder.file("covalence.yaml", "port: 1001\nlisten: 0.0.0.0\nlog:\n  level: error\n")
        let held = try read(file, flags: ["port": ["1003"]], environment: ["COVALENCE_PORT": "1002", "COVALENCE_LISTEN": "::1"])
        #expect(held.number(.port) == 1003)
        #expect(held.held(.port).source == .flag("--port"))
        #expect(held.text(.listen) == "::1")
        #expect(held.held(.listen).source == .environment("COVALENCE_LISTEN"))
        #expect(held.text(.logLevel) == "error")
        #expect(held.held(.logLevel).source == .file(path: file, line: 4))
        #expect(held.text(.data) == "./data")
        #expect(held.held(.data).source == .standard)
        #expect(held.all.map(\.setting.key) == Setting.all.map(\.key))
    }

    @Test("JSON is read as well, with its own ways of writing")
    func json() throws {
        let folder = try Folder()
        let file = try folder.file("covalence.json", "{\n\t\"hosts\": [\"a.example\", \"b.example\"],\n\t\"oidc\": {\"issuer\": \"https:\\/\\/login.example\"}, \"demo\": true\n}\n")
        let held = try read(file)
        #expect(held.list(.hosts) == ["a.example", "b.example"])
        #expect(held.text(.issuer) == "https://login.example")
        #expect(held.isOn(.demo))
    }

    @Test("a file that nobody named is found in the usual folder, and in the data folder after it")
    func found() throws {
        let usual = try Folder(), data = try Folder()
        let own = try data.file("covalence.json", "{\"port\": 2}")
        #expect(try read(flags: ["data": [data.path]], usual: [usual.path]).file == own)
        let common = try usual.file("covalence.yaml", "port: 1")
        let held = try read(flags: ["data": [data.path]], usual: [usual.path])
        #expect(held.file == common)
        #expect(held.number(.port) == 1)
        #expect(try read(flags: ["data": [data.path + "/none"]]).file == nil)
        #expect(try read(environment: ["COVALENCE_CONFIG": own]).number(.port) == 2)
    }

    @Test("a name that is no setting is refused with its line and the nearest one that is", arguments: [
        ("prot: 1", "covalence.yaml:1", "`prot`", "`port`"),
        ("port: 1\nlog:\n  levle: info", "covalence.yaml:3", "`log.levle`", "`log.level`"),
        ("level: info", "covalence.yaml:1", "`level`", "`log.level`"),
        ("\n\n\"trusted_proxies\": [127.0.0.1]", "covalence.yaml:3", "`trusted_proxies`", "`trusted-proxies`"),
    ])
    func unknown(text: String, place: String, name: String, near: String) throws {
        let folder = try Folder()
        let file = try folder.file("covalence.yaml", text)
        let said = reason { try read(file) }
        #expect(said.contains(place), "\(said)")
        #expect(said.contains("\(name) is no setting. Did you mean \(near)?"), "\(said)")
    }

    @Test("what nobody could have meant has no suggestion")
    func farAway() throws {
        let file = try Folder()
        #expect(!reason { try read(try file.file("a.yaml", "zzzzzzzzzz: 1")) }.contains("Did you mean"))
    }

    @Test("values out of bounds or of another kind are refused where they stand", arguments: [
        ("port: 65536", ":1: `port` takes 0 to 65535."),
        ("port: many", ":1: `port` takes 0 to 65535."),
        ("port: [1]", ":1: `port` takes 0 to 65535."),
        ("demo: perhaps", ":1: `demo` takes true or false."),
        ("log:\n  format: xml", ":2: `log.format` takes auto, text, json."),
        ("hosts: a.example", ":1: `hosts` takes a list."),
        ("listen: \"\"", ":1: `listen` takes text."),
        ("log: info", ":1: `log` is a section"),
        ("log:\n  level:\n    deep: 1", ":2: a setting of the section `log`"),
        ("- port", "is not a list of settings"),
        ("port: 1\n  listen: 2", "neither YAML nor JSON"),
        ("port: {\"listen\": 1}", "`port` is no setting"),
    ])
    func bounds(text: String, said: String) throws {
        let folder = try Folder()
        let file = try folder.file("covalence.yaml", text)
        let found = reason { try read(file) }
        #expect(found.contains(said), "\(found)")
    }

    @Test("an empty file, and one of comments only, says nothing", arguments: ["", "# port: 1\n", "---\n", "null\n"])
    func empty(text: String) throws {
        let folder = try Folder()
        #expect(try read(try folder.file("covalence.yaml", text)).number(.port) == 8080)
    }

    @Test("a file that unfolds itself many times over is refused at its first name")
    func unfolding() throws {
        let folder = try Folder()
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...20 { text += "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n" }
        #expect(reason { try read(try folder.file("covalence.yaml", text)) }.contains("`a0` is no setting"))
    }

    @Test("files that are too large or cannot be read are refused")
    func unreadable() throws {
        let folder = try Folder()
        #expect(reason { try read(folder.path + "/none.yaml") }.contains("cannot be read"))
        #expect(reason { try read(try folder.file("big.yaml", String(repeating: "#", count: 300_000))) }.contains("larger than 256 KB"))
    }

    @Test("a secret can be a file, in the environment and in the file; not both ways at once; and is never shown")
    func secrets() throws {
        let folder = try Folder()
        let secret = try folder.file("secret", "  hush hush\n")
        let held = try read(environment: ["COVALENCE_OIDC_CLIENT_SECRET_FILE": secret])
        #expect(held.text(.clientSecret) == "hush hush")
        #expect(held.held(.clientSecret).source == .environment("COVALENCE_OIDC_CLIENT_SECRET_FILE"))
        #expect(held.held(.clientSecret).shown == "set")
        #expect(held.held(.clientSecret).secretFile == secret)
        #expect(try read(environment: ["COVALENCE_OIDC_CLIENT_SECRET": "quiet"]).held(.clientSecret).secretFile == nil)
        let file = try folder.file("covalence.yaml", "metrics:\n  token-file: \(secret)\n")
        #expect(try read(file).text(.metricsToken) == "hush hush")
        let both = reason { try read(environment: ["COVALENCE_OIDC_CLIENT_SECRET_FILE": secret, "COVALENCE_OIDC_CLIENT_SECRET": "quiet"]) }
        #expect(both.contains("give one of both"))
        #expect(!both.contains("quiet"))
        #expect(try read(file).held(.metricsToken).secretFile == secret)
        // The place, the file, and one cause each.
        for (name, cause) in [("none", "is not there"), (try folder.file("blank", " \n"), "is empty"), (try folder.file("large", String(repeating: "a", count: 5000)), "up to 4,096 bytes")] {
            let path = name == "none" ? folder.path + "/none" : name
            let said = reason { try read(environment: ["COVALENCE_METRICS_TOKEN_FILE": path]) }
            #expect(said.hasPrefix("COVALENCE_METRICS_TOKEN_FILE") && said.contains(path) && said.contains(cause), "\(said)")
        }
        // Only secrets have such a key.
        #expect(reason { try read(try folder.file("b.yaml", "port-file: \(secret)")) }.contains("`port-file` is no setting"))
    }

    @Test("lists of the environment have commas; an empty variable is none; a strange one is told")
    func environment() throws {
        let held = try read(environment: ["COVALENCE_HOSTS": "a.example,b.example", "COVALENCE_PORT": "", "COVALENCE_PROT": "1", "PATH": "/bin"])
        #expect(held.list(.hosts) == ["a.example", "b.example"])
        #expect(held.number(.port) == 8080)
        #expect(held.notes == ["COVALENCE_PROT is no setting of ours. Did you mean COVALENCE_PORT?"])
        #expect(reason { try read(environment: ["COVALENCE_PORT": "abc"]) }.contains("COVALENCE_PORT: `port` takes 0 to 65535."))
    }

    @Test("--with sets any setting by its name, and refuses others")
    func byName() throws {
        let held = try read(flags: ["limits.connections": ["500"], "hosts": ["a.example", "b.example"]])
        #expect(held.number(.connections) == 500)
        #expect(held.held(.connections).source == .flag("--with limits.connections"))
        #expect(held.list(.hosts) == ["a.example", "b.example"])
        #expect(reason { try read(flags: ["limits.conections": ["5"]]) }.contains("Did you mean `limits.connections`?"))
        #expect(reason { try read(flags: ["limits.connections": ["5"]]) }.contains("takes 16 to 100000"))
    }

    @Test("names and variables are each used once, and every standard value is within its bounds")
    func list() throws {
        #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
        #expect(Set(Setting.all.map(\.variable)).count == Setting.all.count)
        #expect(Setting.clientSecret.variable == "COVALENCE_OIDC_CLIENT_SECRET")
        #expect(Setting.mail.variable == "COVALENCE_SMTP_URL")
        for setting in Setting.all {
            switch (setting.kind, setting.standard) {
            case (.number(let range), .number(let number)): #expect(range.contains(number))
            case (.choice(let words), .text(let word)): #expect(words.contains(word))
            default: break
            }
        }
    }

    @Test("docs/configuration.md has the table of this program")
    func document() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../docs/configuration.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(SettingsTable.markdown), "Put what `covalence config --table` prints there.")
    }
}
