import Covalence
import Foundation
import Testing
@testable import Language

struct BuiltInCodebookTests {
    @Test(arguments: BuiltInCodebooks.names)
    func everyCodeIsDefinedAndHasManyExamples(_ name: String) throws {
        let book = try #require(try BuiltInCodebooks.codebook(name))
        #expect(book.name == name)
        #expect(!book.source.isEmpty)
        #expect(book.withoutCode.count >= 60)
        for code in book.leaves {
            #expect(code.examples.count >= 25, "\(code.slug)")
            #expect(code.counterExamples.count >= 4, "\(code.slug)")
            #expect(code.whenToUse != nil && code.whenNotToUse != nil && !code.units.isEmpty && !code.sides.isEmpty, "\(code.slug)")
        }
        let texts = book.leaves.flatMap(\.examples).map { $0.text.lowercased() }
        #expect(Set(texts).count == texts.count, "an example stands twice")
    }

    /// The slugs of the fourteen tasks, as the specification has them.
    @Test func valueCreationHasTheFourteenTasks() throws {
        let book = try #require(try BuiltInCodebooks.codebook("value-creation"))
        #expect(book.codes.map(\.slug) == ["jointness", "balanced-initiative", "interacted-value", "socio-cognitive-construction"])
        #expect(book.leaves.map(\.slug) == [
            "identify-key-relational-processes", "interface-resources", "connect-to-value-network", "identify-and-activate-relevant-actors",
            "foster-two-way-communication", "enable-mutual-learning", "establish-co-leadership", "facilitate-interactions", "manage-emergent-situations",
            "recognize-value-related-patterns", "freeze-value-providing-solutions", "disclose-actors-perceptions-of-value", "enable-mutual-understanding",
            "create-collective-meaning",
        ])
    }

    @Test func anUnknownNameIsNone() throws {
        #expect(try BuiltInCodebooks.codebook("../Lexicons/en") == nil)
    }

    /// What is measured on is not what was learnt from: no passage shares eight words in a row with an example.
    @Test(arguments: ["value-creation", "meeting-interaction", "strategic-selling"])
    func passagesAreKeptApart(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        let file = root.appendingPathComponent("Benchmarks/Codes/passages/\(name).jsonl").standardizedFileURL
        let passages = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try JSONDecoder().decode(Passage.self, from: Data($0.utf8)).text }
        #expect(passages.count > 100)
        var learnt: Set<String> = []
        for other in BuiltInCodebooks.names {
            guard let book = try BuiltInCodebooks.codebook(other) else { continue }
            for lesson in CodeSuggester.lessons(of: book) { learnt.formUnion(Self.runs(lesson.input.text)) }
        }
        let shared = passages.filter { !learnt.isDisjoint(with: Self.runs($0)) }
        #expect(shared.isEmpty)
    }

    private struct Passage: Decodable { var text: String }

    /// Eight words in a row; what is shorter, whole, from four words on: “Yes, of course.” is anybody's.
    private static func runs(_ text: String) -> Set<String> {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.count >= 4 else { return [] }
        guard words.count >= 8 else { return [words.joined(separator: " ")] }
        return Set((0...words.count - 8).map { words[$0..<$0 + 8].joined(separator: " ") })
    }
}
