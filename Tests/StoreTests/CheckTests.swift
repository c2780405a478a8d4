import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing

/// What `covalence doctor` finds of a store that somebody, or something, broke: the damage is done by hand, past the rules of the tables.
@Suite("A store that is looked at whole")
struct CheckTests {
    @Test("is whole, also after merges and erasures")
    func whole() async throws {
        let room = try Room(), store = try await Self.fill(room)
        #expect(try await store.check().hasPrefix("whole; 1 meetings."))
        try await store.close()
    }

    @Test("names rows that refer to what is not there, with a foreign key and without", arguments: [
        ("DELETE FROM meeting;", "transcript refers to 1 row of meeting that is not there"),
        ("DELETE FROM claim;", "evidence refers to 1 row of claim that is not there"),
        ("DELETE FROM organization;", "interaction_account refers to 1 row of organization that is not there"),
        ("DELETE FROM transcript;", "utterance refers to 1 row of transcript that is not there"),
        ("UPDATE event SET workspace = 77;", "event refers to 1 row of workspace that is not there"),
        ("DELETE FROM workspace;", "member refers to 1 row of workspace that is not there"),
        ("DELETE FROM interaction;", "interaction_account refers to 1 row of interaction or meeting that is not there"),
    ])
    func dangling(sql: String, says sentence: String) async throws {
        let room = try Room(), store = try await Self.fill(room)
        try await Self.past(store, sql)
        let found = await #expect(throws: StoreError.self) { try await store.check() }
        guard case .corrupt(let text) = found else { Issue.record("\(String(describing: found))"); return }
        #expect(text.contains("is damaged: ") && text.contains(sentence), "\(text)")
        try await store.close()
    }

    @Test("names an index, a table or a column that somebody took away", .enabled(if: TestStore.isOnSQLite, "about SQLite's catalogue"), arguments: [
        ("DROP INDEX claim_by_subject;", "the index claim_by_subject is missing"),
        ("DROP TABLE webhook_attempt;", "the table webhook_attempt is missing"),
        ("ALTER TABLE team RENAME COLUMN name TO title;", "the column team.name is missing"),
    ])
    func missing(sql: String, says sentence: String) async throws {
        let room = try Room(), store = try await Self.fill(room)
        try await Self.past(store, sql)
        let found = await #expect(throws: StoreError.self) { try await store.check() }
        #expect("\(String(describing: found))".contains(sentence), "\(String(describing: found))")
        try await store.close()
    }

    @Test("names a table or an index that somebody took away on PostgreSQL, and no index of a table that is gone", .enabled(if: TestStore.isOnPostgres, "about PostgreSQL's catalogue"), arguments: [
        ("DROP INDEX claim_by_subject;", "the index claim_by_subject is missing"),
        ("ALTER TABLE file DROP CONSTRAINT file_pkey CASCADE;", "the index file_pkey is missing"),
        ("DROP TABLE webhook_attempt;", "the table webhook_attempt is missing"),
    ])
    func missingOnPostgres(sql: String, says sentence: String) async throws {
        let room = try Room(), store = try await Self.fill(room)
        #expect(try await store.check().hasPrefix("whole"))
        try await Self.past(store, sql)
        let found = await #expect(throws: StoreError.self) { try await store.check() }
        let text = "\(String(describing: found))"
        #expect(text.contains(sentence) && !text.contains("webhook_attempt_pkey"), "\(text)")
        try await store.close()
    }

