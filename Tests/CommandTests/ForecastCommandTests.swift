import Foundation
import Testing

@Suite("covalence forecast rates")
struct ForecastCommandTests {
    @Test("rates are set from a file, shown, and forgotten; a broken line is named and nothing is changed")
    func rates() throws {
        let scratch = try Scratch()
        let data = scratch.path("data")
        // Makes the store.
        let begun = try Running.covalence("import", try scratch.file("accounts.csv", "Account ID,Account Name\n1,Halden Works\n"), "--kind", "account", "--data", data)
        #expect(begun.status == 0, "\(begun.errors)")
        func run(_ arguments: String...) throws -> Running { try Running.covalence(["forecast", "rates"] + arguments + ["--data", data], input: Data()) }
        #expect(try run().output == "None: each currency is summed up by itself.\n")
        let file = try scratch.file("rates.txt", "USD 2026-01-01 0.92\nnok 2026-02-01 0.085\n")
        let set = try run("--into", "eur", "--file", file)
        #expect(set.status == 0 && set.output == "Into EUR.\nNOK 2026-02-01 0.085\nUSD 2026-01-01 0.92\n", "\(set.output) \(set.errors)")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(try run("--json").output.utf8)) as? [String: Any])
        #expect(json["target"] as? String == "EUR" && (json["rates"] as? [[String: Any]])?.count == 2)
        let broken = try run("--into", "EUR", "--file", try scratch.file("broken.txt", "USD 2026-01-01 0.92\nUSD soon 1\n"))
        #expect(broken.status != 0 && broken.errors.contains("Line 2"))
        #expect(try run().output.contains("NOK 2026-02-01 0.085"))
        #expect(try run("--into", "EUR").status == 64)
        #expect(try run("--apart").output == "None: each currency is summed up by itself.\n")
    }
}
