import Covalence
import Testing
@testable import Language

struct CodebookReaderTests {
    private static let small = """
        name: talk
        version: 2
        language: en
        title: Talk
        source: Ours
        codes:
          - code: money
            title: Money
            definition: What it costs.
            codes:
              - code: price
                definition: A price is asked for or told.
                when-to-use: A sum is in it.
                when-not-to-use: Costs of work. Then it is effort.
                units: [utterance, story]
                sides: [customer]
                examples:
                  - "How much is it: all in?"
                  - {text: "It costs 40 euro.", side: seller, also: [effort], polarity: missed}
                counter-examples:
                  - {text: "Our people need a week.", code: effort}
                  - "Nice weather."
          - code: effort
            definition: What it takes to begin.
            parent: money
        no-code:
          - "Hello."
        """

    @Test func everyFieldIsRead() throws {
        let book = try CodebookReader.codebook(Self.small)
        #expect(book.name == "talk")
        #expect(book.version == 2)
        #expect(book.title == "Talk")
        #expect(book.codes.map(\.slug) == ["money"])
        #expect(book.leaves.map(\.slug) == ["price", "effort"])
        #expect(book.everyCode.map(\.slug) == ["money", "price", "effort"])
        let price = try #require(book.leaves.first)
        #expect(price.units == [.utterance, .story])
        #expect(price.sides == [.customer])
        #expect(price.whenNotToUse == "Costs of work. Then it is effort.")
        #expect(price.examples == [
            CodeExample("How much is it: all in?", codes: ["price"]),
            CodeExample("It costs 40 euro.", side: .seller, codes: ["price", "effort"], isMissed: true),
        ])
        #expect(price.counterExamples == [CodeExample("Our people need a week.", codes: ["effort"]), CodeExample("Nice weather.")])
        #expect(book.withoutCode == [CodeExample("Hello.")])
    }

    /// Each names the place, what is wrong and what to do.
    @Test(arguments: [
        ("", nil, "empty"),
        ("- a\n- b", 1, "not a mapping"),
        ("name: [", nil, "not YAML"),
        ("name: a\nversion: 1\nlanguage: en\ncodes: []", 4, "“codes” is missing, empty or not a list"),
        ("name: a\nversion: none\nlanguage: en\ncodes:\n  - {code: b, definition: c}", 2, "“version”"),
        ("name: a\nversion: 1\ncodes:\n  - {code: b, definition: c}", 1, "“language” is missing"),
        ("name: A b\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c}", 1, "cannot be a name"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b}", 5, "“definition” is missing"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c}\n  - {code: b, definition: d}", 6, "two codes of this name; the other is on line 5"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, colour: red}", 5, "“colour” is not a known field"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, sides: [left]}", 5, "“left” is not one of “sides”"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, examples: [{text: d, also: [e]}]}", 5, "there is no code “e”"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, examples: ['  ']}", 5, "an example is empty"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, parent: d}\n  - {code: d, definition: c, parent: b}", 5, "above itself"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, parent: b}", 5, "above itself"),
        ("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: c, parent: z}", 5, "there is no code “z” to be under"),
    ])
    func badInputIsNamed(_ yaml: String, _ line: Int?, _ problem: String) throws {
        let error = #expect(throws: CodebookProblem.self) { try CodebookReader.codebook(yaml, file: "own.yaml") }
        let found = try #require(error)
        #expect(found.description.hasPrefix("own.yaml"))
        #expect(found.problem.contains(problem))
        #expect(found.line == line)
        #expect(!found.remedy.isEmpty)
    }

    @Test func aCodeInsideItselfByAnAnchorIsNoCodebook() {
        let yaml = "name: a\nversion: 1\nlanguage: en\ncodes: &c\n  - {code: b, definition: c, codes: *c}"
        #expect(throws: CodebookProblem.self) { try CodebookReader.codebook(yaml) }
    }

    @Test func fiveThousandCodesAreTooMany() throws {
        let codes = (0..<5_000).map { "  - {code: c\($0), definition: d}" }.joined(separator: "\n")
        let error = #expect(throws: CodebookProblem.self) { try CodebookReader.codebook("name: a\nversion: 1\nlanguage: en\ncodes:\n" + codes) }
        let found = try #require(error)
        #expect(found.problem == "there are more than 500 codes")
        #expect(found.line == 505)
    }

    @Test func nestingWithoutEndIsRefused() throws {
        var yaml = "name: a\nversion: 1\nlanguage: en\ncodes:\n"
        for depth in 0..<40 {
            let indent = String(repeating: "  ", count: 2 * depth + 1)
            yaml += "\(indent)- code: c\(depth)\n\(indent)  definition: d\n\(indent)  codes:\n"
        }
        let error = #expect(throws: CodebookProblem.self) { try CodebookReader.codebook(yaml) }
        #expect(try #require(error).problem.contains("levels deep"))
    }

    @Test func aCodebookWithoutExamplesCanBeRead() throws {
        let book = try CodebookReader.codebook("name: a\nversion: 1\nlanguage: en\ncodes:\n  - {code: b, definition: what it is}")
        #expect(CodeSuggester.lessons(of: book).map(\.input.text) == ["what it is"])
    }

    /// Whatever is done to a file, it is read or refused.
    @Test func brokenFilesNeverCrash() {
        var random = Seeded(seed: 11)
        let bytes = Array(Self.small.utf8)
        var refused = 0
        for _ in 0..<300 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                case 1: broken.remove(at: Int.random(in: 0..<broken.count, using: &random))
                default: broken = Array(broken.prefix(Int.random(in: 1...broken.count, using: &random)))
                }
            }
            do { _ = try CodebookReader.codebook(String(decoding: broken, as: UTF8.self)) } catch { refused += 1 }
        }
        #expect(refused > 100)
    }
}

/// The same random numbers in every run († SplitMix64, Steele et al. 2014).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
