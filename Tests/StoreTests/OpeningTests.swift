import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

/// Opening, what is left from before, and what belongs to the SQLite engine alone.
struct OpeningTests {
    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func everyCommitIsSynced() async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        let settings = try await store.engine.withoutTransaction { db in
            try ["synchronous", "journal_mode", "foreign_keys", "secure_delete"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        // 2 is FULL, 1 is ON.
        #expect(settings == ["2", "wal", "1", "1"])
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func aNewerStoreIsRefused() async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        try await store.engine.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
        }
        try await store.close()
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        await #expect(throws: StoreError.newerSchema(path: path)) { try await SQLiteStore.open(room.folder) }
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func whatIsNoStoreIsRefused() async throws {
        let room = try Room()
        let path = room.folder.appendingPathComponent("covalence.sqlite")
        try Data(repeating: 7, count: 9000).write(to: path)
        await #expect(throws: StoreError.corrupt("\(path.path) is not a store of Covalence.")) { try await SQLiteStore.open(room.folder) }
        #expect(try Data(contentsOf: path) == Data(repeating: 7, count: 9000))
        try FileManager.default.removeItem(at: path)
        let foreign = try DatabaseQueue(path: path.path)
        try await foreign.write { try $0.execute(sql: "CREATE TABLE recipe (name TEXT)") }
        try foreign.close()
        do {
            _ = try await SQLiteStore.open(room.folder)
            Issue.record("A database of another program was opened.")
        } catch {
            #expect(error.description.contains("another program"))
        }
    }

    @Test func twoOpenStoresSeeEachOthersWork() async throws {
        let room = try Room()
        let (_, first) = try await room.makeWorkspace()
        let second = try await room.makeStore().workspace(first.id)
        await withTaskGroup(of: Void.self) { group in
            for workspace in [first, second] {
                for _ in 0..<10 {
                    group.addTask {
                        do { try await workspace.add(newMeeting()) } catch { Issue.record(error) }
                    }
                }
            }
        }
        #expect(try await first.count(MeetingQuery()) == 20)
        #expect(try await second.moments(MomentQuery(words: "shifts", limit: 500)).items.count == 20)
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func aWriterThatDoesNotLetGoIsNamed() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        var options = SQLiteStore.Options()
        options.patience = 50
        let impatient = try await SQLiteStore.open(room.folder, options: options)
        let other = try await impatient.workspace(workspace.id)
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        let holder = try room.outsider()
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: StoreError.locked(path: path)) { try await other.add(newMeeting()) }
        #expect(try await other.count(MeetingQuery()) == 0)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try await other.add(newMeeting())
        try holder.close()
    }

    @Test(.enabled(if: TestStore.isOnSQLite, "about SQLite's file")) func aFullDiskIsSaidAndChangesNothing() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        try await workspace.add(newMeeting())
        try await store.close()
        var options = SQLiteStore.Options()
        options.pageLimit = 120
        let small = try await SQLiteStore.open(room.folder, options: options)
        let full = try await small.workspace(workspace.id)
        let path = room.folder.appendingPathComponent("covalence.sqlite").path
        let large = newMeeting(lines: (0..<5000).map { ("Anna", "A line that fills the disk \($0)") })
        await #expect(throws: StoreError.diskFull(path: path)) { try await full.add(large) }
        #expect(try await full.count(MeetingQuery()) == 1)
        try await full.add(newMeeting())
        #expect(try await full.count(MeetingQuery()) == 2)
    }

    @Test func fullMinutesGoOnInTheNext() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let sqlite = try #require(workspace as? SQLWorkspaceStore)
        let first = try await workspace.add(newMeeting(title: "first"))
        try await sqlite.engine.write { db in
            // As if 4,096 meetings had begun in that minute.
            let last = (SearchKey.minute(of: .base) + 1) * SearchKey.slots - 1
            let key = try Int64.fetchOne(db, sql: "SELECT search_key FROM meeting WHERE id = ?", arguments: [first.id.uuid]) ?? 0
            for (position, text) in ["What would that mean for your plant?", "We would save two shifts a week."].enumerated() {
                let index = try IndexWriting(workspace: sqlite.number, db)
                try index.remove(text, at: SearchKey(rawValue: key).row(position))
                try index.add(text, at: SearchKey(rawValue: last).row(position))
            }
            try db.execute(sql: "UPDATE meeting SET search_key = ?", arguments: [last])
        }
        try await workspace.add(newMeeting(title: "second"))
        #expect(try await workspace.moments(MomentQuery(words: "shifts")).items.map(\.title) == ["second", "first"])
    }

    @Test func filesThatWereNeverNotedAreSweptAfterAWhile() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let store = try await TestStore.open(room.folder)
        let orphan = try store.files.store(Data("orphan".utf8))
        let noted = try store.files.store(Data("noted".utf8))
        try await workspace.receive(IntakeItem(
            id: .make(at: .base), file: StoredFile(hash: noted, bytes: 5, mediaType: "text/plain", name: "n", receivedAt: .base)
        ))
        try await store.sweepFiles(receivedBefore: Date(timeIntervalSinceNow: -60))
        #expect(store.files.url(of: orphan) != nil)
        try await store.sweepFiles(receivedBefore: Date(timeIntervalSinceNow: 60))
        #expect(store.files.url(of: orphan) == nil)
        #expect(store.files.url(of: noted) != nil)
    }

    @Test func anErasureThatWasBrokenOffIsFinishedAtOpening() async throws {
        let room = try Room()
        let (store, workspace) = try await room.makeWorkspace()
        let content = Data("secretfile".utf8)
        let hash = try store.files.store(content)
        var new = newMeeting()
        new.original = StoredFile(hash: hash, bytes: content.count, mediaType: "text/plain", name: "n", receivedAt: .base)
        try await workspace.add(new)
        let sqlite = try #require(workspace as? SQLWorkspaceStore)
        let meeting = new.meeting.id
        try await sqlite.engine.write { db in try sqlite.removeRows(of: meeting, at: .base, db) }
        #expect(try !room.filesHolding("secretfile").isEmpty)
        try await store.close()
        _ = try await room.makeStore()
        #expect(try room.filesHolding("secretfile") == [])
        #expect(try room.filesHolding("shifts a week") == [])
    }
}
