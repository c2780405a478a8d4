import Foundation
@testable import Store
import StoreTesting
import Testing

/// That SQLite finds rows by what is asked for, and does not look through the workspace for them.
@Suite("Plans of SQLite", .enabled(if: TestStore.isOnSQLite, "about SQLite's planner")) struct PlanTests {
    @Test("rows are found by the index that leads to few", arguments: [
        ("SELECT l.interaction FROM objective_link l WHERE l.workspace = ? AND l.objective = ? AND l.ended_at IS NULL", "objective_link_of"),
        ("SELECT 1 FROM claim WHERE workspace = ? AND object = ? AND standing = 'confirmed'", "claim_by_object"),
        ("SELECT id FROM intake WHERE workspace = ? AND state = ?", "intake_by_state"),
        ("SELECT id FROM claim WHERE workspace = ? AND meeting = 0 AND subject = ? AND subject_kind = 'interaction'", "claim_by_subject"),
        ("SELECT id, standing FROM claim WHERE workspace = ? AND subject = ? AND kind = ?", "COVERING INDEX claim_by_subject"),
        ("SELECT DISTINCT objective FROM funnel_source WHERE workspace = ? AND source IN (?, ?)", "funnel_source_of"),
        ("SELECT count(*) FROM meeting m WHERE m.workspace = ? AND TRUE AND m.open_questions > 0", "INDEX meeting_waiting (workspace=?)"),
        ("SELECT m.number FROM meeting m WHERE m.workspace = ? AND m.open_questions > 0 ORDER BY m.ordered_at DESC, m.id DESC LIMIT 51", "INDEX meeting_waiting (workspace=?)"),
        ("SELECT claim FROM evidence WHERE workspace = ? AND meeting = 0 AND claim = ?", "PRIMARY KEY (workspace=? AND meeting=? AND claim=?"),
    ])
    func rowsAreFoundByTheIndexThatLeadsToFew(sql: String, place: String) async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        let plan = try await Self.plan(of: sql, store)
        #expect(plan.contains(place), "\(plan)")
        try await store.close()
    }

    @Test("participants are found by address or name where it is not known who they are") func unknownParticipants() async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        for condition in [ParticipantIndex.isAddress("anna@example.com"), ParticipantIndex.isName("anna")] {
            let plan = try await Self.plan(of: "SELECT interaction FROM interaction_participant WHERE workspace = ? AND person IS NULL AND \(condition.sql)", store)
            #expect(plan.contains("interaction_participant_unknown (workspace=? AND address=?"), "\(plan)")
        }
        try await store.close()
    }

    @Test("what the planner is told is written again where it is missing or of other indexes") func figuresAreWrittenAgain() async throws {
        let room = try Room()
        let store = try await SQLiteStore.open(room.folder)
        let first = try await Self.figures(store)
        #expect(!first.isEmpty)
        // Worked out by hand from what is said at the figures: 1,000,000 rows, a twentieth in a workspace, a tenth of those of one kind, then ten.
        #expect(first.contains("claim_decided 1000000 50000 5000 10"))
        #expect(first.contains("objective_link_of 1000000 50000 10 9"))
        try await store.engine.write { db in
            try db.execute(sql: "DELETE FROM sqlite_stat1 WHERE idx = 'claim_decided'; CREATE INDEX claim_by_author ON claim (workspace, author_name)")
        }
        try await store.close()

        let again = try await SQLiteStore.open(room.folder)
        let second = try await Self.figures(again)
        #expect(second == (first + ["claim_by_author 1000000 50000 10"]).sorted())
        // The connections that were open when they were written know them, too.
        #expect(try await Self.plan(of: "SELECT id FROM claim WHERE workspace = ? AND author_name = ?", again).contains("claim_by_author"))
        try await again.close()
    }

    private static func plan(of sql: String, _ store: SQLRecordStore) async throws -> String {
        try await store.engine.read { db in
            let places = sql.filter { $0 == "?" }.count
            let arguments = StatementArguments(Array(repeating: "" as any DatabaseValue, count: places))
            return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments).map { $0[3] as String }.joined(separator: "; ")
        }
    }

    private static func figures(_ store: SQLRecordStore) async throws -> [String] {
        try await store.engine.read { db in
            try String.fetchAll(db, sql: "SELECT idx || ' ' || stat FROM sqlite_stat1").sorted()
        }
    }
}
