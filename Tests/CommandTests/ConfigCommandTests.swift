import Foundation
import Testing

@Suite("covalence config")
struct ConfigCommandTests {
    @Test("says what holds and from where; secrets are only said to be set")
    func shows() throws {
        let folder = try Scratch()
        let file = try folder.file("covalence.yaml", "log:\n  level: error\nmetrics:\n  token: Quagzimtorple\n")
        let run = try Running.covalence("config", "--config", file, "--port", "9000")
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.contains(["port", "9000", "--port"]))
        #expect(lines.contains(["log.level", "error", "\(file):2"]))
        #expect(lines.contains(["metrics.token", "set", "\(file):4"]))
        #expect(lines.contains(["limits.connections", "2000", "default"]))
        let data = try Running.covalence("config", "--config", file, "--json")
        let objects = try data.output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        #expect(objects.first { $0["setting"] as? String == "metrics.token" }?["isSet"] as? Bool == true)
        #expect(objects.first { $0["setting"] as? String == "port" }?["value"] as? Int == 8080)
        for output in [run.output, run.errors, data.output, data.errors] { #expect(!output.contains("Quagzimtorple")) }
    }

    @Test("a file that makes no sense ends it with 78, an option with 64, and what does not go together is said")
    func wrong() throws {
        let folder = try Scratch()
        let unknown = try Running.covalence("config", "--check", "--config", try folder.file("a.yaml", "prot: 1\n"))
        #expect(unknown.status == 78)
        #expect(unknown.errors.contains("a.yaml:1: `prot` is no setting. Did you mean `port`?"))
        #expect(try Running.covalence("config", "--with", "limits.connections=5").status == 64)
        #expect(try Running.covalence("config", "--with", "limits.connections").status == 64)
        let open = try Running.covalence("config", "--check", "--config", try folder.file("b.yaml", "listen: 0.0.0.0\n"))
        #expect(open.status == 78)
        #expect(open.errors.contains("passwords would cross the network in the clear"))
        let half = try Running.covalence("config", "--check", "--tls-key", "/nowhere")
        #expect(half.status == 64)
        // What serve would refuse, and not before.
        let guardless = try Running.covalence("config", "--check", "--config", try folder.file("d.yaml", "webhook:\n  allow: [banana]\n"))
        #expect(guardless.status == 78)
        #expect(guardless.errors.contains("d.yaml:2") && guardless.errors.contains("banana"), "\(guardless.errors)")
        #expect(try Running.covalence("config", "--check", "--with", "webhook.allow=banana").status == 64)
        #expect(try Running.covalence("config", "--check", "--with", "smtp.url=foo").status != 0)
        #expect(try Running.covalence("config", "--check", "--with", "oidc.issuer=http://x.example").status != 0)
        #expect(try Running.covalence("config", "--check", "--with", "webhook.allow=10.0.0.0/8").status == 0)
        // An address that no database has, from the environment as serve would find it; nothing is made for it.
        let data = folder.path("data")
        for words in [["config", "--check"], ["serve"]] {
            let nowhere = try Running.covalence(words + ["--data", data], input: Data(), variables: ["COVALENCE_DATABASE": "mysql://Quagzim@x"])
            #expect(nowhere.status == 78, "\(words)")
            #expect(nowhere.errors.contains("COVALENCE_DATABASE: the address of a database begins with postgres://"), "\(nowhere.errors)")
            #expect(!nowhere.errors.contains("Quagzim"))
        }
        #expect(!FileManager.default.fileExists(atPath: data))
        #expect(try Running.covalence("config", "--check", "--database", "postgres://x:99999/y").status == 64)
        // One setting said in two ways.
        let twice = try Running.covalence("config", "--port", "9000", "--with", "port=9001")
        #expect(twice.status == 64)
        #expect(twice.errors.contains("--port: `port` is said 2 times"), "\(twice.errors)")
        #expect(try Running.covalence("config", "--check", "--with", "log.level=error", "--with", "log.level=info").status == 64)
        #expect(try Running.covalence("config", "--check", "--host", "a.example", "--with", "hosts=b.example").status == 0)
        let well = try Running.covalence("config", "--check", "--config", try folder.file("c.yaml", "listen: 0.0.0.0\ntrusted-proxies: [10.0.0.1]\n"))
        #expect(well.status == 0)
        #expect(well.output.isEmpty)
    }
}
