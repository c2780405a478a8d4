import Foundation
import Testing

@Suite("covalence objective, offering")
struct ObjectiveCommandTests {
    @Test("a sale is taken up, stated of, decided on, linked and shown, also as it was known")
    func wholeLife() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        func run(_ arguments: String...) throws -> [[String: Any]] {
            let run = try Running.covalence(arguments + ["--data", data, "--json"], input: Data())
            #expect(run.status == 0, "\(arguments): \(run.errors)")
            return try run.output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        }
        func id(_ found: [[String: Any]]) throws -> String { try #require(found.first?["id"] as? String) }
        _ = try run("organization", "add", "Brunavik")
        _ = try run("person", "add", "Paula Keller", "--organization", "Brunavik")
        _ = try run("offering", "add", "Condition monitoring")
        #expect(try run("offering", "rename", "condition monitoring", "Monitoring").first?["name"] as? String == "Monitoring")
        let added = try run(
            "objective", "add", "Brunavik", "--what", "Line 2", "--offering", "Monitoring", "--amount", "84.000,5", "--currency", "eur", "--close", "2026-06-30"
        )
        let objective = try id(added)
        #expect((added.first?["amount"] as? [String: Any])?["text"] as? String == "EUR 84,000.50")
        #expect(try run("objective", "list", "--open", "--text", "brunavik").map { $0["id"] as? String } == [objective])
        #expect(try run("objective", "list", "--ended").isEmpty)
        let role = try id(try run("objective", "state", objective, "influence.role", "economic", "--person", "Paula Keller"))
        let evidence = try #require(try run("objective", "evidence", objective, role).first)
        #expect((evidence["statement"] as? [String: Any])?["value"] as? String == "economic" && (evidence["places"] as? [Any])?.isEmpty == true)
        _ = try run("objective", "state", objective, "person.job-change", "Leads the plant", "--person", "Paula Keller", "--field", "change=new-role")
        _ = try run("objective", "state", objective, "organization.reorganisation", "Two plants become one")
        let note = try id(try run("interaction", "note", "The line stops.", "--organization", "Brunavik").compactMap { $0["interaction"] as? [String: Any] })
        let shown = try #require(try run("objective", "show", objective).first)
        #expect((shown["links"] as? [[String: Any]])?.first?["id"] as? String == note)
        #expect((shown["claims"] as? [[String: Any]])?.contains { $0["objectName"] as? String == "Paula Keller" } == true)
        let sheet = try #require(try run("objective", "show", objective, "--sheet").first)
        #expect((sheet["lines"] as? [[String: Any]])?.contains { $0["text"] as? String == "EUR 84,000.50" } == true)
        _ = try run("objective", "state", objective, "objective.place", "best-few")
        // Whoever writes over what held is told so.
        let before = try id(try run("objective", "state", objective, "objective.close-date", "2026-07-31"))
        let after = try run("objective", "state", objective, "objective.close-date", "2026-06-30")
        #expect(after.first?["supersedes"] as? String == before)
        let said = try Running.covalence("objective", "state", objective, "objective.close-date", "2026-06-30", "--data", data)
        #expect(said.output.contains("\nIn the place of: 2026-06-30, by "), "\(said.output)")
        let funnel = try #require(try run("funnel", "--text", "line", "--offering", "monitoring", "--closing-until", "2026-06-30").first)
        #expect((funnel["places"] as? [[String: Any]])?.map { $0["open"] as? Int } == [0, 0, 0, 1])
        #expect(try run("funnel", "--list", "--currency", "EUR").map { $0["objective"] as? String } == [objective])
        #expect(try run("funnel", "--list", "--place", "universe").isEmpty)
        #expect((try run("week").first?["priorities"] as? [[String: Any]])?.first?["objective"] as? String == objective)
        #expect(try run("objective", "decide", role, "withdraw", "--reason", "Mistyped").first?["standing"] as? String == "withdrawn")
        #expect(try run("objective", "link", objective, "--interaction", note, "--not").first?["objectives"] as? [String] == [])
        #expect(try run("objective", "questions").isEmpty)
        #expect(try run("offering", "retire", "Monitoring").first?["isRetired"] as? Bool == true)
        #expect(try run("offering", "list").isEmpty)
        #expect(try run("offering", "list", "--all").count == 1)
        let text = try Running.covalence("objective", "show", objective, "--history", "--data", data)
        #expect(text.status == 0 && text.output.contains("withdrawn by") && text.output.contains("Mistyped"), "\(text.output)")
    }

    @Test("wrong use is exit 64, what cannot be kept exit 65, each with a sentence")
    func wrong() throws {
        let scratch = try Scratch()
        let data = scratch.path("data"), nobody = "0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"
        #expect(try Running.covalence("organization", "add", "Brunavik", "--data", data).status == 0)
        for (arguments, status) in [
            (["objective", "add", "Brunavik", "--amount", "1"], 64), (["objective", "add", "Brunavik", "--amount", "1,000", "--currency", "EUR"], 64),
            (["objective", "add", "Brunavik", "--amount", "1.234", "--currency", "EUR"], 64), (["objective", "add", "Brunavik", "--amount", "1.", "--currency", "EUR"], 64),
            (["objective", "add", "Brunavik", "--amount", "99999999999999999999", "--currency", "EUR"], 64), (["objective", "add", "Brunavik", "--currency", "EUR"], 64),
            (["objective", "add", "Brunavik", "--close", "30.6.2026"], 64), (["objective", "add", "Brunavik", "--offering", "x"], 64),
            (["objective", "list", "--open", "--ended"], 64), (["objective", "list", "--place", "hell"], 64), (["objective", "show", "x"], 64),
            (["objective", "state", nobody, "objective.weather", "x"], 64), (["objective", "state", nobody, "person.job-change", "x"], 64),
            (["objective", "state", nobody, "objective.stage", "x", "--field", "x"], 64), (["objective", "decide", nobody, "perhaps"], 64),
            (["funnel", "--place", "hell"], 64), (["funnel", "--flag", "none-such"], 64), (["funnel", "--closing-from", "soon"], 64), (["funnel", "--currency", "XXQ"], 64),
            (["funnel", "--owner", "nobody@x.example"], 65), (["funnel", "--team", "x"], 65), (["funnel", "--closing-from", "2026-02-02", "--closing-until", "2026-02-01"], 65),
            (["objective", "link", nobody], 64), (["objective", "add", "Nobody"], 65), (["objective", "show", nobody], 65),
            (["objective", "show", nobody, "--as-of", "yesterday"], 64), (["objective", "state", nobody, "objective.stage", "x"], 65), (["offering", "retire", "x"], 65),
        ] as [([String], Int32)] {
            let run = try Running.covalence(arguments + ["--data", data], input: Data())
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(!run.errors.isEmpty)
        }
    }

    @Test("every command explains itself with an example", arguments: [
        ["objective"], ["objective", "list"], ["objective", "show"], ["objective", "add"], ["objective", "state"], ["objective", "decide"], ["objective", "link"],
        ["objective", "questions"], ["funnel"], ["week"], ["offering"], ["offering", "list"], ["offering", "add"], ["offering", "rename"], ["offering", "retire"],
    ])
    func help(arguments: [String]) throws {
        let run = try Running.covalence(arguments + ["--help"], input: Data())
        #expect(run.status == 0)
        #expect(run.output.contains("EXAMPLE"))
    }
}
