import Foundation
import Testing

@Suite("The link that sets it up, where nobody sits at a terminal")
struct SetUpLinkTests {
    @Test("it is in a file for its owner alone, named in the log; a command prints the same one; what is printed and logged has no token")
    func kept() async throws {
        let folder = try Scratch()
        let data = folder.path("data"), file = data + "/set-up-link"
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: folder.path(name), contents: nil) }
        let process = Process()
        process.executableURL = URL(filePath: Running.path)
        process.arguments = ["serve", "--data", data, "--port", "0"]
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("COVALENCE_") }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
        process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        for _ in 0..<6_000 where !FileManager.default.fileExists(atPath: file) || !(try String(contentsOfFile: folder.path("err"), encoding: .utf8)).contains("set-up-link") {
            try await Task.sleep(for: .milliseconds(20))
        }
        let link = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let token = try #require(link.firstMatch(of: /^http:\/\/127\.0\.0\.1:\d+\/set-up\?token=(\S+)$/)?.1)
        #expect((try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let said = try String(contentsOfFile: folder.path("out"), encoding: .utf8), logged = try String(contentsOfFile: folder.path("err"), encoding: .utf8)
        #expect(logged.contains(file))
        #expect(!said.contains(token) && !logged.contains(token))

        let printed = try Running.covalence("user", "set-up-link", "--data", data)
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(printed.output == link + "\n")
        // The one that is printed is the one that works.
        let page = try String(contentsOf: try #require(URL(string: link)), encoding: .utf8)
        #expect(page.contains("name=\"csrf\""))
        process.terminate()
        process.waitUntilExit()
        // Where the file is gone, a new one is made.
        try FileManager.default.removeItem(atPath: file)
        let other = try Running.covalence("user", "set-up-link", "--data", data, "--json")
        #expect(other.output.hasPrefix("{\"link\":\"/set-up?token=") && !other.output.contains(token))
    }
}
