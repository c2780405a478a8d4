import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

@Suite("A store of a past version")
struct PastStoreTests {
    private static let onSQLite = ConditionTrait.enabled(if: TestStore.isOnSQLite, "It is a folder.")
    private static let onPostgres = ConditionTrait.enabled(if: TestStore.isOnPostgres, "about PostgreSQL")
    private static let workspace = Identifier<Workspace>(PastStore.id)
    private static let versions = Array(1...Schema.migrations.count)
    /// The forms that a store on PostgreSQL can have.
    private static let postgresVersions = Array(Schema.inBeginning.count...Schema.migrations.count)

    @Test("on PostgreSQL is brought up to today with every row of every table, and comes back from the copy that was made before", onPostgres, arguments: postgresVersions)
    func opensOnPostgres(version: Int) async throws {
        let room = try Room()
        let tables = try await PastStore.onPostgres(in: room, after: Array(Schema.migrations.prefix(version)))
        #expect(tables.count >= 40)
        let store = try await TestStore.open(room.folder)
        for table in tables {
            let count = try await store.engine.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
            #expect(count == 1, "\(table)")
        }
        let copies = CopiesBeforeMigration(folder: room.place("files")).all()
        #expect(copies.count == (version == Schema.migrations.count ? 0 : 1))
        for copy in copies {
            _ = try await SnapshotSource.reading(copy) { try await SnapshotRestore($0).makeStore(at: room.place("back")) }
        }
        try await Self.look(store, version: version)
        try await store.close()
        guard !copies.isEmpty else { return }
        try await SnapshotStores.with(room.place("back")) { store, _ in
            // Files are not in such a copy: they stay where they were.
            _ = try store.files.store(PastStore.sound)
            try await Self.look(store, version: version)
        }
    }

    @Test("is brought up to today with every row of every table", onSQLite, arguments: versions)
    func opens(version: Int) async throws {
        let room = try Room()
        let past = try PastStore(at: room.place("past"), after: Schema.migrations.prefix(version))
        #expect(past.tables.count >= 19)
        try await SnapshotStores.with(past.folder) { store, _ in
            for table in past.tables {
                let count = try await store.engine.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
                #expect(count == 1, "\(table)")
            }
            try await Self.look(store, version: version)
        }
    }

    @Test("comes back from a backup of its time, in a new store and beside another workspace", onSQLite, arguments: versions)
    func restores(version: Int) async throws {
        let room = try Room()
        let past = try PastStore(at: room.place("past"), after: Schema.migrations.prefix(version))
        let tape = try await snapshot(of: past)
        _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to"))
        try await SnapshotStores.with(room.place("to")) { store, _ in try await Self.look(store, version: version) }
        #expect(room.names(below: room.place("to")).filter { $0.contains("before-migration") } == [])

        let other = try await SnapshotWorld(in: room, folder: "other")
        try await SnapshotStores.with(other.folder) { store, audit in
            _ = try await SnapshotRestore(tape.source).add(to: store, audit: audit, scratch: room.place("scratch"))
            try await Self.look(store, version: version)
            #expect(try await store.workspace(other.workspace).count(MeetingQuery()) == 2)
        }
        #expect(room.names(below: room.folder).filter { $0.contains("scratch") } == [])
    }

    /// A snapshot as the version of that time would have written it.
    private func snapshot(of past: PastStore) async throws -> Tape {
        let tape = Tape(), workspace = Self.workspace
        let migrations = Array(Schema.migrations.prefix(past.version))
        let store = try await SQLiteStore.open(past.folder, migrations: migrations)
        let header = SnapshotHeader(
            madeBy: "0.0.1", madeAt: .base, engine: "sqlite", schema: migrations.map(\.name), auditSchema: [AuditSchema.migrations[0].name],
            workspaces: [.init(id: workspace, name: "Old")]
        )
        let writer = try SnapshotWriter(tape.sink, key: nil, header: header) { _ in }
        let sender = SnapshotFileSender(store.files, writer)
        try sender.send(SnapshotFileHead(hash: ContentHash(of: PastStore.sound), bytes: PastStore.sound.count))
        try await store.engine.read { db in
            let section = SnapshotSection(part: .store, workspace: workspace)
            try writer.section(section)
            var reading = try SnapshotTableReading(section, db)
            try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
        }
        _ = try writer.close(missing: [])
        try await store.close()
        return tape
    }

    /// What today's code sees in it: values worked out from what `PastStore` puts there.
    private static func look(_ store: SQLRecordStore, version: Int) async throws {
        let handle = try await store.workspace(workspace)
        let meeting = Identifier<Meeting>(PastStore.id)
        #expect(try await handle.meetings(MeetingQuery()).items.map(\.meeting.title) == ["old title"])
        #expect(try await handle.transcript(of: meeting).transcript.utterances.map(\.text) == ["spoken of old"])
        #expect(try await handle.moments(MomentQuery(words: "spoken")).items.map(\.meeting) == [meeting])
        #expect(try await handle.claims(ClaimQuery(of: meeting)).map(\.standing) == [.confirmed])
        #expect(try await handle.ledger(of: meeting).claims.map(\.standing) == [.suggested])
        #expect(try await handle.cast(of: meeting).cast.participants == [])
        #expect(try await handle.erasure(of: meeting) != nil)
        let file = try #require(try await handle.files(of: meeting).first)
        #expect(try store.files.read(file.file.hash) == PastStore.sound)
        if version >= 2 {
            #expect(try await handle.interaction(Identifier(PastStore.id), in: .everything).interaction.title == "old title")
            #expect(try await handle.writtenMoments(WrittenQuery(words: "text"), in: .everything).items.count == 1)
        }
        if version >= 3 { #expect(try await handle.members().map(\.name) == ["old name"]) }
        if version >= 4 { #expect(try await handle.removedWords(of: meeting) == .all) }
        // It goes on from there.
        let new = try await handle.add(newMeeting(title: "New", at: .minutes(3)))
        #expect(try await handle.count(MeetingQuery()) == 2)
        try await handle.erase(new.id)
        #expect(try await store.check().hasPrefix("whole; "))
    }
}
