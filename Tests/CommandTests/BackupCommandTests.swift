import Foundation
import Testing

@Suite("covalence backup, restore, migrate")
struct BackupCommandTests {
    private func lines(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    /// A store with a meeting in it, whose id it gives.
    private func store(_ scratch: Scratch, _ title: String = "First talk") throws -> String {
        let run = try Running.covalence(
            "import", try scratch.meeting("\(title).vtt"), "--data", scratch.path("data"), "--customer", "Paula", "--seller", "Ines", "--title", title, "--json",
            "--started", "2026-03-04T09:30:00Z", "--again"
        )
        try #require(run.status == 0, "\(run.errors)")
        return try #require(try lines(run.output).first?["meeting"] as? String)
    }

    @Test("what was backed up comes back, without what was erased since")
    func wholeLife() throws {
        let scratch = try Scratch()
        let meeting = try store(scratch)
        let key = scratch.path("key"), backup = scratch.path("covalence.backup")
        try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: key))
        let made = try Running.covalence("backup", backup, "--data", scratch.path("data"), "--key-file", key, "--json")
        #expect(made.status == 0, "\(made.errors)")
        let said = try #require(try lines(made.output).first)
        #expect(said["isVerified"] as? Bool == true && said["isEncrypted"] as? Bool == true && said["files"] as? Int == 1)
        #expect(said["bytes"] as? Int == (try FileManager.default.attributesOfItem(atPath: backup)[.size] as? Int))

        let again = try Running.covalence("backup", backup, "--data", scratch.path("data"), "--key-file", key)
        #expect(again.status == 65 && again.errors.contains("--force"))
        #expect(try Running.covalence("backup", backup, "--data", scratch.path("data"), "--key-file", key, "--force").status == 0)
        #expect(try Running.covalence("backup", "--check", backup, "--key-file", key).status == 0)
        let keyless = try Running.covalence("backup", "--check", backup)
        #expect(keyless.status == 65 && keyless.errors.contains("encrypted"))
        try Data((1...32).map { UInt8($0) }).write(to: URL(filePath: scratch.path("other")))
        let wrong = try Running.covalence("restore", backup, "--data", scratch.path("to"), "--key-file", scratch.path("other"))
        #expect(wrong.status == 65 && wrong.errors.contains("another key"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("to")))

