import Covalence
import Foundation
import Testing

@Suite("Who is behind which label")
struct CastTests {
    private func cast() -> Cast {
        var next = 0
        return Cast(labels: ["Ann B.", "iPhone (2)", "Ann B.", "Speaker 3"]) {
            next += 1
            return makeIdentifier(next)
        }
    }

    @Test func oneParticipantForEachLabel() {
        let cast = cast()
        #expect(cast.participants.map(\.name) == ["Ann B.", "iPhone (2)", "Speaker 3"])
        #expect(cast.labels["iPhone (2)"] == makeIdentifier(2))
        #expect(cast.labels(of: makeIdentifier(3)) == ["Speaker 3"])
    }

    @Test func mergingKeepsWhatIsKnownOfEither() throws {
        var cast = cast()
        cast.participants[0].side = .seller
        let day = try #require(CalendarDay("2026-03-04"))
        cast.participants[0].consent = [.analysis: .given, .recording: .refused, .research: .unknown]
        cast.participants[0].consentSaid = [.analysis: ConsentSaid(on: day, wording: "Yes"), .recording: ConsentSaid(on: day, wording: "No")]
        cast.participants[1].side = .customer
        cast.participants[1].organization = "Nordwerk"
        cast.participants[1].consent = [.analysis: .refused, .training: .refused, .recording: .given, .research: .given]
        cast.participants[1].consentSaid = [.analysis: ConsentSaid(on: nil, wording: "Not my words"), .recording: ConsentSaid(on: nil, wording: "Fine")]
        cast.reassigned = [5: makeIdentifier(2), 6: makeIdentifier(3)]

        let merged = try cast.merging(makeIdentifier(2), into: makeIdentifier(1))

        #expect(merged.participants.map(\.name) == ["Ann B.", "Speaker 3"])
        let kept = try #require(merged.participant(makeIdentifier(1)))
        #expect(kept.side == .seller)
        #expect(kept.organization == "Nordwerk")
        // A refusal of either stays one, with what was said then; who was not asked under one name has answered under the other.
        #expect(kept.consent == [.analysis: .refused, .training: .refused, .recording: .refused, .research: .given])
        #expect(kept.consentSaid == [.analysis: ConsentSaid(on: nil, wording: "Not my words"), .recording: ConsentSaid(on: day, wording: "No")])
        #expect(merged.labels(of: makeIdentifier(1)) == ["Ann B.", "iPhone (2)"])
        #expect(merged.reassigned == [5: makeIdentifier(1), 6: makeIdentifier(3)])
    }

    @Test func mergingNeedsTwoPeopleWhoAreThere() {
        #expect(throws: Cast.Failure.mergeWithItself) { try cast().merging(makeIdentifier(1), into: makeIdentifier(1)) }
        #expect(throws: Cast.Failure.unknownParticipant(makeIdentifier(9))) { try cast().merging(makeIdentifier(9), into: makeIdentifier(1)) }
        #expect(throws: Cast.Failure.unknownParticipant(makeIdentifier(9))) { try cast().merging(makeIdentifier(1), into: makeIdentifier(9)) }
        #expect(throws: Cast.Failure.unknownParticipant(makeIdentifier(9))) {
            try cast().replacing(Participant(id: makeIdentifier(9), name: "Nobody"))
        }
    }

    @Test func splittingGivesSomeUtterancesToAnother() throws {
        let other = Participant(id: makeIdentifier(8), name: "Ben", side: .customer)
        let split = try cast().reassigning([1, 3], to: other)
        #expect(split.participants.map(\.name) == ["Ann B.", "iPhone (2)", "Speaker 3", "Ben"])
        let again = try split.reassigning([3], to: try #require(split.participant(makeIdentifier(1))))
        #expect(again.participants.count == 4)
        #expect(again.reassigned == [1: makeIdentifier(8), 3: makeIdentifier(1)])
        #expect(throws: Cast.Failure.nothingToMove) { try cast().reassigning([], to: other) }
    }

    @Test func comesBackFromJSON() throws {
        var cast = try cast().reassigning([2], to: Participant(id: makeIdentifier(8), name: "Ben", consent: [.recording: .given]))
        cast.participants[0].side = .thirdParty
        let back = try JSONDecoder().decode(Cast.self, from: JSONEncoder().encode(cast))
        #expect(back == cast)
    }

    @Test func passesOverPurposesOfLaterVersions() throws {
        let json = #"{"id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","name":"A","side":"third-party","consent":{"analysis":"given","broadcast":"given"}}"#
        let participant = try JSONDecoder().decode(Participant.self, from: Data(json.utf8))
        #expect(participant.side == .thirdParty)
        #expect(participant.consent == [.analysis: .given])
    }
}

