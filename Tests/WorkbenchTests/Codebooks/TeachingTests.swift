import Covalence
import Foundation
import Language
import MeetingInteraction
@testable import Store
import StoreTesting
import Testing
@testable import Workbench

@Suite("Teaching a codebook")
struct TeachingTests {
    @Test("turns of meetings are asked about with who said them and what stands around, and none that was decided on")
    func questions() async throws {
        let (room, meeting) = try await Room.taught()
        var asked = try await room.bench.nextQuestions("service-talk", code: "saving", count: 10, by: .owner)
        #expect(asked.lookedAt == 6 && asked.questions.count == 6)
        let question = try #require(asked.questions.first { $0.first == 1 })
        #expect(question.meeting == meeting.id && question.turn.side == .customer && question.turn.speaker == "Ben Holt" && question.turn.words == talk[1].1)
        #expect(question.before?.words == talk[0].1 && question.after?.words == talk[2].1)
        #expect(asked.questions.first { $0.first == 0 }?.before == nil)
        try await room.bench.decide("saving", of: "service-talk", .carries, at: question.place, asked: question.asked, by: .owner)
        asked = try await room.bench.nextQuestions("service-talk", code: "saving", count: 10, by: .owner)
        #expect(asked.questions.count == 5 && !asked.questions.contains { $0.first == 1 })
        // Of another code nothing is known of that turn.
        #expect(try await room.bench.nextQuestions("service-talk", code: "cost", count: 10, by: .owner).questions.count == 6)
        #expect(try await room.bench.nextQuestions("service-talk", by: .owner).code.slug == "cost")
        let passed = try #require(asked.questions.first)
        try await room.bench.passOver(passed.place, codebook: "service-talk", code: "saving", by: .owner)
        #expect(try await room.bench.nextQuestions("service-talk", code: "saving", count: 10, by: .owner).questions.count == 4)
        await #expect(throws: StoreError.self) { try await room.bench.nextQuestions("service-talk", code: "nonsense", by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.nextQuestions("service-talk", count: 11, by: .owner) }
    }

    @Test("what runs on from one speaker is one turn")
    func turns() async throws {
        let (room, _) = try await Room.taught()
        try await room.meeting(vtt([("Ann", "One thing is left."), ("Ann", "The price."), ("Ben", "It saves money."), ("Ann", "Good.")]), named: "b.vtt", details: ImportDetails(sellers: ["Ann"]))
        let all = try await room.bench.nextQuestions("service-talk", code: "saving", count: 10, by: .owner)
        #expect(all.lookedAt == 9)
        #expect(all.questions.contains { $0.first == 0 && $0.count == 2 && $0.turn.words == "One thing is left. The price." })
    }

    @Test("likely ones come first, and each is marked with why it was asked")
    func order() async throws {
        let (room, _) = try await Room.taught()
        var generator = SeededNumbers()
        var likely: [Int] = []
        for _ in 0..<40 {
            let asked = try await room.bench.nextQuestions("service-talk", code: "saving", count: 1, using: &generator, by: .owner)
            if let question = asked.questions.first, question.asked == .likely { likely.append(question.first) }
        }
        #expect(likely.count > 10)
        // “I think that saves us two shifts” is the one most like the examples.
        #expect(Set(likely) == [1])
    }

