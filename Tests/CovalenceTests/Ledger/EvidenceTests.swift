import Covalence
import Foundation
import Testing

@Suite("Corrected words and the evidence on them")
struct EvidenceTests {
    private let first: Identifier<Transcript> = makeIdentifier(1)
    private let second: Identifier<Transcript> = makeIdentifier(2)

    private func transcript(_ texts: [String]) -> Transcript {
        Transcript(id: first, speakers: ["A"], utterances: texts.map { Utterance(speaker: 0, text: $0) })
    }

    /// Where a range lands, the words there, and whether they changed.
    private func carry(_ old: [String], _ corrections: [Int: String], _ range: Range<Int>) throws -> (words: String, changed: Bool, range: Range<Int>) {
        let before = transcript(old)
        let after = before.correcting(corrections, as: second)
        let carrier = try #require(EvidenceCarrier(from: before, to: after))
        let words = carrier.carry(Evidence.Words(transcript: first, range: range))
        #expect(words.transcript == second)
        return (slice(after, words.range), words.wordsChanged, words.range)
    }

    private func slice(_ transcript: Transcript, _ range: Range<Int>) -> String {
        let scalars = Array(transcript.utterances.map(\.text).joined(separator: "\n").unicodeScalars)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
        return String(text)
    }

    @Test func correctingMakesTheNextVersion() {
        let after = transcript(["one", "two"]).correcting([1: " 2\nand\r\na half ", 7: "nowhere"], as: second)
        #expect(after.utterances.map(\.text) == ["one", "2 and a half"])
        #expect(after.version == 2)
        #expect(after.corrects == first)
        #expect(after.id == second)
    }

    // "we use the old tool" / "it is slow": the first utterance is scalars 0..<19, the second 20..<30.
    @Test func rangesBeforeAChangeStay() throws {
        let carried = try carry(["we use the old tool", "it is slow"], [0: "we use the cold pool"], 0..<6)
        #expect(carried.range == 0..<6)
        #expect(!carried.changed)
    }

    @Test func rangesAfterAChangeMove() throws {
        // One scalar more in the first utterance.
        let later = try carry(["we use the old tool", "it is slow"], [0: "we use the cold tool"], 20..<30)
        #expect(later.words == "it is slow")
        #expect(later.range == 21..<31)
        #expect(!later.changed)
        let same = try carry(["we use the old tool"], [0: "we use the cold tool"], 15..<19)
        #expect(same.words == "tool")
        #expect(!same.changed)
    }

    @Test func rangesThatHoldAChangeCoverTheNewWords() throws {
        let around = try carry(["we use the old tool"], [0: "we use the cold pool"], 7..<19)
        #expect(around.words == "the cold pool")
        #expect(around.changed)
        // The differing part is "old t" against "cold p": a range that ends within it covers all of it.
        let half = try carry(["we use the old tool"], [0: "we use the cold pool"], 7..<13)
        #expect(half.words == "the cold p")
        #expect(half.changed)
    }

    @Test func wordsPutInBesideARangeDoNotBelongToIt() throws {
        // "b" 2..<3; "X " is put in right before it.
        let before = try carry(["a b c"], [0: "a X b c"], 2..<3)
        #expect(before.words == "b")
        #expect(!before.changed)
        // "a " 0..<2 ends where it is put in.
        let after = try carry(["a b c"], [0: "a X b c"], 0..<2)
        #expect(after.words == "a ")
        #expect(!after.changed)
        let within = try carry(["a b c"], [0: "a X b c"], 0..<3)
        #expect(within.words == "a X b")
        #expect(within.changed)
    }

    @Test func takenOutWordsChangeTheRangeThatHeldThem() throws {
        let held = try carry(["really good work"], [0: "good work"], 0..<11)
        #expect(held.words == "good")
        #expect(held.changed)
        let gone = try carry(["really good work"], [0: "good work"], 0..<6)
        #expect(gone.range.isEmpty)
        #expect(gone.changed)
        let kept = try carry(["really good work"], [0: "good work"], 12..<16)
        #expect(kept.words == "work")
        #expect(!kept.changed)
    }

