import Covalence
import Foundation
import Language
import MeetingInteraction
import Store
import Testing
@testable import Workbench

@Suite("Jobs of the workbench")
struct JobUseTests {
    /// The engine of the tests in a later version, which hears one thing more.
    struct LaterPhrases: ContentRecognizer {
        var engine: String { "phrases-en/2" }
        func reads(_ language: String) -> Bool { Phrases().reads(language) }
        func marks(in conversation: Conversation, acts: [TaggedAct]?) -> [ContentMark] {
            var marks = Phrases().marks(in: conversation, acts: acts)
            for (index, line) in conversation.utterances.enumerated() where line.text.contains("night shift") {
                marks.append(ContentMark(
                    code: "objection", utterance: index, range: line.range.lowerBound..<line.range.lowerBound + 10, attributes: ["to": "value"],
                    strength: 0.9, rule: "night shift"
                ))
            }
            return marks
        }
    }

    private func objections(_ bench: Workbench, _ meeting: Identifier<Meeting>) async throws -> [Claim] {
        try await bench.store.claims(ClaimQuery(of: meeting, kinds: [FindingKind.objection.claimKind], standings: [.suggested]))
    }

    @Test("after a change of the engine, every meeting gets its suggestions without being touched; unchanged ones stay as they are")
    func engine() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        try await room.bench.workOff()
        let version = try await room.bench.store.version(of: meeting.id)
        #expect(version == meeting.version, "Nothing new was suggested: the meeting must stay as it was.")
        let before = try await objections(room.bench, meeting.id)
        #expect(before.count == 1)
        let analyzer = MeetingAnalyzer(
            tagger: try DialogueActTagger.bundled(), detector: LanguageDetector(), recognizers: [LaterPhrases()],
            sides: try LexiconRecognizer(try Lexicon.bundled("speaker-sides.en")), saleTerms: try SaleTermsReader.bundled()
        )
        let later = try await Workbench(records: room.bench.records, workspace: room.bench.workspace.id, analyzer: analyzer, now: room.bench.now)
        try await later.workOff()
        let after = try await objections(later, meeting.id)
        #expect(after.count == 2)
        #expect(after.map(\.id).contains(before[0].id), "What was suggested before is the same suggestion.")
        #expect(try await later.store.version(of: meeting.id) > version)
        // Once for each version of the engine.
        try await later.workOff()
        #expect(try await later.store.jobs(JobQuery(kind: .refreshAll)).items.count == 2)
    }

    @Test("a change of the numbers of ours has every meeting read anew, a change of anything else does not")
    func settings() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        var settings = room.bench.settings
        settings.transcriptLimit = 5_000_000
        try await room.bench.change(settings, by: .owner)
        #expect(try await room.bench.store.jobs(JobQuery(kind: .refreshAll)).items.isEmpty)
        try await room.bench.change([("meeting.surveyPairs", "2")], by: .owner)
        try await room.bench.change([("meeting.surveyPairs", "3")], by: .owner)
        #expect(try await room.bench.store.jobs(JobQuery(kind: .refreshAll)).items.count == 1)
        try await room.bench.workOff()
        let done = try await room.bench.store.jobs(JobQuery(kind: .refreshSuggestions, subject: meeting.id.uuid)).items
        #expect(!done.isEmpty && done.allSatisfy { $0.state == .done })
    }

    @Test("a meeting whose words are not kept is left as it is")
    func noWords() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        try await room.bench.changePrivacy(PrivacyPolicy(.analyseKeepNoWords), by: .owner)
        #expect(try await room.bench.store.jobs(JobQuery(kind: .applyPolicy)).items.map(\.state) == [.done])
        let claims = try await room.bench.store.claims(ClaimQuery(of: meeting.id)).map(\.id)
        try await room.bench.store.enqueue([RefreshSuggestionsJob.job(for: meeting.id, at: room.bench.now())])
        try await room.bench.workOff()
        #expect(try await room.bench.store.claims(ClaimQuery(of: meeting.id)).map(\.id) == claims)
        #expect(try await room.bench.store.jobs(JobQuery(states: [.failed])).items.isEmpty)
    }

    @Test("an import by the one who uploads leaves a job that is done with the meeting")
    func upload() async throws {
        let room = try await Room.open()
        _ = try await room.meeting()
        let jobs = try await room.bench.jobs(JobQuery(), by: .owner).items
        #expect(jobs.map(\.job.state) == [.done])
        #expect(jobs.first?.about == "first.vtt")
        try await room.bench.workOff()
        #expect(try await room.bench.count(MeetingQuery(), by: .owner) == 1)
    }

    @Test("whoever uploads waits for a runner that has the file already, and gets its meeting")
    func runnerWasFaster() async throws {
        let room = try await Room.open()
        let item = try await room.bench.keepTranscript(vtt(), named: "a.vtt", details: .bothSides, by: .owner)
        let job = try #require(try await room.bench.store.jobs(JobQuery(subject: item.id.uuid)).items.first)
        let time = room.bench.now()
        let begun = try #require(try await room.bench.store.begin(job.id, node: "elsewhere", until: time.advanced(by: 86_400_000), at: time))
        async let result = room.bench.importTranscript(item, by: .owner)
        let other = try await room.again()
        _ = try await other.importTranscript(item, brokenParts: .ask, by: .owner, under: JobRun(begun, store: other.store, now: other.now))
        // Told as what it is: “the same file is here already” would be about a copy that nobody brought in.
        guard case .imported(let summary, _, _) = try await result else { throw Unexpected("told of as a copy") }
        #expect(summary.meeting.title == "a")
        #expect(try await room.bench.count(MeetingQuery(), by: .owner) == 1)
    }

    @Test("cancelling an import leaves the file out; whoever brought a file in tries its failed import again")
    func imports() async throws {
        let room = try await Room.open()
        let bench = room.bench, time = Workbench.clock()
        let member = Member(id: .make(at: time), name: "Seller", address: "seller@norrvik.example", role: .salesperson, state: .active, createdAt: time)
        try await bench.store.add(member, token: nil)
        let seller = Visitor(member, in: bench.store.id), other = Visitor(.member(.make(at: time)), name: "Other", role: .salesperson, workspace: bench.store.id)
        let first = try await bench.keepTranscript(vtt(), named: "a.vtt", details: .bothSides, by: seller)
        let job = try #require(try await bench.store.jobs(JobQuery(subject: first.id.uuid)).items.first)
        #expect(job.madeBy == member.id)
        await #expect(throws: NotPermitted.self) { try await bench.cancelJob(job.id, by: seller) }
        try await bench.cancelJob(job.id, by: .owner)
        #expect(try await bench.store.intake(first.id).state.name == .refused)
        expectSentence(await #expect(throws: StoreError.self) { try await bench.retryJob(job.id, by: .owner) })

        let second = try await bench.keepTranscript(vtt(Array(talk.prefix(3))), named: "b.vtt", details: .bothSides, by: seller)
        let failing = try #require(try await bench.store.jobs(JobQuery(subject: second.id.uuid)).items.first)
        let lease = try #require(try await bench.store.begin(failing.id, node: "x", until: time, at: time))
        try await bench.store.fail(lease.held, "The disk was full.", retry: nil, at: time)
        #expect(try await bench.importsUnderWay(by: seller).map(\.job?.state) == [.failed])
        #expect(try await bench.importsUnderWay(by: other).isEmpty)
        await #expect(throws: StoreError.self) { try await bench.retryImport(second.id, by: other) }
        #expect(try await bench.retryImport(second.id, by: seller).state == .waiting)
        try await bench.workOff()
        #expect(try await bench.meetings(MeetingQuery(), by: .owner).items.map(\.broughtInBy) == [member.id])
    }

    @Test("retention by hand and what is broken off of it is one kind of job; ended jobs go after the days that are set")
    func tidying() async throws {
        let room = try await Room.open()
        try await room.bench.runRetention(by: .owner)
        let job = try #require(try await room.bench.store.jobs(JobQuery(kind: .retention)).items.first)
        #expect(job.state == .done)
        try await room.bench.change([("jobDays", "1")], by: .owner)
        await #expect(throws: StoreError.self) { try await room.bench.change([("jobDays", "0")], by: .owner) }
        try await room.bench.workOff()
        #expect(try await room.bench.store.job(job.id).state == .done)
        #expect(try await room.bench.store.purgeJobs(endedBefore: room.bench.now().advanced(by: 86_400_000)) > 0)
        await #expect(throws: StoreError.self) { try await room.bench.store.job(job.id) }
    }

    @Test("what another process set is what a job goes by")
    func catchesUp() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        let stale = try await room.again()
        let job = ApplyPolicyJob.job(by: nil, at: room.bench.now())
        try await room.bench.keepSettings(queueing: { _, _ in [job] }) { $0.privacy = PrivacyPolicy(.analyseKeepNoWords) }
        #expect(stale.settings.privacy == PrivacyPolicy())
        try await stale.workOff()
        #expect(stale.settings.privacy == PrivacyPolicy(.analyseKeepNoWords))
        #expect(try await stale.store.removedWords(of: meeting.id) == .all)
    }
}