        let restored = try Running.covalence("restore", backup, "--data", scratch.path("to"), "--key-file", key)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.errors.contains("privacy replay"))
        #expect(try lines(Running.covalence("list", "--data", scratch.path("to"), "--json").output).map { $0["title"] as? String } == ["First talk"])
        #expect(try Running.covalence("doctor", "--data", scratch.path("to")).status == 0)
        #expect(try Running.covalence("restore", backup, "--data", scratch.path("to"), "--key-file", key).status == 65)

        #expect(try Running.covalence("erase", meeting, "--data", scratch.path("data"), "--yes").status == 0)
        let fresh = try Running.covalence(
            "restore", backup, "--data", scratch.path("fresh"), "--key-file", key, "--erasures", scratch.path("data"), "--json"
        )
        #expect(fresh.status == 0, "\(fresh.errors)")
        #expect(try lines(fresh.output).first?["erased"] as? Int == 1)
        #expect(try Running.covalence("list", "--data", scratch.path("fresh"), "--json").output.isEmpty)
        let list = try scratch.file("list", Running.covalence("privacy", "erasures", "--data", scratch.path("data")).output)
        let other = try Running.covalence("restore", backup, "--data", scratch.path("third"), "--key-file", key, "--erasures", list, "--json")
        #expect(try lines(other.output).first?["erased"] as? Int == 1)
        #expect(try Running.covalence("list", "--data", scratch.path("third"), "--json").output.isEmpty)
    }

    @Test("a list that is none, or a damaged backup, leaves nothing")
    func refused() throws {
        let scratch = try Scratch()
        _ = try store(scratch)
        let backup = scratch.path("b")
        #expect(try Running.covalence("backup", backup, "--data", scratch.path("data"), "--no-verify").status == 0)
        let list = try scratch.file("list", "not a list\n")
        let bad = try Running.covalence("restore", backup, "--data", scratch.path("to"), "--erasures", list)
        #expect(bad.status == 65 && bad.errors.contains("Line 1"))
        var bytes = try Data(contentsOf: URL(filePath: backup))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: backup))
        let damaged = try Running.covalence("restore", backup, "--data", scratch.path("to"))
        #expect(damaged.status == 65 && damaged.errors.contains("near byte"))
        #expect(try Running.covalence("backup", "--check", backup).status == 65)
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
        #expect(left.filter { $0.contains("to") && !$0.contains("First") } == [])
    }

    @Test("a backup goes through a pipe")
    func pipe() throws {
        let scratch = try Scratch()
        _ = try store(scratch)
        let run = try scratch.shell("\(Running.path) backup - --data \(scratch.path("data")) > \(scratch.path("b"))")
        #expect(run == 0)
        #expect(try Running.covalence("restore", scratch.path("b"), "--data", scratch.path("to")).status == 0)
    }

    @Test("a store moves, and a workspace beside another")
    func migrate() throws {
        let scratch = try Scratch()
        _ = try store(scratch)
        let check = try Running.covalence("migrate", "--from", scratch.path("data"), "--to", scratch.path("to"), "--check", "--json")
        #expect(check.status == 0, "\(check.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("to")))
        let moved = try Running.covalence("migrate", "--from", scratch.path("data"), "--to", scratch.path("to"), "--json")
        #expect(moved.status == 0, "\(moved.errors)")
        let tables = try lines(moved.output)
        #expect(tables.allSatisfy { $0["same"] as? Bool == true })
        #expect(tables.first { $0["table"] as? String == "utterance" }?["target"] as? Int == 6)
        #expect(try lines(Running.covalence("list", "--data", scratch.path("to"), "--json").output).count == 1)
        #expect(try lines(Running.covalence("list", "--data", scratch.path("data"), "--json").output).count == 1)
        #expect(try Running.covalence("migrate", "--from", scratch.path("data"), "--to", scratch.path("to")).status == 65)

        let name = try #require(try lines(Running.covalence("backup", scratch.path("b"), "--data", scratch.path("data"), "--json").output).first?["workspaces"] as? [String: String])
        let there = try Scratch()
        _ = try store(there, "Other talk")
        let id = try #require(name.keys.first)
        let added = try Running.covalence("restore", scratch.path("b"), "--data", there.path("data"), "--workspace", id)
        #expect(added.status == 0, "\(added.errors)")
        #expect(try lines(Running.covalence("list", "--data", there.path("data"), "--workspace", id, "--json").output).map { $0["title"] as? String } == ["First talk"])
        #expect(try Running.covalence("doctor", "--data", there.path("data")).status == 0)
        #expect(try Running.covalence("migrate", "--from", scratch.path("data"), "--to", there.path("data"), "--workspace", id).status == 65)
    }

    @Test("a store moves into a database with its tokens and the key of its webhooks, and is served from there", .enabled(if: Self.database != nil, "COVALENCE_TEST_POSTGRES is not set: there is no server to test with. ./test starts one."))
    func migrateToDatabase() throws {
        let address = try #require(Self.database), scratch = try Scratch(), name = "moved_\(UUID().uuidString.lowercased().filter(\.isHexDigit))"
        _ = try store(scratch)
        // A database of its own.
        #expect(try scratch.shell("psql -q '\(address)' -c 'CREATE DATABASE \(name)'") == 0)
        defer { _ = try? scratch.shell("psql -q '\(address)' -c 'DROP DATABASE \(name) WITH (FORCE)'") }
        var parts = try #require(URLComponents(string: address))
        parts.path = "/\(name)"
        let target = try #require(parts.string)

        let hook = try Running.covalence("webhook", "add", "https://1.1.1.1/covalence", "--data", scratch.path("data"))
        #expect(hook.status == 0, "\(hook.errors)")
        let key = try Data(contentsOf: scratch.url.appending(path: "data/secrets.key"))
        let moved = try Running.covalence("migrate", "--from", scratch.path("data"), "--to", target, "--to-data", scratch.path("node"))
        #expect(moved.status == 0, "\(moved.errors)")
        #expect(moved.output.contains("API tokens go on working") && moved.output.contains("everybody signs in again") && moved.output.contains("secrets.key"))
        #expect(!moved.output.contains("DIFFERS"))
        // Counted at the target: six utterances and the file they came in.
        let counted = try #require(moved.output.split(separator: "\n").first { $0.hasPrefix("utterance ") })
        #expect(counted.split(separator: " ").prefix(3).map(String.init) == ["utterance", "6", "6"])
        #expect(try Data(contentsOf: scratch.url.appending(path: "node/secrets.key")) == key)
        let listed = try Running.covalence("list", "--database", target, "--data", scratch.path("node"), "--json")
        #expect(try lines(listed.output).map { $0["title"] as? String } == ["First talk"], "\(listed.errors)")
        let hooks = try Running.covalence("webhook", "list", "--database", target, "--data", scratch.path("node"))
        #expect(hooks.output.contains("https://1.1.1.1/covalence"), "\(hooks.errors)")

        // The workspace is there: nothing is taken twice, and what is there stays.
        #expect(try Running.covalence("migrate", "--from", scratch.path("data"), "--to", target, "--to-data", scratch.path("node")).status == 65)
        #expect(try lines(Running.covalence("list", "--database", target, "--data", scratch.path("node"), "--json").output).count == 1)
    }

    private static var database: String? {
        ProcessInfo.processInfo.environment["COVALENCE_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    @Test("wrong use is exit 64", arguments: [
        ["backup"], ["backup", "-", "--check"], ["backup", "x", "--data", "/nowhere/at/all"], ["restore", "x"], ["migrate", "--from", "x"],
        ["backup", "x", "--key-file", "/nowhere/key"], ["migrate", "--from", "/nowhere", "--to", "/nowhere2"], ["migrate", "--from", "a", "--to", "ftp://b"],
    ])
    func wrongUse(arguments: [String]) throws {
        let run = try Running.covalence(arguments, input: Data())
        #expect(run.status == 64, "\(run.errors)")
        #expect(!run.errors.isEmpty)
    }

    @Test("every command explains itself with an example", arguments: ["backup", "restore", "migrate"])
    func help(command: String) throws {
        let run = try Running.covalence(command, "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("EXAMPLE") && run.output.contains("covalence \(command)"))
    }
}

extension Scratch {
    /// Runs a line of a shell.
    func shell(_ line: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
