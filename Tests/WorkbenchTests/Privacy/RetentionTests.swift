import Covalence
import Foundation
import MeetingInteraction
import Store
import StoreTesting
import Testing
@testable import Workbench

struct RetentionTests {
    /// Meetings that began 40, 20 and 1 days before the tests' clock.
    private func world() async throws -> (Room, [Identifier<Meeting>]) {
        let room = try await Room.open()
        var ids: [Identifier<Meeting>] = []
        for days in [40, 20, 1] {
            var details = ImportDetails.bothSides
            details.startedAt = Timestamp(milliseconds: 1_772_614_800_000 - Int64(days) * 86_400_000)
            ids.append(try await room.meeting(vtt(talk + [("Ben Holt", "It is day\(days)q today, after all that.")]), named: "\(days).vtt", details: details).id)
        }
        return (room, ids)
    }

    @Test func whatIsPastItsTimeGoesAndTheRestStays() async throws {
        let (room, ids) = try await world()
        try await room.bench.changeRetention(RetentionPolicy(days: [.meetings: 30, .words: 10, .originals: 10]), by: .owner)
        let preview = try await room.bench.previewRetention(by: .owner)
        #expect(preview.map(\.kind) == [.meetings, .words, .originals])
        #expect(preview.map(\.count) == [1, 2, 2])
        #expect(try await room.bench.store.count(MeetingQuery()) == 3)

        let removed = try await room.bench.runRetention(by: .owner)
        // The oldest went as a whole; the words of the next took its original with them.
        #expect(removed == [.meetings: 1, .words: 1, .originals: 0])
        #expect(try await room.bench.store.erasure(of: ids[0]) != nil)
        let kept = try await room.open(ids[1])
        #expect(kept.wordsKept == .none && kept.phraseFindings == ["benefit", "price", "objection"])
        #expect(try await room.open(ids[2]).wordsKept == .all)
        #expect(room.filesHolding("day40q") == [] && room.filesHolding("day20q") == [])
        #expect(!room.filesHolding("day1q").isEmpty)
        #expect(try await room.bench.runRetention(by: .owner).values.allSatisfy { $0 == 0 })
    }

    @Test func withoutAPolicyEverythingIsKept() async throws {
        let (room, _) = try await world()
        #expect(try await room.bench.previewRetention(by: .owner).isEmpty)
        #expect(try await room.bench.runRetention(by: .owner).isEmpty)
        await #expect(throws: NotPermitted.self) { try await room.bench.runRetention(by: .member(.manager, of: room.bench)) }
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func aRestoredBackupForgetsAgain() async throws {
        let (room, ids) = try await world()
        let backup = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-backup-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: backup) }
        try FileManager.default.copyItem(at: room.folder, to: backup)
        try await room.bench.erase(ids[0], by: .owner)
        try await room.policy(.analyseKeepNoWords)
        let list = try await room.bench.erasureList(by: .owner)
        #expect(list.split(separator: 0x0A).count >= 3)
        #expect(try await room.bench.replayErasures(from: list, by: .owner) == 0)

        let restored = try await Workbench.opening(try await SQLiteStore.open(backup), analyzer: .forTests())
        #expect(try await restored.replayErasures(from: list, by: .owner) >= 3)
        await #expect(throws: StoreError.self) { try await restored.openMeeting(ids[0], by: .owner) }
        let open = try await restored.openMeeting(ids[1], by: .owner)
        #expect(open.wordsKept == .none && open.phraseFindings == ["benefit", "price", "objection"])
        #expect(try await restored.replayErasures(from: list, by: .owner) == 0)
        // A line that is none: nothing is done.
        await #expect(throws: StoreError.self) { try await restored.replayErasures(from: list + Data("{}\n".utf8), by: .owner) }
        #expect(try await restored.replayErasures(from: Data(), by: .owner) == 0)
    }
}
