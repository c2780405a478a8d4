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
