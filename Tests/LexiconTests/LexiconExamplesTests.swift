import Covalence
import Foundation
import Language
import Testing

/// The lexicon's own examples, each written by hand next to the entry that must or must not see it.
@Suite struct LexiconExamplesTests {
    @Test func builtInExamplesHold() throws {
        let lexicon = try #require(try Lexicon.meetingInteraction("en"))
        let failures = try lexicon.failingExamples()
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func everyEntryHasExamplesOfBothKinds() throws {
        let lexicon = try #require(try Lexicon.meetingInteraction("en"))
        for entry in lexicon.entries {
            #expect(!entry.matches.isEmpty, "\(entry.code): \(entry.name) has no matches")
            #expect(!entry.not.isEmpty, "\(entry.code): \(entry.name) has no counter-examples")
        }
    }
}
