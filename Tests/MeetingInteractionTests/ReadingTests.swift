import Covalence
import Foundation
import MeetingInteraction
import Testing

/// What holds of any reading: honesty about what is missing, order, determinism, ranges, size.
@Suite struct ReadingTests {
    static let script = CourseTests.presentation + "\n" + CourseTests.dialogue + """

        S: The price is 400 euros a month, and one of our customers in Denmark uses it on the same presses.
        C: That would save us two hours a day. Our CFO has to approve it.
        S: I'll send you the proposal by Friday.
        C: Yes, please do.
        """

    @Test func withoutSidesWhatDependsOnThemIsNotKnown() throws {
        let reading = try Meeting(Self.script, sides: false).read()
        for id in ["customer-question", "motive", "balance", "survey-run", "next-step", "benefit"] {
            #expect(reading.statement(id)?.notice == .notKnown, "\(id)")
        }
        #expect(reading.statement("price")?.notice == .plain)
        #expect(reading.findings(of: .benefit).isEmpty)
        #expect(!reading.findings(of: .price).isEmpty)
        #expect(reading.suggestions.isEmpty)
        #expect(reading.summary.count == 4)
    }

    @Test func withoutAReaderOfTheLanguageMeasuresRemain() {
        let reading = Meeting(Self.script, language: "fi").readWithoutWords()
        #expect(reading.statement("benefit")?.happened.missing == .unreadLanguage("fi"))
        #expect(reading.trajectory.missing == .unreadLanguage("fi"))
        #expect(reading.balance.value == nil || reading.balance.value?.words ?? 0 > 0)
        #expect(reading.questions.value?.seller == 3)
        #expect(reading.engine == nil)
        #expect(Meeting(Self.script, language: nil).readWithoutWords().statement("benefit")?.happened.missing == .language)
    }

    @Test func withoutTimesWordsStandIn() throws {
        let reading = try Meeting(Self.script, times: false).read()
        #expect(reading.orientation.value?.milliseconds == nil)
        #expect(reading.orientation.value?.words == 8 * 23)
        #expect(reading.findings.allSatisfy { $0.time == nil })
        #expect(reading.balance.value?.customerTime == nil)
    }

    @Test func emptyMeetingIsRead() throws {
        let reading = try Meeting("").read()
        #expect(reading.findings.isEmpty)
        #expect(reading.summary.count == 4)
        #expect(reading.sections.map(\.section) == [.interactive, .equalParties, .newValue, .businessBenefits])
    }

    @Test func theSameMeetingReadsTheSame() throws {
        let meeting = Meeting(Self.script)
        let first = try meeting.read()
        #expect(try meeting.read() == first)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(try encoder.encode(first) == encoder.encode(meeting.read()))
        let back = try JSONDecoder().decode(MeetingReading.self, from: encoder.encode(first))
        #expect(back.findings == first.findings)
        #expect(back.settings == first.settings)
    }

    @Test func everythingRestsOnWordsInsideTheirUtterance() throws {
        let meeting = Meeting(Self.script)
        let reading = try meeting.read()
        #expect(reading.findings.count > 20)
        for finding in reading.findings {
            #expect(!finding.passages.isEmpty)
            for passage in finding.passages {
                let whole = meeting.conversation.utterances[passage.utterance].range
                #expect(passage.range.lowerBound >= whole.lowerBound && passage.range.upperBound <= whole.upperBound)
                #expect(!passage.range.isEmpty)
            }
        }
        #expect(Set(reading.findings.map(\.id)).count == reading.findings.count)
        let ids = Set(reading.findings.map(\.id))
        for statement in reading.sections.flatMap(\.statements) { #expect(ids.isSuperset(of: statement.findings)) }
        for advice in reading.suggestions { #expect(meeting.conversation.utterances.indices.contains(advice.utterance)) }
        #expect(reading.suggestions.count <= 3)
    }

    @Test func marksOutsideTheirUtteranceAreHeldInside() {
        let meeting = Meeting("S: Hello.\nC: That would save us money.")
        let marks = [
            ContentMark(code: "price", utterance: 0, range: 3..<90, strength: 1, rule: "r"),
            ContentMark(code: "price", utterance: 7, range: 0..<2, strength: 1, rule: "r"),
            ContentMark(code: "unknown", utterance: 1, range: 7..<9, strength: 1, rule: "r"),
        ]
        let reading = MeetingReading.read(meeting.conversation, annotations: Annotations(acts: meeting.acts, marks: marks, engine: "t"))
        #expect(reading.findings(of: .price).map { $0.passages[0].range } == [3..<6])
    }

    @Test func thousandsOfSpeakersAndUtterancesAreRead() throws {
        let speakers = (0..<5000).map { "P\($0)" }
        let utterances = (0..<30_000).map {
            Utterance(speaker: ($0 * 7) % 5000, time: nil, text: $0 % 5 == 0 ? "Does it measure item \($0 % 90)?" : "We need to reduce the stops at place \($0 % 300)")
        }
        let transcript = Transcript(id: Identifier(UUID()), language: "en", speakers: speakers, utterances: utterances)
        var index = 0
        let participants = speakers.map { name in
            index += 1
            return Participant(id: Identifier(UUID()), name: name, side: index % 2 == 0 ? .seller : .customer)
        }
        let labels = Dictionary(uniqueKeysWithValues: zip(speakers, participants.map(\.id)))
        let conversation = Conversation(transcript: transcript, cast: Cast(participants: participants, labels: labels))
        let marks = (0..<30_000).map {
            ContentMark(code: "need-talk", utterance: $0, range: conversation.utterances[$0].range, strength: 0.7, rule: "r")
        }
        let reading = MeetingReading.read(conversation, annotations: Annotations(acts: nil, marks: marks, engine: "t"))
        #expect(reading.questions.value?.seller ?? 0 > 2000)
    }

    @Test func findingsBecomeClaims() throws {
        let meeting = Meeting(Self.script)
        let reading = try meeting.read()
        let claims = reading.suggestedClaims(in: meeting.conversation)
        let step = try #require(claims.first { $0.kind == "meeting.next-step" })
        #expect(step.payload["agreed"] == "yes")
        #expect(step.object == "Sanna")
        let benefit = try #require(claims.first { $0.kind == "meeting.benefit" })
        #expect(benefit.value == "saving")
        #expect(!claims.contains { $0.kind == "meeting.product-talk" })
        #expect(claims.allSatisfy { !$0.ranges.isEmpty })
    }

    @Test func storedSettingsMayLackNumbers() throws {
        let settings = try JSONDecoder().decode(MeetingSettings.self, from: Data(#"{"surveyPairs": 6}"#.utf8))
        #expect(settings.surveyPairs == 6)
        #expect(settings.surveyAnswerWords == 12)
    }

    @Test func theReadingSaysThatFeaturesAreNoCauses() throws {
        #expect(try Meeting(Self.script).read().caveat.contains("not proven causes"))
    }
}
