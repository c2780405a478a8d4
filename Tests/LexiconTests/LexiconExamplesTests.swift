import Covalence
import Foundation
import Language
import Testing

/// The lexicon's own examples, each written by hand next to the entry that must or must not see it.
@Suite struct LexiconExamplesTests {
    @Test(arguments: ["meeting-interaction.en", "sale-terms.en"]) func builtInExamplesHold(name: String) throws {
        let lexicon = try Lexicon.bundled(name)
        let failures = try lexicon.failingExamples()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test(arguments: ["meeting-interaction.en", "sale-terms.en"]) func everyEntryHasExamplesOfBothKinds(name: String) throws {
        let lexicon = try Lexicon.bundled(name)
        for entry in lexicon.entries {
            #expect(!entry.matches.isEmpty, "\(entry.code): \(entry.name) has no matches")
            #expect(!entry.not.isEmpty, "\(entry.code): \(entry.name) has no counter-examples")
        }
    }
}
