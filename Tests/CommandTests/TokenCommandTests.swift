import Foundation
import Testing

@Suite("covalence token")
struct TokenCommandTests {
    @Test("a token is made, shown once, listed without its secret, and revoked")
    func life() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        func run(_ arguments: String...) throws -> Running { try Running.covalence(arguments + ["--data", data], input: Data()) }
        func object(_ run: Running) throws -> [String: Any] {
            #expect(run.status == 0, "\(run.errors)")
            return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        }
        _ = try run("import", try scratch.meeting())
        // Nobody is there yet; an invited member has no way in either.
        #expect(try run("token", "make", "Import", "--member", "anna@brunavik.example").status == 65)
        #expect(try run("user", "invite", "Anna Lind", "anna@brunavik.example", "--role", "salesperson").status == 0)
        let waiting = try run("token", "make", "Import", "--member", "anna@brunavik.example")
        #expect(waiting.status == 65, "\(waiting.output)")
        #expect(try run("token", "make", "Import", "--member", "anna@brunavik.example", "--scope", "everything").status == 64)
        #expect(try run("token", "make", "Import", "--member", "anna@brunavik.example", "--days", "367").status == 64)
        #expect(try run("token", "list").output.isEmpty)
        #expect(try run("token", "revoke", "nonsense").status == 64)
        #expect(try run("token", "revoke", "0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b").status == 65)
        for command in [["token"], ["token", "make"], ["token", "list"], ["token", "revoke"]] {
            #expect(try Running.covalence(command + ["--help"], input: Data()).output.contains("EXAMPLE"))
        }
    }
}
