import Covalence
import MeetingInteraction
import Testing

/// Marks that only a model of meaning made, written by hand.
@Suite("Marks that rest on meaning alone")
struct MeaningOriginTests {
    private func read(_ script: String, _ marks: [(code: String, utterance: Int, origin: ContentMark.Origin)]) -> MeetingReading {
        let meeting = Meeting(script)
        return MeetingReading.read(meeting.conversation, annotations: Annotations(
            acts: meeting.acts,
            marks: marks.map { mark in
                ContentMark(
                    code: mark.code, utterance: mark.utterance, range: meeting.conversation.utterances[mark.utterance].range, strength: 0.7, rule: "by hand", origin: mark.origin
                )
            },
            engine: "meaning-en/1+words-en/2"
        ))
    }

    private let script = """
        S: We looked at the figures of last year again.
        C: It pays for itself within a year, I would say.
        S: Good to hear that from you.
        C: Tell me what happens with our old records afterwards.
        """

    @Test("a benefit whose effect nobody read is not said to have none")
    func effect() {
        let meaning = read(script, [("benefit", 1, .meaning)]).findings(of: .benefit)
        #expect(meaning.count == 1 && meaning[0].attributes["effect"] == nil)
        let words = read(script, [("benefit", 1, .words)])
        #expect(words.findings(of: .benefit).map { $0.attributes["effect"] } == ["none"])
        #expect(words.statement("benefit")?.happened.value?.contains("none with a stated effect") == true)
        #expect(read(script, [("benefit", 1, .meaning)]).statement("benefit")?.happened.value?.contains("not known") == true)
    }

    /// Marks of one kind in words, each with what it says beside it; nil where meaning alone made it.
    private func statement(_ code: String, _ key: String, _ said: [(utterance: Int, value: String?)]) -> String? {
        let meeting = Meeting(script)
        let marks = said.map { utterance, value in
            ContentMark(
                code: code, utterance: utterance, range: meeting.conversation.utterances[utterance].range, attributes: value.map { [key: $0] } ?? [:],
                strength: 0.7, rule: "by hand", origin: value == nil ? .meaning : .words
            )
        }
        let annotations = Annotations(acts: meeting.acts, marks: marks, engine: "meaning-en/1+words-en/2")
        return MeetingReading.read(meeting.conversation, annotations: annotations).statement(code)?.happened.value
    }

    @Test("a line of two kinds is one doubt, and one of which it was not said is named: the numbers add up")
    func doubts() throws {
        let both = try #require(statement("objection", "to", [(1, "fit"), (1, "value"), (3, nil)]))
        #expect(both.contains("voiced doubt twice (fit and value 1, not said which 1), first "))
        let plain = try #require(statement("objection", "to", [(1, "fit"), (3, "value")]))
        #expect(plain.contains("voiced doubt twice (fit 1, value 1), first "))
        let unsaid = try #require(statement("objection", "to", [(1, nil)]))
        #expect(unsaid.contains("voiced doubt once, first "))
    }

    @Test("benefits with an effect, without one and those of which it is not known add up")
    func benefits() {
        #expect(statement("benefit", "effect", [(1, "saving"), (1, "money")]) == "The customer named 1 benefit, with a stated effect (money and saving 1).")
        #expect(statement("benefit", "effect", [(1, "saving"), (3, "saving")]) == "The customer named 2 benefits, each with a stated effect (saving 2).")
        #expect(statement("benefit", "effect", [(1, "saving"), (3, "none")])
            == "The customer named 2 benefits, 1 with a stated effect (saving 1), 1 without a stated effect.")
        #expect(statement("benefit", "effect", [(1, "saving"), (3, nil)])
            == "The customer named 2 benefits, 1 with a stated effect (saving 1), of 1 it is not known.")
    }

    @Test("a request is a question by what it means; words that only tell what a question is about make none")
    func question() {
        #expect(read(script, [("customer-question", 3, .meaning)]).findings(of: .customerQuestion).map(\.utterances.lowerBound) == [3])
        #expect(read(script, [("customer-question", 3, .words)]).findings(of: .customerQuestion).isEmpty)
        // Of the other side it is none.
        #expect(read(script, [("seller-question", 3, .meaning)]).findings(of: .sellerQuestion).isEmpty)
    }

    @Test("what the customer told gets its object from the course of the talk")
    func object() {
        let reading = read(script, [("customer-information", 1, .meaning)])
        #expect(reading.findings(of: .customerInformation).first?.attributes["object"] != nil)
    }
}
