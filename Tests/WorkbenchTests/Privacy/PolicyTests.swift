import Covalence
import Foundation
import MeetingInteraction
import Store
import Testing
@testable import Workbench

struct PolicyTests {
    @Test(arguments: [
        (PrivacyPolicy.WithoutEverybodysConsent.analyse, Consent?.some(.refused), "nothing"),
        (.analyseKeepNoWords, .given, "nothing"), (.analyseKeepNoWords, nil, "no words"), (.analyseKeepNoWords, .unknown, "no words"),
        (.leaveOutWords, nil, "nothing"), (.leaveOutWords, .unknown, "nothing"), (.leaveOutWords, .refused, "leave out"),
        (.refuse, .given, "nothing"), (.refuse, nil, "refuse Ben"), (.refuse, .refused, "refuse Ben"),
    ])
    func whatFollows(_ policy: PrivacyPolicy.WithoutEverybodysConsent, _ ben: Consent?, _ expected: String) {
        let id = Identifier<Participant>.make(at: Timestamp(milliseconds: 0))
        let cast = Cast(participants: [
            Participant(id: .make(at: Timestamp(milliseconds: 0)), name: "Anna", consent: [.analysis: .given]),
            Participant(id: id, name: "Ben", consent: ben.map { [.analysis: $0] } ?? [:]),
        ], labels: [:])
        let found = switch PrivacyPolicy(policy).consequence(for: cast) {
        case .nothing: "nothing"
        case .keepNoWords: "no words"
        case .leaveOut(let who): who == [id] ? "leave out" : "others"
        case .refuse(let names): "refuse \(names.joined(separator: " "))"
        }
        #expect(found == expected)
    }

    @Test func whereNobodyIsNamedNobodyAgreed() {
        let nobody = Cast(participants: [], labels: [:])
        #expect(PrivacyPolicy(.analyseKeepNoWords).consequence(for: nobody) == .keepNoWords)
        #expect(PrivacyPolicy(.leaveOutWords).consequence(for: nobody) == .nothing)
    }

    @Test func refusedAtTheDoorNothingIsStored() async throws {
        let room = try await Room.open()
        try await room.policy(.refuse)
        let item = try await room.bench.keepTranscript(vtt(), named: "first.vtt", details: .consents(.given, nil), by: .owner)
        var thrown: (any Error)?
        do { _ = try await room.bench.importTranscript(item, missingConsent: .goOn, by: .owner) } catch { thrown = error }
        let missing = try #require(thrown as? ConsentMissing)
        #expect(missing.names == ["Ben Holt"])
        #expect("\(missing)".contains("Ben Holt"))
        expectSentence(missing)
        // What is stored has numbers, and no names.
        guard case .refused(let reason) = try await room.bench.store.intake(item.id).state else { throw Unexpected("Not refused.") }
        #expect(reason.contains("1 of 2") && !reason.contains("Ben"))
        #expect(try await room.bench.store.count(MeetingQuery()) == 0)
        #expect(room.filesHolding("night shift") == [])
        try await room.meeting(vtt(), details: .consents(.given, .given))
    }