    @Test func rangesMayCoverSeveralUtterances() throws {
        let carried = try carry(["one", "two", "three"], [1: "twenty two"], 0..<13)
        #expect(carried.words == "one\ntwenty two\nthree")
        #expect(carried.changed)
    }

    @Test func countsScalarsInEmojiAndAccents() throws {
        // The family is 5 scalars (3 people, 2 joiners); "e" with a combining acute is 2.
        let old = ["👩‍👩‍👧 cafe\u{301} now"]
        let now = try carry(old, [0: "👩‍👩‍👧 cafe\u{301} right now"], 12..<15)
        #expect(now.words == "now")
        #expect(!now.changed)
        // Composed the other way the text is equal to Swift, and one scalar shorter.
        let composed = try carry(old, [0: "👩‍👩‍👧 caf\u{E9} now"], 12..<15)
        #expect(composed.words == "now")
        #expect(composed.range == 11..<14)
        let accent = try carry(old, [0: "👩‍👩‍👧 caf\u{E9} now"], 6..<11)
        #expect(accent.words.unicodeScalars.elementsEqual("caf\u{E9}".unicodeScalars))
        #expect(accent.changed)
    }

    @Test func otherTranscriptsAndOtherShapesAreLeftAlone() throws {
        let before = transcript(["a", "b"])
        let carrier = try #require(EvidenceCarrier(from: before, to: before.correcting([0: "x"], as: second)))
        let foreign = Evidence.Words(transcript: makeIdentifier(9), range: 0..<1)
        #expect(carrier.carry(foreign) == foreign)
        #expect(EvidenceCarrier(from: before, to: transcript(["a"])) == nil)
        // A mark once set stays, and bounds that make no sense do not crash.
        #expect(carrier.carry(Evidence.Words(transcript: first, range: 2..<3, wordsChanged: true)).wordsChanged)
        var broken = Evidence.Words(transcript: first, range: 0..<0)
        broken.lower = 900
        broken.upper = -3
        #expect(carrier.carry(broken).range.lowerBound >= 0)
        broken.lower = -40
        #expect(carrier.carry(broken).range.lowerBound >= 0)
    }

    /// What must hold of every correction: a range that is not marked has the same words as before, and every range lies in the text.
    @Test func unmarkedRangesKeepTheirWords() throws {
        var generator = SeededGenerator(seed: 42)
        let letters: [Unicode.Scalar] = ["a", "b", "c", "é", "\u{301}", "🙂", "x"]
        func text() -> String {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...6, using: &generator) { view.append(letters.randomElement(using: &generator) ?? "a") }
            return String(view)
        }
        for _ in 0..<4000 {
            let before = transcript((0..<3).map { _ in text() })
            var corrections: [Int: String] = [:]
            for index in 0..<3 where Bool.random(using: &generator) { corrections[index] = text() }
            let after = before.correcting(corrections, as: second)
            let carrier = try #require(EvidenceCarrier(from: before, to: after))
            let length = (before.offsets.starts.last ?? 1) - 1
            let lower = Int.random(in: 0...length, using: &generator)
            let upper = Int.random(in: lower...length, using: &generator)
            guard lower < upper else { continue }
            let carried = carrier.carry(Evidence.Words(transcript: first, range: lower..<upper))
            let newLength = (after.offsets.starts.last ?? 1) - 1
            #expect(carried.lower >= 0 && carried.lower <= carried.upper && carried.upper <= newLength)
            if !carried.wordsChanged {
                let old = slice(before, lower..<upper)
                let new = slice(after, carried.range)
                #expect(Array(old.unicodeScalars) == Array(new.unicodeScalars), "\(before.utterances.map(\.text)) → \(after.utterances.map(\.text)), \(lower)..<\(upper)")
            }
        }
    }
}
