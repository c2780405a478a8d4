import Covalence
import Dispatch
import Foundation
import Logging
import Postgres
@testable import Store
import StoreTesting
import Testing

/// What belongs to PostgreSQL alone, and that the two engines do not drift apart.
@Suite(.enabled(if: TestStore.isOnPostgres, "about PostgreSQL"))
struct EngineTests {
    @Test func bothEnginesHaveTheSameTablesAndColumns() async throws {
        let room = try Room()
        let (opened, _) = try await room.makeWorkspace()
        let postgres = try #require(opened as? SQLRecordStore)
        let sqlite = try await SQLiteStore.open(room.folder.appendingPathComponent("other"))
        try await sqlite.createWorkspace(WorkspaceRecord(id: .make(at: .base), name: "Team", createdAt: .base))
        // Type and whether it may be missing, by table and column. SQLite does not say of a key made of one number that it is there.
        let onSQLite = try await sqlite.engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT m.name || '.' || c.name, c.type || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN '' ELSE '?' END
                FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'said_%' AND m.name NOT LIKE 'wrote_%'
                    AND m.name <> 'grdb_migrations'
                """).map { [$0[0] as String, $0[1] as String] }
        }
        let onPostgres = try await postgres.engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT table_name || '.' || column_name, CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT'
                    WHEN 'double precision' THEN 'REAL' ELSE CAST(data_type AS text) END || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END
                FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT IN ('said', 'wrote', 'migration')
                """).map { [$0[0] as String, $0[1] as String] }
        }
        #expect(onSQLite.count > 250)
        #expect(Set(onPostgres).subtracting(onSQLite) == [])
        #expect(Set(onSQLite).subtracting(onPostgres) == [])
        // Text sorts by its bytes, as on SQLite.
        let sortedOtherwise = try await postgres.engine.read { db in
            try String.fetchAll(db, sql: """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
                """)
        }
        #expect(sortedOtherwise == [])
        try await sqlite.close()
    }

    /// What docs/growing.md says of the tables of records, for whoever distributes them by workspace.
    @Test func everyTableAndReferenceHasTheWorkspaceAndNoneHasATrigger() async throws {
        let room = try Room()
        let store = try #require(try await room.makeStore() as? SQLRecordStore)
        func names(_ sql: String) async throws -> [String] { try await store.engine.read { db in try String.fetchAll(db, sql: sql) } }
        let ours = "relnamespace = CAST(quote_ident(current_schema()) AS regnamespace)"
        #expect(try await names("""
            SELECT CAST(t.relname AS text) FROM pg_class t WHERE t.\(ours) AND t.relkind = 'r' AND NOT EXISTS (
                SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'workspace' AND a.attnotnull) ORDER BY 1
            """) == ["migration", "workspace"])
        #expect(try await names("""
            SELECT t.relname || ' ' || c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND t.\(ours) AND a.attname <> 'workspace'
            """) == [])
        #expect(try await names("SELECT CAST(g.tgname AS text) FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal AND t.\(ours)") == [])
        #expect(try await names("""
            SELECT t.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid WHERE a.attidentity <> '' AND t.\(ours) ORDER BY 1
            """) == ["interaction.number", "meeting.number", "removal.number", "workspace.number"])
    }

    /// So that tables can be distributed by it. The list of workspaces itself and of migrations is the same everywhere.
    @Test func everyKeyBeginsWithTheWorkspace() async throws {
        let room = try Room()
        let store = try #require(try await room.makeStore() as? SQLRecordStore)
        let others = try await store.engine.read { db in
            try String.fetchAll(db, sql: """
                SELECT CAST(c.relname AS text) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                WHERE i.indisunique AND t.relnamespace = CAST(quote_ident(current_schema()) AS regnamespace)
                    AND t.relname NOT IN ('workspace', 'migration') AND a.attname <> 'workspace'
                """)
        }
        #expect(others == [])
    }

    @Test func aNewerStoreIsRefused() async throws {
        let room = try Room()
        let store = try await TestStore.open(room.folder)
        try await store.engine.write { db in try db.execute(sql: "INSERT INTO migration (name, at) VALUES ('99: from the future', 0)") }
        await #expect(throws: StoreError.newerSchema(path: store.engine.path)) { try await TestStore.open(room.folder) }
        try await store.close()
    }

    @Test func tablesOfAnotherProgramAreRefused() async throws {
        let room = try Room()
        let schema = TestStore.schema(of: room.folder)
        try TestStore.psql("CREATE SCHEMA \(schema); CREATE TABLE \(schema).recipe (name text);")
        do {
            _ = try await TestStore.open(room.folder)
            Issue.record("A schema of another program was opened.")
        } catch {
            #expect("\(error)".contains("another program"))
        }
    }

    @Test func severalNodesThatOpenAnEmptyDatabaseAtOnceMakeOneStore() async throws {
        let room = try Room()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await TestStore.open(room.folder).workspaces().count } }
            for try await count in group { #expect(count == 0) }
        }
    }

    @Test func aDatabaseThatIsAwayIsSaid() async throws {
        let room = try Room()
        var options = TestStore.postgres(room.folder)
        options.patience = 100
        do {
            // Nobody listens on port 1.
            _ = try await PostgresStore.open("postgres://nobody:secretword@127.0.0.1:1/none", folder: room.folder, options: options)
            Issue.record("A database that is not there was opened.")
        } catch {
            guard case .unavailable(let sentence) = error else { Issue.record(error); return }
            #expect(sentence.contains("cannot be reached") && !sentence.contains("secretword"))
        }
        await #expect(throws: StoreError.self) { try await PostgresStore.open("mysql://a", folder: room.folder, options: options) }
    }

    /// As after a server was made a replica; a real one says it in other words and was tried by hand (docs/growing.md).
    @Test func aDatabaseThatCanOnlyBeReadIsSaid() async throws {
        let room = try Room()
        let (opened, _) = try await room.makeWorkspace()
        let store = try #require(opened as? SQLRecordStore)
        do {
            try await store.engine.write { db in try db.execute(sql: "SET TRANSACTION READ ONLY; UPDATE workspace SET name = 'x';") }
            Issue.record("Something was written in a transaction that only reads.")
        } catch {
            guard case .unavailable(let sentence) = error else { Issue.record(error); return }
            #expect(sentence.contains("can only be read"))
        }
    }

    @Test func aWriterThatDoesNotLetGoIsNamed() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let holder = try #require(workspace as? SQLWorkspaceStore)
        var options = TestStore.postgres(room.folder)
        options.patience = 100
        let impatient = try await PostgresStore.open(TestStore.address, folder: room.folder, options: options)
        let other = try await impatient.workspace(workspace.id)
        let (isHeld, end) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        async let held: Void = holder.engine.write { db in
            // Waits for the lock.
            _ = try Int.fetchOne(db, sql: "SELECT 1")
            isHeld.continuation.yield()
            end.wait()
        }
        for await _ in isHeld.stream { break }
        await #expect(throws: StoreError.locked(path: impatient.engine.path)) { try await other.add(newMeeting()) }
        end.signal()
        try await held
        #expect(try await other.count(MeetingQuery()) == 0)
        try await other.add(newMeeting())
    }

    @Test func aChangeIsToldToWhoeverListens() async throws {
        let room = try Room()
        let (_, workspace) = try await room.makeWorkspace()
        let number = try #require(workspace as? SQLWorkspaceStore).number
        let pool = try PostgresPool(PostgresAddress(TestStore.address), logger: Logger(label: "tests"))
        var heard: [PostgresNotification] = []
        for await message in pool.notifications(on: [TestStore.schema(of: room.folder)]) {
            if message == .listening { try await workspace.add(newMeeting()) } else {
                heard.append(message)
                break
            }
        }
        #expect(heard == [.message(channel: TestStore.schema(of: room.folder), payload: "\(number)")])
        await pool.close()
    }
}
