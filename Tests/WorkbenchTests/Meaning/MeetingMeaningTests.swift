import Covalence
import Foundation
import Language
import MeetingInteraction
import Store
import StoreTesting
import Testing
@testable import Workbench

/// With the real encoder, where the set-up has fetched it.
@Suite("Meetings by meaning", .serialized)
struct MeetingMeaningTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../.deps/meaning").standardizedFileURL
    static let isThere = (try? MeaningFiles(folder: folder).check()) != nil

    private static let talk = [
        ("Ines", "So, tell me how you plan your deliveries at the moment."),
        ("Paula", "Each branch does its rostering by itself, some in a spreadsheet and some on a whiteboard."),
        ("Ines", "Mm-hmm."),
        ("Paula", "I'll put the two of you in touch with our plant manager next Thursday, and then we take it from there."),
        ("Ines", "Good, next Thursday is fine for me."),
    ]

    private func bench(_ room: Room, _ meaning: MeaningFiles?) async throws -> Workbench {
        let analyzer = try MeetingAnalyzer.bundled { tagger in meaning.map { MeaningDesk($0, tagger: tagger, folder: nil) } }
        return try await Workbench(records: room.bench.records, workspace: room.bench.workspace.id, analyzer: analyzer, now: room.bench.now)
    }

    private func bringIn(_ bench: Workbench) async throws -> Identifier<Meeting> {
        let item = try await bench.keepTranscript(
            vtt(Self.talk), named: "a.vtt", details: ImportDetails(language: "en", sellers: ["Ines"], customers: ["Paula"]), by: .owner
        )
        guard case .imported(let summary, _, _) = try await bench.importTranscript(item, missingConsent: .goOn, by: .owner) else { throw CocoaError(.fileReadUnknown) }
        return summary.id
    }

    @Test("a meeting is read by words at once and by meaning by the job; clicks, corrections and a new start keep what was read", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func reads() async throws {
        let room = try await Room.open()
        let bench = try await bench(room, MeaningFiles(folder: Self.folder))
        let id = try await bringIn(bench)
        let first = try await bench.openMeeting(id, by: .owner)
        #expect(first.analysis.reading.engine == "words-en/2")
        #expect(bench.analyzer.readByWords(first.analysis)?.contains("so far") == true)
        try await bench.workOff()
        let second = try await bench.openMeeting(id, by: .owner)
        #expect(second.analysis.reading.engine == "meaning-en/1+words-en/2")
        #expect(bench.analyzer.readByWords(second.analysis) == nil)
        #expect(second.summary.version > first.summary.version)
        // Every suggestion that waits is one of this reading.
        let waiting = try await bench.store.claims(ClaimQuery(of: id, standings: [.suggested]))
        #expect(!waiting.isEmpty && Set(waiting.map(\.id)).isSubset(of: Set(second.claims.values.map(\.id))))
        // A decision changes the meeting and not what was read.
        let kept = try #require(try await bench.store.meaning(of: id))
        let claim = try #require(waiting.first)
        var change = MeetingChange()
        change.decisions = [ExpectedDecision(Decision(claim: claim.id, standing: .rejected, author: .person("P"), at: bench.now()), expecting: .suggested)]
        try await bench.store.apply(change, to: id)
        #expect(try await bench.store.meaning(of: id) == kept)
        // Another process, without the encoder: what was kept is there.
        let later = try await self.bench(room, nil)
        #expect(try await later.openMeeting(id, by: .owner).analysis.reading.engine == "meaning-en/1+words-en/2")
        #expect(try await later.store.claim(claim.id).standing == .rejected)
        // A correction reads on with what is known, and has the rest read.
        try await bench.correctWords(of: id, [1: "Every branch makes its roster by itself, mostly on a whiteboard."], expecting: 1, by: .owner)
        #expect(try await bench.openMeeting(id, by: .owner).analysis.reading.engine == "meaning-en/1+words-en/2")
        #expect(try await bench.store.meaning(of: id)?.cast == 0)
        try await bench.workOff()
        #expect(try await bench.store.meaning(of: id)?.cast == 1)
        // Nothing is read twice.
        let version = try await bench.store.version(of: id)
        try await bench.readAnew(id, byMeaning: true)
        #expect(try await bench.store.version(of: id) == version)
    }

    @Test("a store that is moved has its meetings read by meaning at once, though that was done today", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func moved() async throws {
        let room = try await Room.open()
        let bench = try await bench(room, MeaningFiles(folder: Self.folder))
        let id = try await bringIn(bench)
        try await bench.workOff()
        #expect(try await bench.store.meaning(of: id) != nil)
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-moved-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        _ = try await SnapshotStores.with(TestStore.place(room.folder)) { store, audit in
            try await SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: bench.now()).makeStore(at: scratch)
        }
        let store = try await SQLiteStore.open(scratch)
        let there = try await Workbench(records: store, workspace: bench.workspace.id, analyzer: bench.analyzer, now: room.bench.now)
        #expect(try await there.store.meaning(of: id) == nil)
        try await there.workOff()
        #expect(try await there.store.meaning(of: id) != nil)
        try await store.close()
    }

    @Test("meetings are read by what the team taught, under a name that says so; the newest soon after it was learnt", .enabled(if: isThere, "the sentence encoder is not installed"))
    func taught() async throws {
        let room = try await Room.open()
        let bench = try await bench(room, MeaningFiles(folder: Self.folder))
        let id = try await bringIn(bench)
        try await bench.workOff()
        func share() async throws -> Double {
            let scores = try #require(try await bench.keptScores(of: id, try await bench.store.transcript(of: id).transcript))
            return scores.rows.filter { $0.utterances.contains(1) }.map { $0.shares["resisting-factor"] ?? 0 }.max() ?? 0
        }
        let before = try await share()
        // Nothing in the words resists; the team says that here it does.
        try await bench.decide("resisting-factor", of: "meeting-interaction", .carries, at: .turn(id, version: 1, first: 1, count: 1), by: .owner)
        #expect(try await bench.meetingEngine() == "meaning-en/1")
        try await bench.workOff()
        let engine = try await bench.meetingEngine()
        #expect(engine.wholeMatch(of: /meaning-en\/1\/taught-\d{8}T\d{6}(\.\d+)?Z/) != nil)
        #expect(try await bench.store.meaning(of: id)?.engine == engine)
        #expect(try await bench.openMeeting(id, by: .owner).analysis.reading.engine == engine + "+words-en/2")
        #expect(try await share() > before)
        // What was erased is not learnt any more.
        try await bench.erase(id, by: .owner)
        #expect(try await bench.store.jobs(JobQuery(states: [.waiting], kind: .learnCodebook)).items.map(\.payload) == [["codebook": "meeting-interaction"]])
        try await bench.workOff()
        #expect(try await bench.codeFigures("meeting-interaction", by: .owner).learnt?.decisions == 0)
        #expect(try await bench.meetingEngine() != engine)
    }

    @Test("an encoder that does not work leaves words, says so with what to do, and no job fails")
    func broken() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["libopenvino_c.so.2641", "model.onnx", "tokenizer.json"] { try Data("broken".utf8).write(to: folder.appendingPathComponent(name)) }
        let room = try await Room.open()
        let bench = try await bench(room, MeaningFiles(folder: folder))
        let id = try await bringIn(bench)
        try await bench.workOff()
        let open = try await bench.openMeeting(id, by: .owner)
        #expect(open.analysis.reading.engine == "words-en/2")
        let note = try #require(bench.analyzer.readByWords(open.analysis))
        #expect(note.hasPrefix("Read by words. ") && !note.contains("so far"))
        // Search by meaning has nothing to fall back on: its job says what to do.
        #expect(try await bench.store.jobs(JobQuery(states: [.failed], limit: 10)).items.allSatisfy { $0.kind == .readPassages })
        #expect(try await bench.store.jobCounts().byState[.waiting] ?? 0 == 0)
    }

    @Test("without an encoder nothing waits for it, and the page says what to do")
    func none() async throws {
        let room = try await Room.open()
        let bench = try await bench(room, nil)
        let id = try await bringIn(bench)
        #expect(try await bench.store.jobCounts().byState[.waiting] ?? 0 == 0)
        let note = bench.analyzer.readByWords(try await bench.openMeeting(id, by: .owner).analysis)
        #expect(note?.contains("./run") == true)
        #expect(bench.analyzer.meaningEngine(for: "de") == nil)
    }
}
