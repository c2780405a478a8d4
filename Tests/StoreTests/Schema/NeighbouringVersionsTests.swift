import Covalence
import Foundation
import GRDB
@testable import Store
import StoreTesting
import Testing

/// Machines are changed over one by one, so the version before works beside the new one for a while, on tables that the new one brought up.
@Suite("Two neighbouring versions", .serialized)
struct NeighbouringVersionsTests {
    /// What a migration takes away from the version before it, on purpose: written here with the release after which nobody needed it.
    /// Only a migration that has its line here may take something away.
    private static let contracted: [String: Set<String>] = [
        // Before the first release: no program of form 4 has to run beside one of form 5. These references went on SQLite, and nothing that
        // was written before is refused.
        "5: claims about anything": ["claim has a new rule: check ((meeting = 0) = (subject IS NOT NULL))"],
    ]

    /// What the version before finds by looking through more rows, because a migration put another index in the place of the one it asked by: written
    /// here with the reason. Only a migration that has its line here may do so.
    private static let slower: [String: Set<String>] = TestStore.isOnPostgres
        // Before the first release.
        ? ["26: participants by the beginning of what they are found by": [
            "interaction_participant is not found any more by (address)", "interaction_participant is not found any more by (name_key) where (person IS NULL)",
        ]]
        // The same rows, in words that both engines take; before the first release.
        : ["10: functions as they are searched": ["cast_label is not found any more by (workspace, label_key) where remembered"]]

    /// The first form that a store of this engine can have.
    private static let first = TestStore.isOnPostgres ? Schema.inBeginning.count : 1
    private static let steps = Array(first..<Schema.migrations.count)

    @Test("Each migration leaves what the version before it reads and writes", arguments: steps)
    func onlyAdds(after count: Int) async throws {
        let room = try Room()
        let former = try await Self.forms(in: room, count), new = try await Self.forms(in: room, count + 1)
        #expect(former.count >= 19)
        let broken = TableForm.broken(from: former, to: new)
        #expect(broken == Self.contracted[Schema.migrations[count].name] ?? [])
        #expect(TableForm.slower(from: former, to: new) == Self.slower[Schema.migrations[count].name] ?? [])
    }

    @Test("A row that an older version writes is taken, found and changed in tables of today", arguments: steps)
    func isWrittenAndRead(after count: Int) async throws {
        let room = try Room()
        let former = try await Self.forms(in: room, count)
        let store = try await Self.open(room, Schema.migrations.count)
        let tables = SnapshotCatalog.store.map(\.name) + SnapshotCatalog.leftOut.keys.sorted()
        let written = try await store.engine.write { db in
            var written = 0
            for table in tables {
                guard let form = former[table] else { continue }
                // Numbers are given by the table.
                let columns = form.columns.filter { $0.name != "number" }.sorted { $0.name < $1.name }
                let names = columns.map(\.name).joined(separator: ", "), values = columns.map { Self.value(of: $0, in: table) }
                try db.execute(
                    sql: "INSERT INTO \(table) (\(names)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
                    arguments: Store.StatementArguments(scalars: values)
                )
                let rows = try Store.Row.fetchAll(db, sql: "SELECT \(names) FROM \(table)")
                #expect(rows.count == 1 && columns.indices.allSatisfy { rows[0].scalar($0) == values[$0] }, "\(table)")
                try db.execute(
                    sql: "UPDATE \(table) SET \(columns.map { "\($0.name) = ?" }.joined(separator: ", "))",
                    arguments: Store.StatementArguments(scalars: values)
                )
                #expect(try db.changesCount == 1, "\(table)")
                written += 1
            }
            return written
        }
        #expect(written == former.count)
        try await store.close()
    }

    @Test("What takes something away is seen", arguments: [
        ("ALTER TABLE organization RENAME TO company;", "organization is gone"),
        ("ALTER TABLE organization DROP COLUMN size;", "organization.size is gone"),
        ("ALTER TABLE organization RENAME COLUMN size TO head_count;", "organization.size is gone"),
        ("ALTER TABLE event RENAME TO happening; CREATE TABLE event (workspace INTEGER NOT NULL, sequence INTEGER NOT NULL);", "event.kind is gone"),
        ("CREATE UNIQUE INDEX organization_once ON organization (workspace, name_key);", "organization has a new rule: unique"),
        ("DROP INDEX person_reach_mail;", "person_reach has no such key any more: unique"),
    ])
    func isSeen(sql: String, says sentence: String) async throws {
        let broken = try await Self.broken(by: sql)
        #expect(broken.contains { $0.hasPrefix(sentence) }, "\(broken)")
    }

