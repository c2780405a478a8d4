import Foundation
import Testing

@Suite("covalence organization, person, interaction, account, import of mails")
struct DirectoryCommandTests {
    private func lines(_ run: Running) throws -> [[String: Any]] {
        #expect(run.status == 0, "\(run.errors)")
        return try run.output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    @Test("an account with a person, a mail and a note is listed, shown, changed, merged and taken apart")
    func wholeLife() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        func run(_ arguments: String...) throws -> [[String: Any]] { try lines(try Running.covalence(arguments + ["--data", data, "--json"], input: Data())) }
        let account = try #require(try run("organization", "add", "Brunavik", "--kind", "customer", "--domain", "www.brunavik.example", "--country", "fi").first)
        #expect(account["domains"] as? [String] == ["brunavik.example"])
        #expect(account["country"] as? String == "FI")
        _ = try run("person", "add", "Jonas Rautio", "--organization", "Brunavik")
        let mail = try scratch.file("words.txt", "From: Paula Keller <paula@brunavik.example>\nTo: ines@own.example\nSubject: Second line\nDate: Wed, 4 Mar 2026 09:30:00 +0000\nMessage-ID: <a@x>\n\nLet us meet.\n")
        let report = try #require(try run("import", mail).first?["report"] as? [String: Any])
        #expect(report["added"] as? Int == 1)
        #expect(report["peopleAdded"] as? Int == 1)
        _ = try run("person", "edit", "paula@brunavik.example", "--function", "Plant manager", "--reports-to", "Jonas Rautio")
        let paula = try #require(try run("person", "show", "Paula Keller").first)
        #expect((paula["reportsTo"] as? [[String: Any]])?.first?["name"] as? String == "Jonas Rautio")
        _ = try run("interaction", "note", "The line starts in May.", "--heard-from", "the receptionist", "--organization", "brunavik.example")
        let history = try run("interaction", "list", "--organization", "Brunavik")
        #expect(Set(history.compactMap { $0["title"] as? String }) == ["Second line", "The line starts in May."])
        let note = try #require(history.first { $0["kind"] as? String == "note" }?["id"] as? String)
        #expect((try run("interaction", "show", note).first?["interaction"] as? [String: Any])?["heardFrom"] as? String == "the receptionist")
        let meeting = try #require(try run("import", try scratch.meeting()).first?["meeting"] as? String)
        #expect(try run("account", "assign", meeting, "--account", "Brunavik").first?["name"] as? String == "Brunavik")
        #expect(try run("interaction", "list", "--organization", "Brunavik").count == 3)
        _ = try run("organization", "add", "Brunavik Oy")
        #expect(try run("organization", "duplicates").count == 1)
        let merge = try #require(try run("organization", "merge", "Brunavik Oy", "--into", "brunavik.example").first?["merge"] as? String)
        #expect(try run("organization", "list").count == 1)
        _ = try run("organization", "unmerge", merge)
        #expect(try run("organization", "list").count == 2)
        #expect(try run("interaction", "erase", note, "--yes").first?["erased"] as? String == note)
    }

    @Test("wrong use is exit 64, what cannot be kept exit 65, each with a sentence")
    func wrong() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        #expect(try Running.covalence("organization", "add", "Brunavik", "--data", data).status == 0)
        for (arguments, status) in [
            (["organization", "add", "X", "--kind", "friend"], 64), (["organization", "list", "--limit", "0"], 64), (["interaction", "show", "x"], 64),
            (["interaction", "note", "x", "--started", "yesterday"], 64), (["interaction", "erase", "x", "--yes"], 64), (["account", "assign", "x"], 64),
            (["import", "a.ics", "--from", "soon"], 64), (["organization", "add", "X", "--domain", "gmail.com"], 65),
            (["organization", "show", "Nobody"], 65), (["person", "add", "X", "--mail", "no address"], 65),
        ] as [([String], Int32)] {
            let run = try Running.covalence(arguments + ["--data", data], input: Data())
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(!run.errors.isEmpty)
        }
    }

    @Test("every command explains itself with an example", arguments: [
        ["organization"], ["organization", "list"], ["organization", "show"], ["organization", "add"], ["organization", "edit"], ["organization", "merge"],
        ["organization", "unmerge"], ["organization", "duplicates"], ["person"], ["person", "list"], ["person", "show"], ["person", "add"],
        ["person", "edit"], ["person", "merge"], ["person", "unmerge"], ["person", "duplicates"], ["interaction"], ["interaction", "list"],
        ["interaction", "show"], ["interaction", "note"], ["interaction", "erase"], ["account"], ["account", "assign"],
    ])
    func help(arguments: [String]) throws {
        let run = try Running.covalence(arguments + ["--help"], input: Data())
        #expect(run.status == 0)
        #expect(run.output.contains("EXAMPLE"))
    }
}
