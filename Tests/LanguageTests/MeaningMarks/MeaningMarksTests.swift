import Covalence
import Foundation
import Testing
@testable import Language

/// Shares are written by hand; what a model makes of words is measured by `covalence-benchmarks meaning`.
@Suite("Marks by meaning")
struct MeaningMarksTests {
    private func conversation(_ lines: [(String, String)]) -> Conversation {
        let labels = ["S", "C"]
        var cast = Cast(labels: labels, makeID: { Identifier(UUID()) })
        for index in cast.participants.indices { cast.participants[index].side = cast.participants[index].name == "S" ? .seller : .customer }
        return Conversation(
            transcript: Transcript(
                id: Identifier(UUID()), language: "en", speakers: labels,
                utterances: lines.map { line in Utterance(speaker: labels.firstIndex(of: line.0), text: line.1) }
            ),
            cast: cast
        )
    }

    private func scores(_ rows: [(utterances: Range<Int>, shares: [String: Double])], in conversation: Conversation, codes: [String] = ["objection", "price", "next-step", "benefit", "small-talk"]) -> MeaningScores {
        MeaningScores(engine: "meaning-en/1", codes: codes, rows: rows.map { row in
            MeaningScores.Row(
                utterances: row.utterances,
                range: conversation.utterances[row.utterances.lowerBound].range.lowerBound..<conversation.utterances[row.utterances.upperBound - 1].range.upperBound,
                shares: row.shares
            )
        })
    }

    private func mark(_ code: String, _ utterance: Int, _ range: Range<Int>, _ attributes: [String: String] = [:]) -> ContentMark {
        ContentMark(code: code, utterance: utterance, range: range, attributes: attributes, strength: 0.6, rule: "words")
    }

    @Test("words that meaning confirms keep their range and attributes; words of which it sees no trace go; codes that it does not know stay")
    func confirms() {
        let talk = conversation([("C", "That would save us a whole lot of money."), ("C", "It is far too dear for our house.")])
        let words = [mark("benefit", 0, 5..<15, ["effect": "saving"]), mark("objection", 1, 41..<50), mark("money", 1, 41..<45)]
        let marks = MeaningMarks(scores([(0..<1, ["benefit": 0.7]), (1..<2, ["price": 0.3])], in: talk)).marks(confirming: words, in: talk)
        #expect(marks.map(\.code) == ["benefit", "money"])
        #expect(marks[0].range == 5..<15 && marks[0].attributes == ["effect": "saving"] && marks[0].strength == 0.7 && marks[0].origin == .both)
        #expect(marks[0].rule.contains("meaning-en/1"))
        #expect(marks[1] == words[2])
    }

    @Test("a weak trace leaves the mark as words made it, and adds none")
    func weak() {
        let talk = conversation([("C", "It is far too dear for our house.")])
        let words = [mark("objection", 0, 0..<9)]
        let read = MeaningMarks(scores([(0..<1, ["objection": 0.05, "benefit": 0.39])], in: talk))
        #expect(read.marks(confirming: words, in: talk) == words)
    }

    @Test("what meaning alone is sure of is marked over its sentences, without attributes that it cannot know")
    func adds() throws {
        let talk = conversation([("C", "We might as well meet again Thursday."), ("C", "And it pays for itself in a year.")])
        let words = [mark("date", 0, 28..<36, ["when": "thursday"])]
        let marks = MeaningMarks(scores([(0..<1, ["next-step": 0.6]), (1..<2, ["benefit": 0.41, "price": 0.5, "objection": 0.45])], in: talk)).marks(confirming: words, in: talk)
        let step = try #require(marks.first { $0.code == "next-step" })
        #expect(step.range == 0..<37 && step.attributes == ["when": "thursday"] && step.origin == .meaning && step.strength == 0.6)
        let benefit = try #require(marks.first { $0.code == "benefit" })
        #expect(benefit.utterance == 1 && benefit.range == 38..<71 && benefit.attributes.isEmpty)
        // Price needs 0.8 and objection 0.5.
        #expect(Set(marks.map(\.code)) == ["date", "next-step", "benefit"])
    }

    @Test("where the same speaker's words right beside it carry the code, it is not marked twice; beside another speaker's it is")
    func beside() {
        let talk = conversation([("C", "I do not see it."), ("C", "It does not fit with how we work."), ("S", "I do not see it."), ("C", "It does not fit with how we work.")])
        let words = [mark("objection", 0, 0..<4), mark("objection", 2, 51..<55)]
        let marks = MeaningMarks(scores([(1..<2, ["objection": 0.9]), (3..<4, ["objection": 0.9])], in: talk)).marks(confirming: words, in: talk)
        #expect(marks.map(\.utterance) == [0, 2, 3])
    }

    @Test("small talk and feelings stay with words, whatever the meaning")
    func ofWords() {
        let talk = conversation([("C", "The snow is quite something today.")])
        let words = [mark("small-talk", 0, 0..<8)]
        #expect(MeaningMarks(scores([(0..<1, [:])], in: talk)).marks(confirming: words, in: talk) == words)
    }

    @Test("a code of several utterances stands in the one that says most")
    func several() {
        let talk = conversation([("C", "it does not"), ("C", "fit in with how we work here")])
        let marks = MeaningMarks(scores([(0..<2, ["objection": 0.9])], in: talk)).marks(confirming: [], in: talk)
        #expect(marks.map(\.utterance) == [1] && marks.map(\.range) == [12..<40])
    }

