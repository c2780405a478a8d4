import Covalence
import Foundation
import Testing

/// Material that no meeting has, and files do.
@Suite("Measures of broken and huge conversations")
struct RobustnessTests {
    private func conversation(_ spans: [(speaker: Int?, time: TimeSpan?)], speakers: Int, text: String = "a word") -> Conversation {
        let labels = (0..<speakers).map { "S\($0)" }
        let transcript = Transcript(
            id: makeIdentifier(1), language: "en", speakers: labels,
            utterances: spans.map { Utterance(speaker: $0.speaker, time: $0.time, text: text) }
        )
        var next = 0
        var cast = Cast(labels: labels) {
            next += 1
            return makeIdentifier(next)
        }
        for index in cast.participants.indices { cast.participants[index].side = Side.allCases[index % 3] }
        return Conversation(transcript: transcript, cast: cast)
    }

    /// What must hold whatever the material: parts add up to the whole, shares lie in 0 to 1, and it can be written as JSON.
    private func expectSound(_ measures: ConversationMeasures) throws {
        let whole = measures.whole
        let parts = measures.participants.map(\.speech) + [measures.unnamed].compactMap(\.self)
        #expect(parts.map(\.words).reduce(0, +) == whole.words)
        #expect(parts.map(\.turns).reduce(0, +) == measures.turns.count)
        #expect(parts.compactMap(\.speakingTime).reduce(0, +) == whole.speakingTime ?? 0)
        #expect(measures.windows.map(\.total.amount).reduce(0, +) == whole.speakingTime ?? whole.words)
        #expect(measures.windows.map(\.total.words).reduce(0, +) == whole.words)
        #expect(measures.windows.map(\.total.turns).reduce(0, +) == whole.turns)
        #expect(measures.windows.map(\.switches).reduce(0, +) == measures.switches)
        #expect(measures.windows.count <= 2000)
        if let sides = measures.sides.value {
            #expect([sides.seller, sides.customer, sides.thirdParty, sides.unknown].map(\.words).reduce(0, +) == whole.words)
        }
        if let silence = measures.silence.value, let duration = measures.duration {
            #expect(silence.time >= 0 && silence.time <= duration)
            #expect((measures.overlaps.value?.time ?? 0) <= duration - silence.time)
        }
        for key in MeasureKey.all {
            guard let value = key.value(measures).value else { continue }
            #expect(value.isFinite)
            if key.unit == .share || key.unit == .index { #expect((0...1).contains(value), "\(key.id): \(value)") }
        }
        let data = try JSONEncoder().encode(measures)
        #expect(try JSONDecoder().decode(ConversationMeasures.self, from: data) == measures)
    }

    @Test func randomConversations() throws {
        var generator = SeededGenerator(seed: 99)
        for round in 0..<300 {
            let speakers = Int.random(in: 1...6, using: &generator)
            let isSorted = round.isMultiple(of: 2)
            var spans: [(speaker: Int?, time: TimeSpan?)] = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                let start = Int.random(in: -2000...60_000, using: &generator)
                return (
                    Int.random(in: 0...speakers, using: &generator),
                    TimeSpan(start: start, end: start + Int.random(in: -50...9000, using: &generator))
                )
            }
            if isSorted { spans.sort { ($0.time?.start ?? 0) < ($1.time?.start ?? 0) } }
            let conversation = conversation(spans, speakers: speakers)
            let acts = spans.map { _ in
                TaggedAct(act: DialogueAct.allCases.randomElement(using: &generator) ?? .statement, question: QuestionType.allCases.randomElement(using: &generator))
            }
            let lower = Int.random(in: 0...40, using: &generator)
            try expectSound(ConversationMeasures(
                conversation, acts: round % 3 == 0 ? nil : acts, window: Int.random(in: -10...90_000, using: &generator),
                excluding: round % 5 == 0 ? lower..<lower + 5 : nil
            ))
        }
    }

    @Test func identicalStartsAndLengthsOfZero() throws {
        let spans: [(speaker: Int?, time: TimeSpan?)] = [
            (0, TimeSpan(start: 0, end: 0)), (1, TimeSpan(start: 0, end: 0)), (0, TimeSpan(start: 0, end: 5000)),
            (1, TimeSpan(start: 0, end: 5000)), (nil, TimeSpan(start: 5000, end: 5000)),
        ]
        let measures = ConversationMeasures(conversation(spans, speakers: 2), acts: nil)
        try expectSound(measures)
        #expect(measures.overlaps.value?.time == 5000)
        #expect(measures.duration == 5000)
    }

    @Test func timesAtTheEndsOfTheWorld() throws {
        let spans: [(speaker: Int?, time: TimeSpan?)] = [
            (0, TimeSpan(start: .min, end: .max)), (1, TimeSpan(start: .min, end: .min)), (2, TimeSpan(start: .max, end: .max)),
        ]
        try expectSound(ConversationMeasures(conversation(spans, speakers: 3), acts: nil, window: .max))
        try expectSound(ConversationMeasures(conversation(spans, speakers: 3), acts: nil, window: .min))
    }

    /// 5,000 cues that last until the end, each over all that follow, and 50,000 in all: a pass that looked at pairs would have 200
    /// million of them to look at.
    @Test
    func manyOverlapsManySpeakers() throws {
        let spans: [(speaker: Int?, time: TimeSpan?)] = (0..<50_000).map { index in
            (index % 4000, TimeSpan(start: index * 10, end: index < 5000 ? 2_500_000 : index * 10 + 15))
        }
        let conversation = conversation(spans, speakers: 4000, text: "so")
        let asking = (0..<50_000).map { TaggedAct(act: $0.isMultiple(of: 3) ? .question : .backchannel, question: .wh) }
        let asked = ConversationMeasures(conversation, acts: asking)
        #expect(asked.questions.value?.counts.total == asked.whole.questions?.wh)
        #expect(asked.whole.questions?.wh == 16_667)
        let measures = ConversationMeasures(conversation, acts: nil)
        #expect(measures.whole.utterances == 50_000)
        #expect(measures.overlaps.value?.overlaps.count == 49_999)
        // One speaker alone only until the second begins.
        #expect(measures.overlaps.value?.time == 2_500_000 - 10)
        #expect(measures.windows.map(\.total.amount).reduce(0, +) == measures.whole.speakingTime)
    }
}
