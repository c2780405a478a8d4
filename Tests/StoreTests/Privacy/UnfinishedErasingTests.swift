import Covalence
import Foundation
import GRDB
import StoreTesting
import Testing
@testable import Store

/// SQLite cannot cut its log while somebody reads in it; on PostgreSQL a table that is locked is the like.
@Suite("Erasing that cannot end at once", .enabled(if: TestStore.isOnSQLite, "about SQLite's file"))
struct UnfinishedErasingTests {
    @Test("while somebody reads for long, what is erased is gone for everybody, and its bytes go when they are through")
    func read() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let new = newMeeting(lines: [("Anna", "We call it Quagzimtorple here"), ("Ben", "Why?")])
        try await workspace.add(new)
        try await store.close()
        var options = SQLiteStore.Options()
        options.patience = 50
        let impatient = try await SQLiteStore.open(room.folder, options: options)
        let mine = try await impatient.workspace(workspace.id)
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        let reader = try room.outsider()
        try await reader.writeWithoutTransaction { try $0.execute(sql: "BEGIN; SELECT count(*) FROM meeting") }

        try await mine.erase(new.meeting.id)
        #expect(try await mine.count(MeetingQuery()) == 0)
        #expect(try await mine.moments(MomentQuery(words: "Quagzimtorple", limit: 5)).items.isEmpty)
        let later = Timestamp(Date()).advanced(by: 1_000)
        #expect(try await mine.unfinishedErasures(before: later) == 1)
        #expect(try await mine.unfinishedErasures(before: later.advanced(by: -60_000)) == 0)
        #expect(try await impatient.engineFacts().unfinishedErasures == 1)
        #expect(try room.filesHolding("Quagzimtorple") != [])
        await #expect(throws: StoreError.locked(path: path)) { try await mine.finishErasures() }
        // Erased again it is as it is, and other things are erased too.
        try await mine.erase(new.meeting.id)
        // Whoever opens the store now may do so.
        let other = try await SQLiteStore.open(room.folder, options: options)
        #expect(try await other.workspace(workspace.id).count(MeetingQuery()) == 0)
        try await other.close()

        try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try reader.close()
        try await mine.finishErasures()
        #expect(try room.filesHolding("Quagzimtorple") == [])
        #expect(try await mine.unfinishedErasures(before: later) == 0)
    }

    @Test("several that were left are cleared at once, with their files; one that nothing is left of stays as it is")
    func several() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let hash = try store.files.store(Data("RIFF Quagzimtorple".utf8))
        var first = newMeeting(lines: [("Anna", "Quagzimtorple one")]), second = newMeeting(lines: [("Anna", "Quagzimtorple two")])
        first.recording = StoredFile(hash: hash, bytes: 18, mediaType: "audio/wav", name: "a.wav", receivedAt: .base)
        second.meeting.title = "Second"
        for new in [first, second] { try await workspace.add(new) }
        let number = try #require(workspace as? SQLWorkspaceStore)
        // As a process leaves them that ends after the rows went.
        let ids = [first.meeting.id, second.meeting.id]
        try await number.engine.write { db in
            for id in ids { try number.removeRows(of: id, at: .base, db) }
        }
        #expect(try await workspace.unfinishedErasures(before: .base.advanced(by: 1)) == 2)
        #expect(try await workspace.unfinishedErasures(before: .base) == 0)
        try await workspace.finishErasures()
        #expect(try await workspace.unfinishedErasures(before: .base.advanced(by: 1)) == 0)
        #expect(store.files.size(of: hash) == nil)
        #expect(try room.filesHolding("Quagzimtorple") == [])
        try await workspace.finishErasures()
    }
}