    @Test func noWordsAreKeptFromTheFirstMoment() async throws {
        let room = try await Room.open()
        let read = try await room.open(try await room.meeting().id)
        try await room.policy(.analyse)
        let other = try await Room.open()
        try await other.policy(.analyseKeepNoWords)
        let summary = try await other.meeting()
        for word in ["night shift", "worth the money", "nine hundred", "euros"] { #expect(other.filesHolding(word) == [], "\(word)") }
        let open = try await other.open(summary.id)
        #expect(open.wordsKept == .none)
        #expect(summary.words == 0)
        // The reading is the one that was made of the words: same findings, times and measures, no quotation.
        #expect(open.phraseFindings == read.phraseFindings && open.phraseFindings == ["benefit", "price", "objection"])
        #expect(open.analysis.reading.findings.map(\.time) == read.analysis.reading.findings.map(\.time))
        #expect(open.analysis.reading.findings.map(\.side) == read.analysis.reading.findings.map(\.side))
        #expect(open.analysis.measures.whole == read.analysis.measures.whole)
        #expect(open.analysis.reading.findings.allSatisfy { $0.quote.isEmpty })
        #expect(open.analysis.reading.summary.contains { $0.contains("(words not kept)") })
        #expect(open.analysis.conversation.participants.map(\.name) == ["Anna Berg", "Ben Holt"])
        // A claim is found for each finding, and can be decided on.
        let claim = try open.claim(.objection)
        try await other.bench.decide(claim.id, .reject(reason: nil), expecting: .suggested, by: .owner)
        #expect(try await other.open(summary.id).phraseFindings == ["benefit", "price"])
        // The same file is known although it is not kept.
        let again = try await other.bench.keepTranscript(vtt(), named: "again.vtt", details: .bothSides, by: .owner)
        guard case .alreadyThere(let known) = try await other.bench.importTranscript(again, by: .owner) else { throw Unexpected("Imported twice.") }
        #expect(known.id == summary.id)
        #expect(other.filesHolding("night shift") == [])
    }

    @Test func whoRefusedIsLeftOutAtImport() async throws {
        let room = try await Room.open()
        try await room.policy(.leaveOutWords)
        let summary = try await room.meeting(vtt(), details: .consents(nil, .refused))
        #expect(try await room.texts(summary.id).map(\.isEmpty) == [false, true, false, true, false, true])
        let open = try await room.open(summary.id)
        #expect(open.wordsKept == .someLeftOut)
        #expect(open.phraseFindings == ["price"])
        #expect(room.filesHolding("bakery") == [] && room.filesHolding("convinced") == [])
        #expect(open.files.isEmpty)
    }

    @Test func aChangeAppliesToWhatIsThere() async throws {
        let room = try await Room.open()
        let agreed = try await room.meeting(vtt(), details: .consents(.given, .given))
        let refused = try await room.meeting(vtt(talk + [("Ben Holt", "One thing more about the ovens.")]), named: "b.vtt", details: .consents(.given, .refused))
        let unknown = try await room.meeting(vtt(talk + [("Ben Holt", "And the flour, too.")]), named: "c.vtt")
        let preview = try await room.bench.previewPolicy(PrivacyPolicy(.leaveOutWords), by: .owner)
        #expect(preview.meetings.map(\.summary.id) == [refused.id])
        #expect(preview.losingSomeWords == 1 && preview.meetingCount == 3)
        #expect(try await room.bench.previewPolicy(PrivacyPolicy(.refuse), by: .owner).erased == 2)
        #expect(try await room.bench.previewPolicy(PrivacyPolicy(.analyse), by: .owner).meetings.isEmpty)
        // A preview changes nothing.
        #expect(try await room.open(refused.id).wordsKept == .all)

        let before = try await room.open(refused.id)
        #expect(before.phraseFindings == ["benefit", "price", "objection"])
        try await room.policy(.leaveOutWords)
        let after = try await room.open(refused.id)
        #expect(after.wordsKept == .someLeftOut && after.phraseFindings == ["price"])
        #expect(room.filesHolding("ovens") == [])
        // What rested on words that went is not suggested any more.
        #expect(try await room.bench.store.claim(try before.claim(.objection).id).standing == .superseded)

        try await room.policy(.analyseKeepNoWords)
        #expect(try await room.open(agreed.id).wordsKept == .all)
        #expect(try await room.open(refused.id).wordsKept == .none)
        let kept = try await room.open(unknown.id)
        #expect(kept.wordsKept == .none && kept.phraseFindings == ["benefit", "price", "objection"])
        #expect(room.filesHolding("flour") == [])
        #expect(try await room.bench.previewPolicy(PrivacyPolicy(.analyseKeepNoWords), by: .owner).meetings.isEmpty)

        try await room.policy(.refuse)
        #expect(try await room.bench.meetings(MeetingQuery(), by: .owner).items.map(\.id) == [agreed.id])
    }

    @Test func aChangeThatWasBrokenOffGoesOn() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        // As after a crash right behind the change of the settings.
        let job = ApplyPolicyJob.job(by: nil, at: room.bench.now())
        try await room.bench.keepSettings(queueing: { _, _ in [job] }) { $0.privacy = PrivacyPolicy(.analyseKeepNoWords) }
        let again = try await room.again()
        try await again.workOff()
        #expect(try await again.store.removedWords(of: summary.id) == .all)
        #expect(try await again.store.jobs(JobQuery(kind: .applyPolicy)).items.map(\.state) == [.done])
    }

    @Test func twoAtOnceKeepTheReading() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        let other = try await room.again()
        try await withThrowingTaskGroup { group in
            for bench in [room.bench, other, room.bench, other] {
                group.addTask {
                    // SQLite turns one of two writers away at once where waiting could not end; whoever asked tries again.
                    for _ in 0..<50 {
                        do {
                            _ = try await bench.changePrivacy(PrivacyPolicy(.analyseKeepNoWords), by: .owner)
                            return
                        } catch StoreError.locked { try await Task.sleep(for: .milliseconds(50)) }
                    }
                    Issue.record("It was turned away fifty times.")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await room.open(summary.id).phraseFindings == ["benefit", "price", "objection"])
        #expect(room.filesHolding("night shift") == [])
    }

    @Test func thePolicyIsNoSettingAmongOthers() async throws {
        let room = try await Room.open()
        await #expect(throws: StoreError.self) {
            try await room.bench.change([("privacy.withoutEverybodysConsent", "\"refuse\"")], by: .owner)
        }
        #expect(room.bench.settings.privacy == PrivacyPolicy())
        try await room.bench.change([("retention.recordings", "30")], by: .owner)
        #expect(room.bench.settings.retention == RetentionPolicy(days: [.recordings: 30]))
        await #expect(throws: StoreError.self) { try await room.bench.change([("retention.recordings", "0")], by: .owner) }
        for role in [Role.reader, .salesperson, .manager, .researcher] {
            await #expect(throws: NotPermitted.self) {
                try await room.bench.changePrivacy(PrivacyPolicy(.refuse), by: .member(role, of: room.bench))
            }
        }
    }

    @Test func wordsThatAreNotKeptCannotBeCorrectedOrReadAgain() async throws {
        let room = try await Room.open()
        let summary = try await room.meeting()
        try await room.policy(.analyseKeepNoWords)
        await #expect(throws: StoreError.self) {
            try await room.bench.correctWords(of: summary.id, [0: "Put in"], expecting: 1, by: .owner)
        }
        await #expect(throws: StoreError.self) {
            try await room.bench.edit(summary.id, MeetingEdit(language: "de"), expecting: nil, by: .owner)
        }
        // Who was who can still be said, and the reading stays.
        let open = try await room.open(summary.id)
        var ben = try open.participant("Ben Holt")
        ben.name = "Benjamin Holt"
        try await room.bench.edit(castOf: summary.id, .say([ben]), expecting: open.cast.version, by: .owner)
        let after = try await room.open(summary.id)
        #expect(after.analysis.conversation.participants.map(\.name) == ["Anna Berg", "Benjamin Holt"])
        #expect(after.phraseFindings == ["benefit", "price", "objection"])
        #expect(try after.claim(.benefit).standing == .suggested)
    }
}
