import Foundation
import Testing

@Suite("covalence import of exports and address cards")
struct ImportCommandTests {
    private static let deals = """
        Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency,Close Date
        006A,Condition monitoring,Brunavik Dairy,Proposal,120000.00,EUR,2026-12-31
        006B,Spare parts,Hallmere Foods,Prospecting,8000.50,XQZ,2027-02-15

        """

    @Test("tried, brought in, brought in again, listed, taken back")
    func wholeLife() throws {
        let scratch = try Scratch()
        let data = scratch.path("data"), file = try scratch.file("deals.csv", Self.deals)
        func run(_ arguments: String...) throws -> [[String: Any]] {
            let run = try Running.covalence(arguments + ["--data", data, "--json"], input: Data())
            #expect(run.status == 0, "\(arguments): \(run.errors)")
            return try run.output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        }
        let tried = try #require(try run("import", file, "--dry-run").first)
        #expect(tried["state"] as? String == "open" && (tried["trial"] as? [String: Int]) == ["added": 1, "updated": 0, "unchanged": 0, "refused": 1])
        #expect((tried["problems"] as? [[String: Any]])?.first?["row"] as? Int == 3)
        #expect(try run("objective", "list").isEmpty)
        let made = try #require(try run("import", file).first), id = try #require(made["id"] as? String)
        #expect(made["state"] as? String == "done" && made["kind"] as? String == "opportunity" && made["source"] as? String == "salesforce")
        #expect(try run("objective", "list").map { $0["what"] as? String } == ["Condition monitoring"])
        #expect((try run("import", file).first?["counts"] as? [String: Int])?["unchanged"] == 1)
        #expect(try run("import", "list").compactMap { $0["id"] as? String }.contains(id))
        let undone = try #require(try run("import", "undo", id).first)
        #expect((undone["undone"] as? [String: Any])?["removed"] as? Int == 2)
        #expect(try run("objective", "list").isEmpty)
        let text = try Running.covalence("import", file, "--map", "Stage=", "--data", data)
        #expect(text.status == 0 && text.output.contains("1 added") && text.output.contains("XQZ"), "\(text.output) \(text.errors)")
    }

    @Test("a transcript is still told by its content, and a wrong word is said")
    func others() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        let talk = try scratch.file("talk.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Anna>What would that bring you?\n\n00:00:05.000 --> 00:00:09.000\n<v Mikko>It saves us money.\n")
        let run = try Running.covalence("import", talk, "--data", data)
        #expect(run.status == 0 && run.output.contains("2 utterances"), "\(run.output) \(run.errors)")
        let deals = try scratch.file("deals.csv", Self.deals)
        for (arguments, status) in [
            (["import", deals, "--kind", "weather"], 64), (["import", deals, "--map", "Amount=weather"], 64), (["import", deals, "--map", "Amount"], 64),
            (["import", deals, "--map", "Weather=amount"], 65), (["import", deals, "--currency", "XQZ"], 65), (["import", "undo", "x"], 64),
            (["import", "undo", "0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"], 65), (["import", try scratch.file("empty.csv", ""), "--kind", "account"], 65),
            (["import", try scratch.file("other.csv", "A,B\n1,2\n"), "--dry-run"], 65),
        ] {
            let run = try Running.covalence(arguments + ["--data", data], input: Data())
            #expect(run.status == status && run.output.isEmpty && !run.errors.isEmpty, "\(arguments): \(run.status) \(run.output) \(run.errors)")
        }
        let help = try Running.covalence("import", "--help")
        #expect(help.status == 0 && help.output.contains("covalence import deals.csv --dry-run"))
    }
}
