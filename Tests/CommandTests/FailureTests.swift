import Foundation
import Testing

@Suite("What commands say when something goes wrong")
struct FailureTests {
    private func object(_ text: String) throws -> [String: Any] {
        let lines = text.split(separator: "\n")
        #expect(lines.count == 1, "\(text)")
        return try #require(try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: Any])
    }

    @Test("with --json an error is one object with its sentence and the code that the command ends with")
    func json() throws {
        let folder = try Scratch()
        let data = folder.path("data")
        #expect(try Running.covalence("import", try folder.meeting(), "--data", data, "--customer", "Paula", "--seller", "Ines").status == 0)
        let none = "0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"
        let cases: [(arguments: [String], code: Int32, says: String)] = [
            (["export", none, "--data", data, "--json"], 65, "is not in this workspace"),
            (["export", "nonsense", "--data", data, "--json"], 64, "is not the id of a meeting"),
            (["export", none, "--data", folder.path("nowhere"), "--json"], 64, "There is no store"),
            (["list", "--data", data, "--json", "--nonsense"], 64, "nonsense"),
            (["profile", "set", folder.path("missing.json"), "--data", data, "--json"], 65, "missing.json is not there. Name a profile"),
            (["privacy", "replay", folder.path("missing.jsonl"), "--data", data, "--json"], 64, "is not there. Name a list"),
            (["doctor", "--json", "--config", folder.path("missing.yaml")], 78, "missing.yaml"),
        ]
        for one in cases {
            let run = try Running.covalence(one.arguments, input: Data())
            #expect(run.status == one.code, "\(one.arguments): \(run.errors)")
            let error = try object(run.errors)
            #expect(error["code"] as? Int32 == one.code)
            #expect((error["error"] as? String)?.contains(one.says) == true, "\(run.errors)")
            #expect(run.output.isEmpty)
            // Without it, a sentence as before.
            let plain = try Running.covalence(one.arguments.filter { $0 != "--json" }, input: Data())
            #expect(plain.status == one.code)
            #expect(plain.errors.hasPrefix("Error: "), "\(plain.errors)")
        }
        #expect(try Running.covalence("export", "--help", "--json").status == 0)
    }

    @Test("a file that cannot be written ends with 73 and says where else to put it")
    func unwritable() throws {
        let folder = try Scratch()
        let data = folder.path("data")
        let made = try Running.covalence("import", try folder.meeting(), "--data", data, "--customer", "Paula", "--seller", "Ines", "--json")
        let meeting = try #require(made.output.firstMatch(of: /"(?:id|meeting)":"([0-9a-f-]{36})"/)?.1)
        let well = try Running.covalence("export", String(meeting), "--data", data, "--output", folder.path("a.json"), "--json")
        #expect(well.status == 0)
        let written = try object(well.output)
        #expect(written["bytes"] as? Int == (try Data(contentsOf: URL(filePath: folder.path("a.json"))).count))
        #expect(written["format"] as? String == "json")
        let bad = try Running.covalence("export", String(meeting), "--data", data, "--output", folder.path("none/a.json"), "--json")
        #expect(bad.status == 73)
        #expect((try object(bad.errors)["error"] as? String)?.contains("--output") == true)
    }

    @Test("what keeps a server from starting is a line of its log, where that is JSON; and no password is in it")
    func serving() throws {
        let folder = try Scratch()
        let mark = "Quagzimtorple"
        // Nobody listens on port 1.
        let unreachable = ["COVALENCE_DATABASE": "postgres://covalence:\(mark)@127.0.0.1:1/covalence"]
        let misspelt = ["COVALENCE_DATABASE": "postgres://covalence:\(mark)@127.0.0.1:port/covalence"]
        let noMail = ["COVALENCE_SMTP_URL": "smtp://covalence:\(mark)@", "COVALENCE_SMTP_FROM": "a@norrvik.example"]
        let noProvider = ["COVALENCE_OIDC_ISSUER": "http://login.example.org", "COVALENCE_OIDC_CLIENT_ID": "a", "COVALENCE_OIDC_CLIENT_SECRET": mark]
        for (variables, code) in [(unreachable, Int32(69)), (misspelt, 78), (noMail, 78), (noProvider, 78), (["COVALENCE_PORT": "many"], 78)] {
            for format in ["json", "text"] {
                let run = try Running.covalence(["serve", "--data", folder.path("data"), "--log-format", format], input: Data(), variables: variables)
                #expect(run.status == code, "\(run.errors)")
                for text in [run.output, run.errors] { #expect(!text.contains(mark), "\(text)") }
                guard format == "json" else {
                    #expect(run.errors.contains("Error: "))
                    continue
                }
                let line = try #require(run.errors.split(separator: "\n").last)
                let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
                #expect(object["level"] as? String == "critical")
                #expect(object["code"] as? String == "\(code)")
                #expect((object["message"] as? String)?.hasPrefix("ended: ") == true)
            }
        }
    }
}
