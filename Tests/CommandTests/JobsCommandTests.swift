import Foundation
import Testing

@Suite("covalence jobs")
struct JobsCommandTests {
    @Test("what ended is listed; recurring work is done; a wrong word is said")
    func life() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        func run(_ arguments: String...) throws -> Running {
            // By words alone: what is read by meaning has jobs of its own, where the encoder is there.
            try Running.covalence(arguments + ["--data", data], input: Data(), variables: ["COVALENCE_MEANING": scratch.path("none")])
        }
        func lines(_ run: Running) throws -> [[String: Any]] {
            #expect(run.status == 0, "\(run.errors)")
            return try run.output.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        }
        _ = try lines(try run("import", try scratch.meeting(), "--json"))
        let imported = try #require(try lines(try run("jobs", "list", "--json")).first)
        #expect(imported["kind"] as? String == "file.import" && imported["state"] as? String == "done")
        let counts = try #require(try lines(try run("jobs", "run", "--json")).first)
        // By hand: one for all meetings, one for the meeting, one that tidies.
        #expect(counts["done"] as? Int == 3 && counts["failed"] as? Int == 0)
        #expect(try run("jobs", "run").output == "Done: 0. Failed: 0. To be tried again later: 0.\n")
        #expect(try lines(try run("jobs", "list", "--state", "done", "--kind", "meeting.suggest", "--json")).count == 1)
        let id = try #require(imported["id"] as? String)
        let again = try run("jobs", "retry", id)
        #expect(again.status == 65 && again.errors.contains("done"))
        #expect(try run("jobs", "cancel", id).status == 65)
        #expect(try run("jobs", "cancel", "nonsense").status == 64)
        #expect(try run("jobs", "list", "--state", "sleeping").status == 64)
        #expect(try run("jobs").output.contains("Reads a file"))
        for command in [["jobs"], ["jobs", "list"], ["jobs", "retry"], ["jobs", "cancel"], ["jobs", "run"]] {
            #expect(try Running.covalence(command + ["--help"], input: Data()).output.contains("EXAMPLES"))
        }
    }
}
