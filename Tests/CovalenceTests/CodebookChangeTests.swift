import Covalence
import Testing

struct CodebookChangeTests {
    private func book(_ codes: [Code], without: [CodeExample] = []) -> Codebook {
        Codebook(name: "a", title: "A", version: 1, language: "en", source: "", codes: codes, withoutCode: without)
    }

    @Test func everyDifferenceIsSaid() {
        let old = book([
            Code(slug: "stays", title: "Stays", definition: "It."),
            Code(slug: "goes", title: "Goes", definition: "It."),
            Code(slug: "moves", title: "Moves", definition: "It.", examples: [CodeExample("a", codes: ["moves"]), CodeExample("b", codes: ["moves"])]),
        ])
        let new = book([
            Code(slug: "stays", title: "Stays", definition: "It.", codes: [
                Code(slug: "moves", title: "Moves", definition: "It, better.", examples: [CodeExample("b", codes: ["moves"]), CodeExample("c", codes: ["moves"]), CodeExample("d", codes: ["moves"])]),
            ]),
            Code(slug: "comes", title: "Comes", definition: "It."),
        ], without: [CodeExample("hello")])
        let change = CodebookChange(from: old, to: new)
        #expect(change.added == ["comes"])
        #expect(change.removed == ["goes"])
        #expect(change.changed == [.init(slug: "moves", what: ["moved under stays", "definition", "examples: 2 more, 1 less"])])
        #expect(change.withoutCode)
        #expect(!change.isEmpty)
    }

    @Test func theSameDiffersInNothing() {
        let same = book([Code(slug: "a", title: "A", definition: "It.", examples: [CodeExample("x", codes: ["a"])])])
        #expect(CodebookChange(from: same, to: same).isEmpty)
    }
}
