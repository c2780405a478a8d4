import Covalence
@testable import Language
import Testing

@Suite("Lessons from decisions")
struct DecisionLessonsTests {
    private static let book = Codebook(name: "t", title: "T", version: 2, language: "en", source: "", codes: [
        Code(slug: "a", title: "A", definition: "a"), Code(slug: "b", title: "B", definition: "b"),
    ])

    private func lesson(_ carries: Set<String>, _ doesNotCarry: Set<String>) -> CodeSuggester.Lesson? {
        CodeSuggester.lessons(from: [.init(SuggesterInput("words"), carries: carries, doesNotCarry: doesNotCarry)], in: Self.book).first
    }

    @Test("a yes counts twice an example, with all codes the text carries; a no alone is half a lesson that there is none")
    func weights() {
        #expect(lesson(["b", "a"], [])?.codes == ["a", "b"] && lesson(["a"], [])?.weight == 2)
        #expect(lesson(["a"], ["b"])?.codes == ["a"])
        #expect(lesson([], ["a", "b"])?.codes == [] && lesson([], ["a"])?.weight == 0.5)
    }

    @Test("codes that are gone teach nothing")
    func gone() {
        #expect(lesson(["gone"], []) == nil)
        #expect(lesson([], ["gone"]) == nil)
        // It carried something; what it is now nobody said.
        #expect(lesson(["gone"], ["a"]) == nil)
        #expect(lesson(["gone", "a"], [])?.codes == ["a"])
    }
}