    @Test("scores of other words than these do no harm")
    func foreign() {
        let talk = conversation([("C", "Short now.")])
        let foreign = MeaningScores(engine: "meaning-en/1", codes: ["price"], rows: [
            .init(utterances: 0..<1, range: 500..<900, shares: ["price": 0.9]), .init(utterances: 7..<9, range: 1..<2, shares: ["price": 0.9]),
        ])
        let marks = MeaningMarks(foreign).marks(confirming: [], in: talk)
        #expect(marks.map(\.utterance) == [0] && marks[0].range == 0..<10)
    }

    @Test("shares of a text add up to 1 with that of none")
    func shares() {
        // Odds 3 and 1 against none's 1: of 5 parts, 3 and 1.
        let shares = MeaningScores.shares(of: [SuggestedCode(code: "a", score: 0.75), SuggestedCode(code: "b", score: 0.5), SuggestedCode(code: "c", score: 0.001)])
        #expect(shares.keys.sorted() == ["a", "b"])
        #expect(abs((shares["a"] ?? 0) - 0.6) < 0.001 && abs((shares["b"] ?? 0) - 0.2) < 0.001)
    }

    // MARK: Passages

    @Test("short listening is left out; a sentence that is cut by pauses is one passage; another speaker ends it")
    func passages() {
        let talk = conversation([
            ("S", "Mm-hmm."), ("C", "so what we would need"), ("C", "is a way to see it"), ("S", "yes"), ("C", "before the night shift begins."), ("C", "That is all there is."),
        ])
        let passages = TalkPassage.passages(of: talk)
        #expect(passages.map(\.utterances) == [1..<3, 4..<5, 5..<6])
        #expect(passages[0].text == "so what we would need is a way to see it")
    }

    @Test("a long utterance is read sentences by sentences, which together are it")
    func long() {
        let sentence = "One two three four five six seven eight nine ten. "
        let text = String(repeating: sentence, count: 10).trimmingCharacters(in: .whitespaces)
        let talk = conversation([("S", "Hello to everybody here today."), ("C", text)])
        let passages = TalkPassage.passages(of: talk)
        // 100 words, 40 at most at once: 40, 40, 20.
        #expect(passages.map(\.utterances) == [0..<1, 1..<2, 1..<2, 1..<2])
        #expect(passages.dropFirst().map(\.text).joined() == text)
        #expect(passages[1].range.lowerBound == 31 && passages[1].range.upperBound == passages[2].range.lowerBound && passages[3].range.upperBound == 31 + text.count)
    }

    @Test("bad input is bounded: a megabyte in one utterance, nothing but emoji, nothing at all, many short sentences")
    func bad() {
        #expect(TalkPassage.passages(of: conversation([("C", String(repeating: "a ", count: 500_000))])).allSatisfy { $0.text.utf8.count <= 20_000 })
        #expect(TalkPassage.passages(of: conversation([("C", String(repeating: "ab. ", count: 250_000))])).count == 64)
        #expect(TalkPassage.passages(of: conversation([("C", String(repeating: "🥐 ", count: 1_000)), ("S", "")])).isEmpty)
    }

    // MARK: Kept

    @Test("scores come back as they were kept, to the thousandth; what was cut short or belongs to others is refused")
    func kept() throws {
        let talk = conversation([("C", "It is far too dear for our house."), ("C", "We will see about that.")])
        let made = scores([(0..<1, ["objection": 0.125, "price": 0.5]), (1..<2, [:])], in: talk)
        let data = try made.kept()
        #expect(MeaningScores(kept: data, engine: "meaning-en/1", count: 2) == made)
        #expect(MeaningScores(kept: data, engine: "meaning-en/1", count: 1) == nil)
        #expect(MeaningScores(kept: data.dropLast(5), engine: "meaning-en/1", count: 2) == nil)
        for wrong in [#"{"codes":["a"],"rows":[[0,1,0,5,7,100]]}"#, #"{"codes":["a"],"rows":[[0]]}"#, #"{"codes":["a"],"rows":[[1,0,0,5]]}"#, #"{"codes":[],"rows":[[0,1,-1,5]]}"#] {
            #expect(MeaningScores(kept: Data(wrong.utf8), engine: "e", count: 2) == nil, "\(wrong)")
        }
    }

    @Test("corrected words lose their scores, those behind them move")
    func carried() {
        let before = [Utterance(speaker: 0, text: "Hello you there now"), Utterance(speaker: 1, text: "It is far too dear")]
        let after = [Utterance(speaker: 0, text: "Hello"), before[1]]
        let made = MeaningScores(engine: "m", codes: ["price"], rows: [
            .init(utterances: 0..<1, range: 0..<19, shares: ["price": 0.1]), .init(utterances: 1..<2, range: 20..<38, shares: ["price": 0.9]),
        ])
        let carried = made.carried(changing: [0], from: TextOffsets(before), to: TextOffsets(after))
        #expect(carried.rows == [.init(utterances: 1..<2, range: 6..<24, shares: ["price": 0.9])])
        let replaced = made.carried(to: TextOffsets(after))
        #expect(replaced.rows.map(\.range) == [0..<5, 6..<24])
    }
}