@Suite("A transcript joined with its cast")
struct ConversationTests {
    private let transcript = Transcript(
        id: makeIdentifier(50), language: "en", speakers: ["A", "B", "C"],
        utterances: [
            Utterance(speaker: 0, text: "héllo"), Utterance(speaker: 1, text: "hi"), Utterance(speaker: nil, text: "noise"),
            Utterance(speaker: 2, text: "yes"), Utterance(speaker: 9, text: "wrong index"),
        ]
    )

    private func cast() -> Cast {
        Cast(
            participants: [
                Participant(id: makeIdentifier(1), name: "A", side: .seller), Participant(id: makeIdentifier(2), name: "B", side: .customer),
                Participant(id: makeIdentifier(3), name: "Silent", side: .customer),
            ],
            labels: ["A": makeIdentifier(1), "B": makeIdentifier(2), "C": makeIdentifier(77)]
        )
    }

    @Test func resolvesSpeakers() {
        let conversation = Conversation(transcript: transcript, cast: cast())
        // C is behind a participant that is not there, and the last speaker index is outside the list: nobody is named.
        #expect(conversation.utterances.map(\.participant) == [0, 1, nil, nil, nil])
        #expect(conversation.side(of: 1) == .customer)
        #expect(conversation.side(of: 2) == nil)
        // "héllo" has 5 scalars and a line feed.
        #expect(conversation.utterances[1].range == 6..<8)
        #expect(conversation.hasBothSides)
        #expect(!conversation.hasTimes)
    }

    @Test func reassignedUtterancesWin() throws {
        let silent = try #require(cast().participant(makeIdentifier(3)))
        let conversation = Conversation(transcript: transcript, cast: try cast().reassigning([0, 2], to: silent))
        #expect(conversation.utterances.map(\.participant) == [2, 1, 2, nil, nil])
        #expect(!conversation.hasBothSides)
    }

    @Test func timesCountOnlyWhereEveryUtteranceHasOne() {
        var timed = transcript
        for index in timed.utterances.indices { timed.utterances[index].time = TimeSpan(start: index, end: index + 1) }
        #expect(Conversation(transcript: timed, cast: cast()).hasTimes)
        timed.utterances[2].time = nil
        #expect(!Conversation(transcript: timed, cast: cast()).hasTimes)
        let empty = Transcript(id: makeIdentifier(51), speakers: [], utterances: [])
        #expect(!Conversation(transcript: empty, cast: cast()).hasTimes)
    }

    @Test func spansNeverRunBackwards() throws {
        #expect(TimeSpan(start: 5, end: 3).duration == 0)
        let decoded = try JSONDecoder().decode(TimeSpan.self, from: Data(#"{"start":5,"end":3}"#.utf8))
        #expect(decoded == TimeSpan(start: 5, end: 5))
        #expect(TimeSpan(start: 0, end: 10).overlap(with: TimeSpan(start: 8, end: 20)) == 2)
        #expect(TimeSpan(start: 0, end: 10).overlap(with: TimeSpan(start: 10, end: 20)) == 0)
    }

    @Test func findsTheUtteranceOfAPosition() {
        // "ab" 0..<2, "" 3..<3, "c" 4..<5
        let offsets = TextOffsets([Utterance(speaker: nil, text: "ab"), Utterance(speaker: nil, text: ""), Utterance(speaker: nil, text: "c")])
        #expect(offsets.starts == [0, 3, 4, 6])
        #expect((0..<3).map { offsets.range(of: $0) } == [0..<2, 3..<3, 4..<5])
        #expect((-1...6).map { offsets.utterance(at: $0) } == [nil, 0, 0, 0, 1, 2, 2, nil])
        #expect(TextOffsets([Utterance]()).utterance(at: 0) == nil)
    }
}
