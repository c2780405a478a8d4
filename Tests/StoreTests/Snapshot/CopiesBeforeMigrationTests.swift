import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

@Suite("A copy before the tables change", .serialized, .enabled(if: TestStore.isOnPostgres, "about PostgreSQL: on SQLite the file itself is copied"))
struct CopiesBeforeMigrationTests {
    private static let workspace = Identifier<Workspace>(PastStore.id)
    /// The form a store on PostgreSQL began with.
    private static let old = Schema.inBeginning.count

    @Test("holds the rows and the audit log of the older form, and a store is made of it")
    func isRestored() async throws {
        let room = try Room()
        try await oldStore(in: room)
        try await TestStore.open(room.folder).close()
        let copy = try #require(copies(in: room).first)
        #expect(copies(in: room).count == 1 && copy.lastPathComponent.hasPrefix("covalence-before-migration-10-"))
        #expect(try FileManager.default.attributesOfItem(atPath: copy.path)[.posixPermissions] as? Int == 0o600)

        let summary = try await SnapshotSource.reading(copy) { try await SnapshotRestore($0).makeStore(at: room.place("back")) }
        #expect(summary.header.schema == Schema.migrations.prefix(Self.old).map(\.name))
        #expect(summary.header.leavesFilesOut == true && summary.files == 0 && summary.missingFiles == [])
        // Tables of the older form only.
        #expect(!summary.tables.contains { $0.table == "job" || $0.table == "webhook" })
        try await SnapshotStores.with(room.place("back")) { store, audit in
            let handle = try await store.workspace(Self.workspace)
            #expect(try await handle.organizations(OrganizationQuery(), in: .everything).items.map(\.organization.name) == ["Halden"])
            let verified = try await audit.verify(workspace: Self.workspace)
            #expect(verified.isSound && verified.entries == 1)
        }
        // Nothing is left to change, so nothing is copied.
        try await TestStore.open(room.folder).close()
        #expect(copies(in: room) == [copy])
    }

    @Test("is not made of a store that is new")
    func notOfNew() async throws {
        let room = try Room()
        try await TestStore.open(room.folder).close()
        #expect(copies(in: room) == [])
    }

    @Test("is made once where several nodes come at once")
    func once() async throws {
        let room = try Room()
        try await oldStore(in: room)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try await TestStore.open(room.folder).close() } }
            try await group.waitForAll()
        }
        #expect(copies(in: room).count == 1)
    }

    @Test("that cannot be made leaves the tables as they are")
    func orNothing() async throws {
        let room = try Room()
        try await oldStore(in: room)
        let files = room.place("files")
        try FileManager.default.removeItem(at: files)
        try Data().write(to: files)
        await #expect(throws: StoreError.self) { try await TestStore.open(room.folder) }
        #expect(try TestStore.psql("SELECT count(*) FROM \(TestStore.schema(of: room.folder)).migration;") == ["\(Self.old)"])
        // With the place free again it goes on.
        try FileManager.default.removeItem(at: files)
        try await TestStore.open(room.folder).close()
        #expect(copies(in: room).count == 1)
    }

    @Test("goes with what is erased, here or on a node that did not see it")
    func isErased() async throws {
        let room = try Room()
        try await oldStore(in: room)
        let store = try await TestStore.open(room.folder)
        #expect(copies(in: room).count == 1)
        let handle = try await store.workspace(Self.workspace)
        let kept = try #require(copies(in: room).first)
        let meeting = try await handle.add(newMeeting())
        try await handle.erase(meeting.id)
        #expect(copies(in: room) == [])
        // As on a node with a folder of its own: the erasure is later than the copy.
        try Data().write(to: kept)
        let later = kept.deletingLastPathComponent().appendingPathComponent("covalence-before-migration-10-29990101T000000Z.backup")
        try Data().write(to: later)
        try await store.close()
        try await TestStore.open(room.folder).close()
        #expect(copies(in: room).map(\.lastPathComponent) == [later.lastPathComponent])
    }

    // MARK: -

    /// A store of the older form with a workspace, an account and an entry in its log, by SQL of that time.
    private func oldStore(in room: Room) async throws {
        let options = TestStore.postgres(room.folder)
        let store = try await PostgresStore.open(
            TestStore.address, folder: room.folder, options: options, migrations: Array(Schema.migrations.prefix(Self.old))
        )
        try await store.createWorkspace(WorkspaceRecord(id: Self.workspace, name: "Old", createdAt: .base))
        try await store.engine.write { db in
            try db.execute(sql: """
                INSERT INTO organization (workspace, id, name, name_key, kind, version, changed_at) VALUES (1, ?, 'Halden', 'halden', 'customer', 1, ?)
                """, arguments: [PastStore.id, Timestamp.base.milliseconds])
        }
        try await store.close()
        let audit = try await TestStore.openAudit(room.folder)
        try await audit.append(auditEntry(at: .base, on: AuditThing(.meeting, PastStore.id), in: Self.workspace))
        try await audit.close()
    }

    private func copies(in room: Room) -> [URL] { CopiesBeforeMigration(folder: room.place("files")).all() }
}