    @Test("An index that goes is seen, also one that only makes finding fast; one that begins alike may take its place")
    func slowerIsSeen() async throws {
        #expect(try await Self.slower(by: "DROP INDEX meeting_newest;") == ["meeting is not found any more by (workspace, ordered_at, id)"])
        #expect(try await Self.slower(by: "DROP INDEX objective_question_open;").count == 1)
        #expect(try await Self.slower(by: "DROP INDEX intake_by_hash; CREATE INDEX intake_by_hash ON intake (workspace, sha256, state);") == [])
        #expect(try await Self.slower(by: "DROP INDEX intake_by_hash; CREATE INDEX intake_by_hash ON intake (workspace, state, sha256);") == [
            "intake is not found any more by (workspace, sha256)",
        ])
        #expect(try await Self.slower(by: "DROP INDEX intake_by_hash; CREATE INDEX intake_by_hash ON intake (workspace, sha256) WHERE meeting IS NULL;").count == 1)
    }

    @Test("A new column that has to be given, or becomes so, is seen")
    func mustBeGiven() async throws {
        // SQLite takes no such column with ALTER TABLE: the table is made anew, as a migration would have to.
        let broken = TestStore.isOnPostgres
            ? try await Self.broken(by: "ALTER TABLE team ADD COLUMN colour bigint NOT NULL; ALTER TABLE organization ALTER COLUMN size SET NOT NULL;")
            : try await Self.broken(by: """
                CREATE TABLE team_new (workspace INTEGER NOT NULL REFERENCES workspace, id BLOB NOT NULL CHECK (length(id) = 16), name TEXT NOT NULL,
                    colour INTEGER NOT NULL, PRIMARY KEY (workspace, id)) STRICT, WITHOUT ROWID;
                DROP TABLE team; ALTER TABLE team_new RENAME TO team;
                CREATE TABLE kept_new (workspace INTEGER NOT NULL, domain TEXT NOT NULL, meeting INTEGER NOT NULL REFERENCES meeting,
                    organization TEXT NOT NULL, side TEXT, PRIMARY KEY (workspace, domain, meeting)) STRICT, WITHOUT ROWID;
                DROP TABLE remembered_domain; ALTER TABLE kept_new RENAME TO remembered_domain;
                """)
        #expect(broken == [
            "team.colour is new and has to be given",
            TestStore.isOnPostgres ? "organization.size may not be missing any more" : "remembered_domain.organization may not be missing any more",
        ])
    }

    @Test("A trigger and a condition on a table of before are seen")
    func stricter() async throws {
        let broken = TestStore.isOnPostgres
            ? try await Self.broken(by: "ALTER TABLE team ADD CHECK (length(name) < 9);")
            : try await Self.broken(by: "CREATE TRIGGER strict BEFORE INSERT ON team BEGIN SELECT RAISE(ABORT, 'no'); END;")
        #expect(broken.count == 1 && broken.allSatisfy { $0.hasPrefix("team has a new rule: ") }, "\(broken)")
    }

    @Test("What only adds is let through: tables, columns that may stay empty or are filled in, keys on what is new, indexes")
    func added() async throws {
        #expect(try await Self.broken(by: """
            ALTER TABLE team ADD COLUMN colour INTEGER;
            ALTER TABLE team ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
            CREATE TABLE team_note (workspace INTEGER NOT NULL, team BLOB NOT NULL, text TEXT NOT NULL, PRIMARY KEY (workspace, team));
            CREATE UNIQUE INDEX team_by_colour ON team (workspace, colour);
            CREATE INDEX team_by_name ON team (workspace, name);
            """) == [])
    }

    @Test("What takes something away says which form does without it, and only that: by it a program is told whether it may still open the store")
    func oldestFormIsSaid() throws {
        var floor = 0
        for (place, migration) in Schema.migrations.enumerated() {
            #expect((migration.oldestForm == nil) == (Self.contracted[migration.name] == nil), "\(migration.name)")
            guard let oldest = migration.oldestForm else { continue }
            let form = try #require(Schema.migrations.firstIndex { $0.name == oldest }, "\(migration.name)")
            #expect(form <= place && form >= floor, "\(migration.name)")
            floor = form
        }
    }

    @Test("An older version refuses a newer file with a sentence, and changes nothing", .enabled(if: TestStore.isOnSQLite, "one program has a file"), arguments: steps)
    func downgrade(to count: Int) async throws {
        let room = try Room()
        let newer = try await Self.open(room, Schema.migrations.count)
        let before = try await newer.engine.read { db in try TableForm.all(db) }
        let refusal = await #expect(throws: StoreError.self) { try await Self.open(room, count) }
        #expect(refusal == .newerSchema(path: newer.engine.path))
        #expect(refusal?.description.contains("newer") == true)
        #expect(try await newer.engine.read { db in try TableForm.all(db) } == before)
        try await newer.close()
    }

    @Test("A node of the version before that starts anew during a change-over goes on, and changes nothing of the tables", .enabled(if: TestStore.isOnPostgres, "about several nodes"), arguments: [
        steps.last ?? 0, steps.first ?? 0,
    ])
    func restartsBeside(version count: Int) async throws {
        let room = try Room()
        let newer = try await Self.open(room, Schema.migrations.count)
        let before = try await newer.engine.read { db in try TableForm.all(db) }
        let older = try await Self.open(room, count)
        let id = Identifier<Workspace>.make(at: .base)
        try await older.createWorkspace(WorkspaceRecord(id: id, name: "Team", createdAt: .base))
        #expect(try await newer.workspaces().map(\.id) == [id])
        #expect(try await newer.engine.read { db in try TableForm.all(db) } == before)
        #expect(try await newer.engineFacts().level == .current(made: Schema.migrations.count))
        try await older.close()
        try await newer.close()
    }

    @Test("A program opens a store past its own form where the newer one said that it may, and else refuses it with the sentence", .enabled(if: TestStore.isOnPostgres, "about several nodes"))
    func beyond() async throws {
        let room = try Room(), today = Schema.migrations.count
        // Two forms that this program does not know: the first only adds, the second takes away what programs of the first do without.
        let next = Migration("98: to come", tables: "CREATE TABLE to_come (workspace INTEGER NOT NULL, note TEXT, PRIMARY KEY (workspace)) STRICT;")
        let after = Migration("99: after that", oldestForm: "98: to come", tables: "ALTER TABLE to_come DROP COLUMN note;")
        try await Self.open(room, today, and: [next]).close()
        let store = try await TestStore.open(room.folder)
        try await store.createWorkspace(WorkspaceRecord(id: .make(at: .base), name: "Team", createdAt: .base))
        // It does not know what belongs into a backup.
        let audit = try await TestStore.openAudit(room.folder)
        let refusal = await #expect(throws: StoreError.self) {
            _ = try await SnapshotExport(store, audit: audit).write(to: SnapshotSink { _ in }, madeBy: "0.1.0", at: .base)
        }
        #expect(refusal?.description.contains("newer Covalence") == true)
        #expect(try await store.engineFacts().level == .expanded(unknown: 1))
        try await audit.close()
        try await store.close()

        try await Self.open(room, today, and: [next, after]).close()
        await #expect(throws: StoreError.newerSchema(path: store.engine.path)) { try await TestStore.open(room.folder) }
        // The version in between does without what went.
        try await Self.open(room, today, and: [next]).close()
    }

    // MARK: Stores of a form

    private static func open(_ room: Room, _ count: Int, and more: [Migration] = []) async throws -> SQLRecordStore {
        let migrations = Array(Schema.migrations.prefix(count)) + more
        if TestStore.isOnPostgres {
            return try await PostgresStore.open(TestStore.address, folder: room.folder, options: TestStore.postgres(room.folder), migrations: migrations)
        }
        return try await SQLiteStore.open(room.folder, migrations: migrations)
    }

    private static func forms(in room: Room, _ count: Int, and more: [Migration] = []) async throws -> [String: TableForm] {
        let store = try await open(room, count, and: more)
        let forms = try await store.engine.read { db in try TableForm.all(db) }
        try await store.close()
        return forms
    }

    /// What a migration after today's, of these statements in SQLite's words, would take away.
    private static func broken(by sql: String) async throws -> Set<String> {
        let room = try Room(), today = Schema.migrations.count
        let former = try await forms(in: room, today)
        return TableForm.broken(from: former, to: try await forms(in: room, today, and: [Migration("99: tried", tables: sql)]))
    }

    private static func slower(by sql: String) async throws -> Set<String> {
        let room = try Room(), today = Schema.migrations.count
        let former = try await forms(in: room, today)
        return TableForm.slower(from: former, to: try await forms(in: room, today, and: [Migration("99: tried", tables: sql)]))
    }

    /// A value as the rows of `PastStore` have it.
    private static func value(of column: TableForm.Column, in table: String) -> Scalar { PastStore.scalar(table, column.name, column.type) }
}
