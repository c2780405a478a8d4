import Covalence
import Foundation
import Language
import Testing

/// What a lexicon file may hold, what is refused and how, and what patterns see.
@Suite struct LexiconFileTests {
    static func file(_ entry: String, lists: String = "") -> String {
        "name: Ours\nlanguage: en\nversion: 1\n\(lists)entries:\n\(entry)"
    }

    /// The marks in one utterance by a customer.
    static func marks(_ text: String, _ yaml: String, speaker: String = "Pia Berg") throws -> [ContentMark] {
        let id = Identifier<Participant>(UUID())
        let transcript = Transcript(id: Identifier(UUID()), language: "en", speakers: ["a"], utterances: [Utterance(speaker: 0, text: text)])
        let cast = Cast(participants: [Participant(id: id, name: speaker, side: .customer)], labels: ["a": id])
        return try LexiconRecognizer(Lexicon(yaml: yaml)).marks(in: Conversation(transcript: transcript, cast: cast), acts: nil)
    }

    static func pattern(_ pattern: String) -> String { file("  - code: x\n    name: n\n    patterns:\n      - \"\(pattern)\"\n") }

    @Test(arguments: [
        ("save# us", "It saves us work", "saves us"),
        ("save# us", "It um saves, uh, us us work", "saves, uh, us us"),
        ("we are late", "Sorry, we’re late again", "we’re late"),
        ("would not fit", "That wouldnt fit", "wouldnt fit"),
        ("(cut|reduce) *3 by <percent>", "We cut the whole scrap by ten percent", "cut the whole scrap by ten percent"),
        ("on <date>", "Come on Tuesday the 14th then", "on Tuesday the 14th"),
        ("<money> a month", "about € 1,200 a month", "€ 1,200 a month"),
        ("ask <person>", "you could ask pia", "ask pia"),
        ("really? good", "Ça va, naïve — it is really good", "really good"),
    ])
    func patternsCoverTheWordsTheyMatch(_ pattern: String, _ text: String, _ covered: String) throws {
        let marks = try Self.marks(text, Self.pattern(pattern))
        let range = try #require(marks.first?.range)
        let scalars = Array(text.unicodeScalars)
        #expect(String(String.UnicodeScalarView(scalars[range])) == covered)
    }

    @Test(arguments: [
        ("save us", "It saved. Us too"), ("(cut|reduce) *2 by", "cut one two three by"), ("<money>", "twelve people"), ("on <date>", "on time"),
        ("ask <person>", "ask somebody"),
    ])
    func patternsDoNotReachFurther(_ pattern: String, _ text: String) throws {
        #expect(try Self.marks(text, Self.pattern(pattern)).isEmpty)
    }

    @Test(arguments: [
        ("", 0), ("- a\n- b", 1), ("name: x\nlanguage: en\nversion: 1\n", 1), ("name: [", 0), (file("  - name: n\n"), 5),
        (file("  - code: x\n    name: n\n    side: buyer\n    patterns: [a]\n"), 5), (file("  - code: x\n    name: n\n"), 5),
        (file("  - code: x\n    name: n\n    patterns: [\"(a\"]\n"), 5), (file("  - code: x\n    name: n\n    patterns: [\"* a\"]\n"), 5),
        (file("  - code: x\n    name: n\n    patterns: [\"<nothing>\"]\n"), 5), (file("  - code: x\n    name: n\n    patterns: [\"a?\"]\n"), 5),
        (file("  - code: x\n    name: n\n    strength: 3\n    patterns: [a]\n"), 5),
        (file("  - code: x\n    name: n\n    pattern: [a]\n"), 7),
        (file("  - code: x\n    name: n\n    patterns: [a]\n", lists: "lists: {a: [<b>], b: [<a>]}\n"), 0),
    ])
    func brokenFilesAreRefusedWithTheirPlace(_ yaml: String, _ line: Int) throws {
        do {
            _ = try Lexicon(yaml: yaml, file: "mine.yaml")
            Issue.record("accepted")
        } catch {
            #expect(error.file == "mine.yaml")
            #expect(error.description.hasPrefix("mine.yaml"))
            #expect(!error.problem.isEmpty && error.remedy.hasSuffix("."))
            if line > 0 { #expect(error.line == line) }
        }
    }

    @Test func ownEntriesExtendAndReplace() throws {
        let ours = try Lexicon(yaml: Self.file("  - {code: x, name: one, patterns: [alpha]}\n  - {code: x, name: two, patterns: [beta]}\n"))
        let theirs = try Lexicon(yaml: Self.file("  - {code: x, name: two, patterns: [gamma]}\n  - {code: y, name: one, patterns: [delta]}\n"))
        let joined = try ours.extended(by: theirs)
        #expect(joined.entries.map(\.patterns) == [["alpha"], ["gamma"], ["delta"]])
        let finnish = try Lexicon(yaml: "name: F\nlanguage: fi\nversion: 1\nentries: [{code: x, name: n, patterns: [a]}]")
        #expect(throws: Lexicon.Failure.self) { try ours.extended(by: finnish) }
    }

    @Test func languagesAreToldApart() throws {
        let recognizer = try LexiconRecognizer(Lexicon(yaml: Self.pattern("a")))
        #expect(recognizer.engine == "words-en/1")
        #expect(recognizer.reads("en") && recognizer.reads("en-GB"))
        #expect(!recognizer.reads("fi") && !recognizer.reads(""))
        #expect(try Lexicon.meetingInteraction("en-US") != nil)
        #expect(try Lexicon.meetingInteraction("../en") == nil)
    }

    @Test func hostileTextIsRead() throws {
        let lexicon = try #require(try Lexicon.meetingInteraction("en"))
        let recognizer = try LexiconRecognizer(lexicon)
        var generator = SystemRandomNumberGenerator()
        var texts = ["", "'''", "?!?!", String(repeating: "we need to ", count: 3000), "€€€ 1,,2 %", "\u{202E}שלום 👩‍👩‍👧 \u{0}", "1.2.3.", "don't'"]
        for _ in 0..<200 {
            var view = String.UnicodeScalarView()
            for _ in 0..<40 { if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator)) { view.append(scalar) } }
            texts.append(String(view))
        }
        let transcript = Transcript(id: Identifier(UUID()), speakers: ["a"], utterances: texts.map { Utterance(speaker: 0, text: $0) })
        let id = Identifier<Participant>(UUID())
        let conversation = Conversation(
            transcript: transcript, cast: Cast(participants: [Participant(id: id, name: "A", side: .customer)], labels: ["a": id])
        )
        for mark in recognizer.marks(in: conversation, acts: nil) {
            let whole = conversation.utterances[mark.utterance].range
            #expect(mark.range.lowerBound >= whole.lowerBound && mark.range.upperBound <= whole.upperBound && !mark.range.isEmpty)
        }
    }
}
