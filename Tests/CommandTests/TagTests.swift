import Foundation
import Testing

@Suite("covalence tag")
struct TagTests {
    @Test("gives the same lines in the same order with act and question")
    func tags() throws {
        let input = """
            {"conversation":"c1","speaker":"a","text":"what do you pay for that today?","extra":[1,2]}
            {"conversation":"c1","speaker":"b","text":"mm-hmm."}
            {"conversation":"c1","speaker":"b","text":"we pay about four thousand a month."}

            """
        let run = try Running.covalence("tag", input: input)
        #expect(run.status == 0)
        let lines = try run.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.map { $0["act"] as? String } == ["Q", "B", "S"])
        #expect(lines[0]["question"] as? String == "wh")
        #expect(lines[1]["question"] is NSNull)
        #expect(lines[0]["extra"] as? [Int] == [1, 2])
    }

    @Test("a bad line is exit 65 with its number", arguments: ["nonsense", "{\"speaker\":\"a\"}", "[1]", "{\"text\":\"a\"", "{\"text\":1}"])
    func badLine(line: String) throws {
        let run = try Running.covalence("tag", input: "{\"text\":\"fine\"}\n\(line)\n")
        #expect(run.status == 65)
        #expect(run.errors.contains("line 2") || run.errors.contains("Line 2"))
    }

    @Test("no input is no output")
    func nothing() throws {
        let run = try Running.covalence("tag")
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
    }
}
