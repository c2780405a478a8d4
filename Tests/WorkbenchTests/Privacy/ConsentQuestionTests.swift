import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

/// Before a policy loses a meeting or its words, somebody is asked.
struct ConsentQuestionTests {
    private func waiting(_ room: Room, _ details: ImportDetails = .bothSides) async throws -> (IntakeItem, ConsentQuestion) {
        let item = try await room.bench.keepTranscript(vtt(), named: "first.vtt", details: details, by: .owner)
        guard case .needsConsent(let waiting, let question) = try await room.bench.importTranscript(item, by: .owner) else { throw Unexpected("Did not ask.") }
        return (waiting, question)
    }

    @Test(arguments: [(PrivacyPolicy.WithoutEverybodysConsent.refuse, ConsentQuestion.Loss.meeting), (.analyseKeepNoWords, .words)])
    func nothingIsLostBeforeSomebodyAnswers(_ policy: PrivacyPolicy.WithoutEverybodysConsent, _ loss: ConsentQuestion.Loss) async throws {
        let room = try await Room.open()
        try await room.policy(policy)
        let (item, question) = try await waiting(room, .consents(.given, nil))
        #expect(question.loss == loss && question.missing == ["Ben Holt"])
        #expect(question.sentence.contains("Ben Holt") && !question.sentence.contains("Anna"))
        let listed = try await room.bench.waiting(by: .owner)
        #expect(listed.files.map(\.consent) == [question] && listed.files.map(\.broken) == [nil])
        // A start of the program does not answer for anybody.
        try await room.bench.workOff()
        #expect(try await room.bench.store.count(MeetingQuery()) == 0)

        let day = CalendarDay("2026-03-04")
        let answer = ConsentAnswer(everybody: [.analysis, .recording], said: ConsentSaid(on: day, wording: "May we\nread this?"))
        guard case .imported(let summary, _, _) = try await room.bench.importTranscript(item, consent: answer, by: .owner) else { throw Unexpected("Not imported.") }
        let open = try await room.open(summary.id)
        #expect(open.wordsKept == .all)
        for name in ["Anna Berg", "Ben Holt"] {
            let person = try open.participant(name)
            #expect(person.consent == [.analysis: .given, .recording: .given])
            #expect(person.consentSaid[.recording] == ConsentSaid(on: day, wording: "May we read this?"))
        }
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
    }

    @Test func anAnswerOfOneIsKeptAndTheOtherIsStillAsked() async throws {
        let room = try await Room.open()
        try await room.policy(.refuse)
        let (item, _) = try await waiting(room)
        let first = ConsentAnswer(single: [.init("Anna", [.analysis: .given])])
        guard case .needsConsent(let again, let question) = try await room.bench.importTranscript(item, consent: first, by: .owner) else { throw Unexpected("Not asked.") }
        #expect(question.missing == ["Ben Holt"])
        let second = ConsentAnswer(single: [.init("Ben Holt", at: 1, [.analysis: .given, .research: .refused])])
        guard case .imported(let summary, _, _) = try await room.bench.importTranscript(again, consent: second, by: .owner) else { throw Unexpected("Not imported.") }
        #expect(try await room.open(summary.id).participant("Ben Holt").consent == [.analysis: .given, .research: .refused])
    }

    @Test func whoRefusedStaysSoWhereEverybodyIsSaidToHaveAgreed() async throws {
        let room = try await Room.open()
        try await room.policy(.analyseKeepNoWords)
        let (item, _) = try await waiting(room, .consents(nil, .refused))
        let everybody = ConsentAnswer(everybody: [.analysis])
        guard case .needsConsent(_, let question) = try await room.bench.importTranscript(item, consent: everybody, by: .owner) else { throw Unexpected("Not asked.") }
        #expect(question.missing == ["Ben Holt"] && question.loss == .words)
    }

    @Test func goingOnWithoutDoesWhatThePolicySays() async throws {
        let room = try await Room.open()
        try await room.policy(.analyseKeepNoWords)
        let (item, _) = try await waiting(room)
        guard case .imported(let summary, _, _) = try await room.bench.importTranscript(item, missingConsent: .goOn, by: .owner) else { throw Unexpected("Not imported.") }
        #expect(try await room.open(summary.id).wordsKept == .none)
        #expect(room.filesHolding("night shift") == [])
    }

    @Test func leavingItOutLeavesNothing() async throws {
        let room = try await Room.open()
        try await room.policy(.refuse)
        let (item, _) = try await waiting(room)
        try await room.bench.discardFile(item.id, by: .owner)
        #expect(room.filesHolding("night shift") == [])
    }

    @Test func consentThatCameWithTheFileAsksNobody() async throws {
        let room = try await Room.open()
        try await room.policy(.refuse)
        var details = ImportDetails.bothSides
        details.consent = ConsentAnswer(everybody: [.analysis])
        let summary = try await room.meeting(vtt(), details: details, missingConsent: .ask)
        #expect(try await room.open(summary.id).wordsKept == .all)
    }

    @Test func aNameThatFitsNobodySaysWhoIsThere() async throws {
        let room = try await Room.open()
        var details = ImportDetails.bothSides
        details.consent = ConsentAnswer(single: [.init("Cleo", [.analysis: .given])])
        let item = try await room.bench.keepTranscript(vtt(), named: "first.vtt", details: details, by: .owner)
        expectSentence(await #expect(throws: CastMaker.NameProblem.self) { try await room.bench.importTranscript(item, by: .owner) })
    }
}
