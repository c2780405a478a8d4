import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("Looking at a store changes nothing of it")
struct FoundStoreTests {
    private func look(_ room: Room) async throws -> FoundStore {
        let place: StorePlace = TestStore.isOnPostgres ? .database(TestStore.address, folder: room.folder, options: TestStore.postgres(room.folder)) : .folder(room.folder)
        return try await place.look()
    }

    /// As opening does with the first migrations only.
    private func open(_ room: Room, _ migrations: [Migration]) async throws -> SQLRecordStore {
        guard TestStore.isOnPostgres else { return try await SQLiteStore.open(room.folder, migrations: migrations) }
        return try await PostgresStore.open(TestStore.address, folder: room.folder, options: TestStore.postgres(room.folder), migrations: migrations)
    }

    @Test("a store of this program, with its audit log")
    func current() async throws {
        let room = try Room()
        try await room.makeStore().close()
        try await room.makeLog(1).close()
        let found = try await look(room)
        #expect(found.level == .current(made: Schema.migrations.count))
        #expect(found.auditLevel == .current(made: AuditSchema.migrations.count))
        #expect(try await found.records.engineFacts().level.isCurrent)
        try await found.close()
    }

    @Test("one of an older program stays as it is, until it is opened")
    func older() async throws {
        let room = try Room()
        try await open(room, Array(Schema.migrations.dropLast(2))).close()
        let count = Schema.migrations.count
        for _ in 0..<2 {
            let found = try await look(room)
            #expect(found.level == .older(made: count - 2, toMake: 2))
            // Nobody made an audit log, and looking does not either.
            #expect(found.audit == nil && found.auditLevel == .missing)
            #expect(try await found.records.check().contains("whole"))
            try await found.close()
        }
        #expect(!FileManager.default.fileExists(atPath: room.folder.appendingPathComponent("audit.sqlite").path))
        try await room.makeStore().close()
        let found = try await look(room)
        #expect(found.level == .current(made: count))
        try await found.close()
    }

    @Test("one of a newer program is told by what it made, and whether nodes of this one may go on beside it")
    func newer() async throws {
        for oldest in ["98: from the future", nil] {
            let room = try Room()
            let future = [Migration("98: from the future", oldestForm: oldest) { _ in }, Migration("99: from the future") { _ in }]
            try await open(room, Schema.migrations + future).close()
            let found = try await look(room)
            // A store in a file has one node.
            #expect(found.level == (TestStore.isOnPostgres && oldest == nil ? .expanded(unknown: 2) : .newer(unknown: 2)))
            try await found.close()
        }
    }

    @Test("where there is none, none is made")
    func missing() async throws {
        let room = try Room()
        guard TestStore.isOnPostgres else {
            await #expect(throws: StoreError.refused("There is no store in \(room.folder.path). Name its folder with --data.")) { try await look(room) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: room.folder.path) == [])
            return
        }
        for _ in 0..<2 {
            let found = try await look(room)
            #expect(found.level == .missing && found.auditLevel == .missing)
            let schemas = try await found.records.engine.read { [schema = TestStore.schema(of: room.folder)] db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM pg_namespace WHERE nspname LIKE ?", arguments: [schema + "%"])
            }
            #expect(schemas == 0)
            try await found.close()
        }
    }

    @Test("nodes on one database see each other’s marks where their files are in one folder, and miss them where not", .enabled(if: TestStore.isOnPostgres, "there is one node on SQLite"))
    func nodes() async throws {
        let room = try Room()
        func node(_ name: String, files: URL?) async throws -> SQLRecordStore {
            let folder = room.folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if let files { try FileManager.default.createSymbolicLink(at: folder.appendingPathComponent("files"), withDestinationURL: files) }
            return try await PostgresStore.open(TestStore.address, folder: folder, options: TestStore.postgres(room.folder))
        }
        let first = try await node("a", files: nil)
        #expect(try await first.otherNodes() == [])
        let shared = try await node("b", files: room.folder.appendingPathComponent("a/files"))
        let apart = try await node("c", files: nil)
        let (here, there) = (try #require(shared.node), try #require(apart.node))
        let time = Timestamp.minutes(5)
        try shared.leaveMark(at: time)
        let seen = try #require(try await first.otherNodes())
        #expect(seen.count == 2)
        #expect(seen.first { $0.id == here }?.markedAt == time)
        #expect(seen.contains { $0.id == there && $0.markedAt == nil })
        // Marks are no files of the record.
        #expect(first.files.all().isEmpty)
        try await shared.close()
        try await apart.close()
        try await first.close()
    }

    @Test("on SQLite nobody leaves marks", .enabled(if: TestStore.isOnSQLite, "about SQLite"))
    func alone() async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        try store.leaveMark(at: .base)
        #expect(try await store.otherNodes() == nil)
        #expect(!FileManager.default.fileExists(atPath: room.folder.appendingPathComponent("files/nodes").path))
        try await store.close()
    }
}
