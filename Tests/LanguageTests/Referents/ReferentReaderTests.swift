import Testing
@testable import Language

/// Expected values were written down by reading the sentences.
@Suite("Of whom words speak")
struct ReferentReaderTests {
    private let reader = ReferentReader(names: ["Paula Keller", "Jonas Rautio", "Mark Hill"])

    @Test("of the speaker, of others, or unclear", arguments: [
        ("Look, in the end it's my signature under the contract.", ReferentReader.Referent.speaker),
        ("I've got the money for this in my own cost centre.", .speaker),
        ("As the director I sign it myself.", .speaker),
        ("So the final word is with our managing director, she can overrule all of us.", .others),
        ("My boss signs those.", .others),
        ("I think the board decides that.", .others),
        ("Well, he told me it goes to the owner.", .others),
        ("I decide, and my boss signs.", .unclear),
        ("We need it before the winter.", .unclear),
        ("", .unclear),
    ])
    func referents(text: String, expected: ReferentReader.Referent) { #expect(reader.read(text).referent == expected) }

    @Test("names with titles and known names, each once, as they were said", arguments: [
        ("Mrs Okafor is the one, and Okafor never waits.", ["Mrs Okafor"]),
        ("It goes to Paula Keller first, then to Jonas.", ["Paula Keller", "Jonas"]),
        ("Paula's signature is what counts.", ["Paula"]),
        ("Final release is Dr. Brandl, our managing director.", ["Dr Brandl"]),
        ("We met in Oslo on Monday.", []),
        ("Mark the date in your calendar.", []),
    ])
    func names(text: String, expected: [String]) { #expect(reader.read(text).names == expected) }

    @Test("who is only spoken to is not spoken of", arguments: [
        "Paula, could you send us the drawing?", "Thank you for the coffee, Paula.", "And what do you think, Jonas?",
    ])
    func addressed(text: String) { #expect(reader.read(text).names.isEmpty) }
}

/// Expected values were written down by reading the sentences.
@Suite("Numbers with what they count")
struct QuantityReaderTests {
    @Test("numbers are read with their units; others are none", arguments: [
        ("It saves us 12 % of the water.", [QuantityReader.Quantity(12, "%")]),
        ("About 1,250.5 euros a month, and 3 hours a week.", [.init(1250.5, "euros"), .init(3, "hours")]),
        ("That's €240k a year.", [.init(240_000, "euros")]),
        ("We are 14 percent down.", [.init(14, "%")]),
        ("1.5 million kroner, in 2026, line 2.", []),
        ("Nobody counts.", []),
    ])
    func quantities(text: String, expected: [QuantityReader.Quantity]) { #expect(QuantityReader.quantities(in: text) == expected) }
}
