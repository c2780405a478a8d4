import Covalence
import Foundation
import Testing
@testable import Language

struct CodeSuggesterTests {
    private static let book = Codebook(
        name: "talk", title: "Talk", version: 1, language: "en", source: "",
        codes: [
            Code(slug: "price", title: "Price", definition: "A price is asked for or told.", sides: [.customer], examples: [
                "What does the licence cost?", "How much is one licence?", "That price is high.", "The price per seat is 40 euro.", "Is there a discount on the price?",
            ].map { CodeExample($0, codes: ["price"]) }),
            Code(slug: "people", title: "People", definition: "Somebody who decides is named.", examples: [
                "Our board decides in May.", "The head of purchasing has to sign.", "My boss decides.", "The board has to sign.", "Purchasing decides with the board.",
            ].map { CodeExample($0, codes: ["people"]) }),
        ],
        withoutCode: ["Nice weather today.", "Can you hear me?", "I am late, the train stood still.", "Hello there.", "Good morning."].map { CodeExample($0) }
    )

    private func shelf(_ folder: URL? = nil) throws -> SuggesterShelf {
        SuggesterShelf(encoder: nil, tagger: try SharedTagger.result.get(), folder: folder)
    }

    private func suggested(_ text: String, side: Side? = nil, lessons: [CodeSuggester.Lesson] = []) async throws -> [SuggestedCode] {
        let shelf = try shelf()
        return try await shelf.suggest([SuggesterInput(text, side: side)], with: try await shelf.suggester(Self.book, lessons: lessons))[0]
    }

    @Test func theCodeOfLikeExamplesComesFirst() async throws {
        #expect(try await suggested("The board decides.").first?.code == "people")
        #expect(try await suggested("And the price of a licence?").first?.code == "price")
        let all = try await suggested("anything")
        #expect(Set(all.map(\.code)) == ["price", "people"])
        #expect(all.allSatisfy { (0...1).contains($0.score) })
    }

    @Test func noCodeIsAnAnswer() async throws {
        let chosen = CodeSuggester.chosen(try await suggested("Good morning, nice weather."))
        #expect(chosen.isEmpty)
    }

    @Test func theOtherSideCarriesACodeLess() async throws {
        let own = try await suggested("What is the price?", side: .customer).first { $0.code == "price" }
        let other = try await suggested("What is the price?", side: .seller).first { $0.code == "price" }
        #expect(try #require(own).score > #require(other).score)
    }

    @Test func whatPeopleDecideIsLearnt() async throws {
        let text = "Mauve flamingos dance."
        let before = try await suggested(text).first { $0.code == "people" }
        let lessons = (0..<5).map { CodeSuggester.Lesson(SuggesterInput("Mauve flamingos dance \($0)."), codes: ["people"]) }
        let after = try await suggested(text, lessons: lessons).first { $0.code == "people" }
        #expect(try #require(after).score > 0.5)
        #expect(try #require(before).score < #require(after).score)
    }

    @Test func aHundredThousandDecisionsOnOneCodeAreThinnedOut() {
        let many = (0..<100_000).map { CodeSuggester.Lesson(SuggesterInput("text \($0)"), codes: ["price"]) }
        let few = [CodeSuggester.Lesson(SuggesterInput("other"), codes: ["people"]), CodeSuggester.Lesson(SuggesterInput("none"), codes: [])]
        let thinned = CodeSuggester.thinned(few + many)
        #expect(thinned.count == 2 + CodeSuggester.mostLessons)
        #expect(thinned.prefix(2).map(\.input.text) == ["other", "none"])
        // Evenly: as many of the first half as of the second.
        #expect(thinned.dropFirst(2).count { Int($0.input.text.dropFirst(5)) ?? 0 < 50_000 } == CodeSuggester.mostLessons / 2)
    }

    @Test(arguments: ["", "🎉👍🏽", String(repeating: "price board ", count: 90_000), "Was kostet die Lizenz?", "価格はいくらですか", "\u{0}\u{FFFD}\u{202E}"])
    func everyTextGetsAnAnswer(_ text: String) async throws {
        #expect(try await suggested(text).count == 2)
    }

    @Test func whatWasLearntIsKeptAndNotTakenForAnother() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let shelf = try shelf(folder)
        let first = try await shelf.suggester(Self.book)
        let again = try await shelf.suggester(Self.book)
        #expect(again.model == first.model)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
        var other = Self.book
        other.codes[0].examples.append(CodeExample("Mauve flamingos.", codes: ["price"]))
        #expect(try await shelf.suggester(other).model != first.model)
        // A file that was damaged is learnt anew.
        try Data("{\"mark\":".utf8).write(to: folder.appendingPathComponent("talk-words.json"))
        #expect(try await shelf.suggester(Self.book).model == first.model)
    }

    /// By hand: of three texts, the first is right, the second is taken for the wrong code, the third carries none and gets none.
    @Test func figuresAreCounted() {
        var figures = CodeFigures(codes: ["a", "b"])
        figures.count([SuggestedCode(code: "a", score: 0.9), SuggestedCode(code: "b", score: 0.2)], right: ["a"])
        figures.count([SuggestedCode(code: "a", score: 0.8), SuggestedCode(code: "b", score: 0.1)], right: ["b"])
        figures.count([SuggestedCode(code: "b", score: 0.4), SuggestedCode(code: "a", score: 0.1)], right: [])
        #expect(figures.codes[0].precision == 0.5)
        #expect(figures.codes[0].recall == 1)
        #expect(figures.codes[1].precision == nil)
        #expect(figures.codes[1].recall == 0)
        #expect(figures.bestRight == 1)
        #expect(figures.bestThreeRight == 2)
        #expect(figures.noneRight == 1)
        #expect(figures.uncoded == 1)
        // F1 of a: 2·1 / (1 + 2); of b: 0; their mean.
        #expect(abs((figures.meanF1 ?? 0) - 1.0 / 3) < 1e-9)
    }

    /// Of two codes close to each other both are said; one far below is not.
    @Test func whatComesCloseToTheBestIsChosenToo() {
        let chosen = CodeSuggester.chosen([SuggestedCode(code: "a", score: 0.8), SuggestedCode(code: "b", score: 0.7), SuggestedCode(code: "c", score: 0.55)])
        // Odds 4, 2.33 and 1.22: half of 4 is 2.
        #expect(chosen.map(\.code) == ["a", "b"])
    }
}
