import Covalence
import Foundation
import Testing
@testable import Language

struct SuggestLineTests {
    private func line(_ text: String, _ number: Int = 1) throws -> SuggestLine? { try SuggestLine(Data(text.utf8), number: number) }

    @Test func theLineComesBackWithTheCodes() throws {
        let read = try #require(try line(#"{"id": 7, "text": "a \"b\"", "side": "customer"}"#))
        #expect(read.input == SuggesterInput("a \"b\"", side: .customer))
        #expect(read.with([SuggestedCode(code: "x", score: 0.123456), SuggestedCode(code: "y", score: 0)], engine: .words)
            == #"{"id": 7, "text": "a \"b\"", "side": "customer","engine":"words/1","codes":[{"code":"x","score":0.1235},{"code":"y","score":0.0}]}"#)
    }

    @Test func codesThatWereThereAreReplaced() throws {
        let read = try #require(try line(#"{"text":"a","codes":[{"code":"old","score":1}]}"#))
        #expect(read.with([], engine: .meaning) == #"{"text":"a","engine":"meaning/1","codes":[]}"#)
    }

    @Test func emptyLinesAreNone() throws {
        #expect(try line("  \t") == nil)
        #expect(try line("\u{feff}{\"text\":\"a\"}")?.input.text == "a")
        #expect(try line("{\"text\":\"a\",\"side\":null}")?.input.side == nil)
    }

    @Test(arguments: [
        ("x", "not a JSON object"), ("[1]", "not a JSON object"), ("{\"text\":\"a\"", "not a JSON object"), ("{}", "“text” is missing"),
        ("{\"text\":5}", "“text” is not a string"), ("{\"text\":\"a\",\"side\":\"us\"}", "“side” is not a side"),
    ])
    func badLinesAreNamed(_ text: String, _ problem: String) throws {
        let error = #expect(throws: SuggestLineProblem.self) { try line(text, 12) }
        let found = try #require(error)
        #expect(found.description.hasPrefix("line 12: "))
        #expect(found.problem.contains(problem))
    }

    @Test func whatIsNotUTF8IsNamed() throws {
        let error = #expect(throws: SuggestLineProblem.self) { try SuggestLine(Data([0x7B, 0xFF, 0x7D]), number: 3) }
        #expect(try #require(error).description == "line 3: it is not UTF-8. Convert the file, for instance with iconv -t UTF-8.")
    }
}