    @Test("names what keeps the audit log from being changed, where it was taken away or switched off", .enabled(if: TestStore.isOnPostgres, "about PostgreSQL's catalogue"))
    func auditParts() async throws {
        let room = try Room()
        let log = try await TestStore.openAudit(room.folder)
        #expect(try await log.missingParts() == [])
        try await log.engine.withoutTransaction { db in
            try db.execute(sql: "DROP TRIGGER entry_is_kept ON entry; ALTER TABLE seal DISABLE TRIGGER seal_is_kept; DROP INDEX entry_by_actor;")
        }
        #expect(try await log.missingParts() == [
            "the index entry_by_actor is missing", "the trigger entry_is_kept is missing", "the trigger seal_is_kept is switched off",
        ])
        try await log.close()
    }

    @Test("has on PostgreSQL exactly the tables, indexes, triggers and functions that are listed", .enabled(if: TestStore.isOnPostgres, "about PostgreSQL's catalogue"))
    func listedParts() async throws {
        let room = try Room()
        let store = try await TestStore.open(room.folder), log = try await TestStore.openAudit(room.folder)
        for (listed, engine) in [(PostgresParts.records, store.engine), (PostgresParts.audit, log.engine)] {
            let found = try await engine.read { db in try PostgresParts.found(in: db) }
            // What a migration makes or takes away goes into, or out of, the list.
            #expect(Set(found.keys).subtracting(listed.all).sorted() == [] && listed.all.subtracting(found.keys).sorted() == [])
            #expect(found.values.allSatisfy { $0 })
        }
        try await log.close()
        try await store.close()
    }

    /// Lost values beside the pages, and an index that lacks a row: done with PostgreSQL's own extensions, which only a superuser may have.
    @Test("names a table that cannot be read and an index that lacks a row, and says where indexes are not looked at", .enabled(if: TestStore.isOnPostgres, "about PostgreSQL"))
    func damaged() async throws {
        let room = try Room(), store = try await Self.fill(room), schema = TestStore.schema(of: room.folder)
        // Of a run that was broken off.
        let gone = "DROP EXTENSION IF EXISTS amcheck; DROP EXTENSION IF EXISTS pg_surgery;"
        _ = try TestStore.psql(gone)
        #expect(try await store.check() == "whole; 1 meetings. Indexes: not checked, amcheck is not installed.")
        // Taken away while it looks, which is no damage.
        let coming = Task.detached {
            for _ in 0..<4 { _ = try TestStore.psql("CREATE EXTENSION amcheck SCHEMA \(schema); SELECT pg_sleep(0.1); DROP EXTENSION amcheck;") }
        }
        for _ in 0..<12 { #expect(try await store.check().hasPrefix("whole; 1 meetings. ")) }
        try await coming.value

        _ = try TestStore.psql("CREATE EXTENSION amcheck SCHEMA \(schema); CREATE EXTENSION pg_surgery SCHEMA \(schema);")
        #expect(try await store.check().hasSuffix(" indexes checked."))

        let byName = "CAST('\(schema).team_by_nothing' AS regclass)"
        _ = try TestStore.psql("""
            SET search_path TO \(schema);
            CREATE INDEX team_by_nothing ON team (workspace, name);
            UPDATE pg_index SET indisready = false WHERE indexrelid = \(byName);
            INSERT INTO team (workspace, id, name) SELECT number, decode('00112233445566778899aabbccddeeff', 'hex'), 'South' FROM workspace;
            UPDATE pg_index SET indisready = true WHERE indexrelid = \(byName);
            """)
        let lacking = await #expect(throws: StoreError.self) { try await store.check() }
        #expect("\(String(describing: lacking))".contains("index team_by_nothing: "), "\(String(describing: lacking))")
        _ = try TestStore.psql("DROP INDEX \(schema).team_by_nothing;")
        #expect(try await store.check().hasPrefix("whole"))

        // What does not fit into a page lies beside it: a note of 40,000 characters that cannot be packed.
        let beside = try #require(try TestStore.psql("""
            SET search_path TO \(schema);
            UPDATE organization SET note = (SELECT string_agg(md5(CAST(n AS text)), '') FROM generate_series(1, 1250) n);
            SELECT CAST(CAST(reltoastrelid AS regclass) AS text) FROM pg_class WHERE oid = CAST('organization' AS regclass);
            """).first { $0.hasPrefix("pg_toast") })
        #expect(try await store.check().hasPrefix("whole"))
        _ = try TestStore.psql("SET search_path TO \(schema); SELECT heap_force_kill(CAST('\(beside)' AS regclass), ARRAY[CAST('(0,1)' AS tid)]);")
        let lost = await #expect(throws: StoreError.self) { try await store.check() }
        #expect("\(String(describing: lost))".contains("organization: unexpected chunk number 1 (expected 0)"), "\(String(describing: lost))")
        _ = try TestStore.psql(gone)
        try await store.close()
    }

    // MARK: Stores

    /// One meeting with words, a claim with evidence, an account with a note, people of ours; and what was erased.
    private static func fill(_ room: Room) async throws -> SQLRecordStore {
        let (opened, workspace) = try await room.makeWorkspace()
        let store = try #require(opened as? SQLRecordStore)
        try await workspace.add(newMember(role: .administrator), token: nil)
        let halden = try await workspace.add(newOrganization("Halden", domains: ["halden.example"]), holders: AccountHolders(), at: .base)
        var new = newMeeting()
        new.claims = [suggestion("meeting.benefit", new, 0..<1)]
        try await workspace.add(new)
        _ = try await workspace.add([NewInteraction(newInteraction("Quotation", text: "Late.", source: "m1"), accounts: [halden.id])], at: .base)
        let gone = try await workspace.add(newMeeting(title: "Gone", at: .minutes(2))).id
        try await workspace.erase(gone)
        return store
    }

    /// Runs statements that the rules of the tables would refuse.
    private static func past(_ store: SQLRecordStore, _ sql: String) async throws {
        try await store.engine.withoutTransaction { db in
            switch db.dialect {
            case .sqlite: try db.execute(sql: "PRAGMA foreign_keys = OFF; \(sql) PRAGMA foreign_keys = ON;")
            case .postgres: try db.execute(sql: "SET session_replication_role = replica; \(sql)")
            }
        }
    }
}