    @Test("only turns in sight are asked about, and only words in sight are decided on")
    func sight() async throws {
        let (room, meeting) = try await Room.taught()
        let outsider = try await room.member("outsider", .salesperson)
        let asked = try await room.bench.nextQuestions("service-talk", by: outsider)
        #expect(asked.lookedAt == 0 && asked.questions.isEmpty)
        await #expect(throws: StoreError.self) {
            try await room.bench.decide("saving", of: "service-talk", .carries, at: .turn(meeting.id, version: 1, first: 1, count: 1), by: outsider)
        }
        #expect(try await room.bench.codeDecisions(CodeDecisionQuery(codebook: "service-talk"), by: outsider).items.isEmpty)
    }

    @Test("an answer keeps the score from before it was learnt, whoever answers again")
    func score() async throws {
        let (room, meeting) = try await Room.taught()
        let place = CodeDecision.Place.turn(meeting.id, version: 1, first: 1, count: 1)
        let first = try await room.bench.decide("saving", of: "service-talk", .carries, at: place, asked: .random, by: .owner)
        #expect(first.engine == "words/1" && (first.score ?? 0) > 0.5 && first.asked == .random)
        #expect(try await room.bench.workOff()[.failed] == nil)
        let again = try await room.bench.decide("saving", of: "service-talk", .doesNotCarry, at: place, by: .owner)
        #expect(again.score == first.score && again.asked == .random)
        let report = try await room.bench.codeFigures("service-talk", by: .owner)
        #expect(report.decided.map(\.count) == [1] && report.decided[0].support == 0 && report.decided[0].precision == 0)
        #expect(report.calibration == .notYetKnown(missing: 49, missingRandom: 19))
    }

    @Test("places without words, codes that are not there and groups are refused with a sentence", arguments: [
        ("saving", 1, 6, 1), ("saving", 1, 0, 7), ("saving", 1, -1, 1), ("saving", 1, 0, 0), ("saving", 1, .max, 1), ("saving", 1, 0, 101), ("saving", 0, 0, 1), ("saving", 9, 0, 1), ("nonsense", 1, 0, 1),
    ])
    func refused(code: String, version: Int, first: Int, count: Int) async throws {
        let (room, meeting) = try await Room.taught()
        let error = await #expect(throws: StoreError.self) {
            try await room.bench.decide(code, of: "service-talk", .carries, at: .turn(meeting.id, version: version, first: first, count: count), by: .owner)
        }
        expectSentence(error)
        #expect(try await room.bench.codeDecisions(CodeDecisionQuery(codebook: "service-talk"), by: .owner).items.isEmpty)
    }

    @Test("ten quick answers are one learning, after which the words are known; figures are made in the same job")
    func learning() async throws {
        let (room, meeting) = try await Room.taught()
        // Said by nobody as a saving, until people say that it is one.
        let odd = SuggesterInput(talk[5].1, side: .customer)
        let before = try await room.bench.suggestCodes([odd], of: "service-talk", by: .owner).codes[0]
        for first in [1, 5] { try await room.bench.decide("saving", of: "service-talk", .carries, at: .turn(meeting.id, version: 1, first: first, count: 1), by: .owner) }
        try await room.bench.decide("saving", of: "service-talk", .doesNotCarry, at: .turn(meeting.id, version: 1, first: 2, count: 1), by: .owner)
        let waiting = try await room.bench.store.jobs(JobQuery(states: [.waiting], kind: .learnCodebook)).items
        #expect(waiting.count == 1 && waiting[0].payload == ["codebook": "service-talk"])
        #expect(try await room.bench.codeFigures("service-talk", by: .owner).learning != nil)
        try await room.bench.workOff()
        let report = try await room.bench.codeFigures("service-talk", by: .owner)
        #expect(report.learning == nil && report.learnt?.decisions == 3 && report.learnt?.version == 1 && report.learnt?.engine == .words)
        // 6 examples, 2 definitions, 3 texts without a code, and what was decided: 2 yes, 1 no.
        #expect(report.learnt?.crossValidation?.count == 14 && report.learnt?.crossValidation?.coded == 10)
        let after = try await room.bench.suggestCodes([odd], of: "service-talk", by: .owner).codes[0]
        func score(_ codes: [SuggestedCode]) -> Double { codes.first { $0.code == "saving" }?.score ?? 0 }
        #expect(score(after) > score(before))
        // Another node, or the next start, learns the same from what is kept.
        #expect(abs(score(try await room.again().suggestCodes([odd], of: "service-talk", by: .owner).codes[0]) - score(after)) < 1e-6)
    }

    @Test("what people decided on findings of meetings is learnt from where it is")
    func findings() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        let open = try await room.open(meeting.id)
        try await room.bench.decide(try open.claim(.benefit).id, .confirm, expecting: .suggested, by: .owner)
        try await room.bench.decide(try open.claim(.price).id, .reject(reason: nil), expecting: .suggested, by: .owner)
        let lessons = try await room.bench.lessons(of: try await room.bench.currentCodebook("meeting-interaction"))
        #expect(lessons.findings == 2 && lessons.decisions == 0)
        #expect(lessons.lessons.contains { $0.codes == ["benefit"] && $0.input == SuggesterInput(talk[1].1, side: .customer) && $0.weight == 2 })
        #expect(lessons.lessons.contains { $0.codes.isEmpty && $0.input.text == talk[2].1 && $0.weight == 0.5 })
        // Other codebooks have other codes.
        #expect(try await room.bench.lessons(of: try await room.bench.currentCodebook("value-creation")).lessons.isEmpty)
    }

    @Test("erasing a meeting takes what was decided in it along, and what was learnt from it is forgotten")
    func erasing() async throws {
        let (room, meeting) = try await Room.taught()
        try await room.bench.decide("saving", of: "service-talk", .carries, at: .turn(meeting.id, version: 1, first: 1, count: 1), by: .owner)
        try await room.bench.workOff()
        try await room.bench.erase(meeting.id, by: .owner)
        #expect(try await room.bench.codeDecisions(CodeDecisionQuery(codebook: "service-talk", withHistory: true), by: .owner).items.isEmpty)
        #expect(try await room.bench.lessons(of: try await room.bench.currentCodebook("service-talk")).lessons.isEmpty)
        #expect(try await room.bench.nextQuestions("service-talk", by: .owner).lookedAt == 0)
        #expect(room.filesHolding("saves us two shifts").isEmpty)
    }

    @Test("decisions on mails and notes are learnt from as long as the text is the same")
    func passages() async throws {
        let (room, _) = try await Room.taught()
        let time = room.bench.now()
        let note = Interaction(id: .make(at: time), kind: .note, title: "Note", recordedAt: time, text: "Heard: it saves 🙂 them money.")
        _ = try await room.bench.store.add([NewInteraction(note)], at: time)
        // “it saves 🙂 them money” begins after 7 scalars and has 21.
        try await room.bench.decide("saving", of: "service-talk", .carries, at: .passage(note.id, version: 1, range: 7..<28), by: .owner)
        let book = try await room.bench.currentCodebook("service-talk")
        #expect(try await room.bench.lessons(of: book).lessons.map(\.input.text) == ["it saves 🙂 them money"])
        await #expect(throws: StoreError.self) { try await room.bench.decide("saving", of: "service-talk", .carries, at: .passage(note.id, version: 2, range: 0..<3), by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.decide("saving", of: "service-talk", .carries, at: .passage(note.id, version: 1, range: 0..<300), by: .owner) }
    }

    @Test("a hundred thousand decisions on one code are learnt from in bounded work")
    func many() async throws {
        let (room, meeting) = try await Room.taught()
        let store = try #require(room.bench.store as? SQLWorkspaceStore)
        let count = TestCount.decisions
        try await store.engine.write { db in
            let inside = try store.number(of: meeting.id, db)
            for index in 0..<count {
                try store.run("""
                    INSERT INTO code_decision (workspace, id, codebook, code, verdict, meeting, source_version, lower, upper, author, decided_at)
                    VALUES (?, ?, 'service-talk', 'saving', 'carries', ?, 1, ?, ?, 'Petra', 0)
                    """, [store.number, Identifier<CodeDecision>.make(at: Timestamp(milliseconds: Int64(index))).uuid, inside, index / 100 % 6, index / 100 % 6 + 1], db)
            }
        }
        let book = try await room.bench.currentCodebook("service-talk")
        let lessons = try await room.bench.lessons(of: book)
        // A thousand of one code and answer are read; they are of six turns.
        #expect(lessons.decisions == 1_000 && lessons.lessons.count == 6)
        #expect(CodeSuggester.thinned((0..<count).map { .init(SuggesterInput("\($0)"), codes: ["saving"]) }).count == CodeSuggester.mostLessons)
        #expect(try await room.bench.codebook("service-talk", by: .owner).decisions["saving"]?.carries == count)
        try await room.bench.learnCodebookNow("service-talk", by: .owner)
        #expect(try await room.bench.codeFigures("service-talk", by: .owner).learnt?.decisions == 1_000)
    }
}

private enum TestCount {
    /// On PostgreSQL each row is sent by itself.
    static let decisions = TestStore.isOnPostgres ? 5_000 : 100_000
}
