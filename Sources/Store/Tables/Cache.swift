import Covalence
import Foundation

extension SQLWorkspaceStore {
    func cached(_ key: String, engine name: String, of meeting: Identifier<Meeting>) async throws(StoreError) -> Data? {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: """
                SELECT content FROM cache WHERE workspace = ? AND meeting = ? AND key = ? AND engine = ?
                """)
            return try Data.fetchOne(statement, arguments: [number, try number(of: meeting, db), key, name])
        }
    }

    func cached(_ key: String, of meetings: [Identifier<Meeting>], in scope: Scope) async throws(StoreError) -> [Identifier<Meeting>: KeptComputation] {
        guard !meetings.isEmpty else { return [:] }
        return try await engine.read { db in try cached(key, of: meetings, in: scope, db) }
    }

    func cached(_ key: String, of meetings: [Identifier<Meeting>], in scope: Scope, _ db: Database) throws -> [Identifier<Meeting>: KeptComputation] {
        guard !meetings.isEmpty else { return [:] }
        let list = SQLList(meetings.map(\.uuid)), seen = sight(scope).meeting
        let statement = try db.cachedStatement(sql: """
            SELECT m.id, c.engine, c.content FROM meeting m
            JOIN cache c ON c.workspace = m.workspace AND c.meeting = m.number AND c.key = ?
            WHERE m.workspace = ? AND m.id IN \(list.places) AND \(seen.sql)
            """)
        var found: [Identifier<Meeting>: KeptComputation] = [:]
        for row in try Row.fetchAll(statement, arguments: [key, number] + list.arguments + seen.arguments) {
            found[Identifier(row: row, 0)] = KeptComputation(engine: row[1], content: row[2])
        }
        return found
    }

    func cache(
        _ content: Data, as key: String, engine name: String, of meeting: Identifier<Meeting>, madeFrom version: Int
    ) async throws(StoreError) {
        try await engine.write { db in
            try run("""
                INSERT INTO cache (workspace, meeting, key, engine, content)
                SELECT workspace, number, ?, ?, ? FROM meeting WHERE workspace = ? AND id = ? AND version = ?
                ON CONFLICT (workspace, meeting, key, engine) DO UPDATE SET content = excluded.content
                """, [key, name, content, number, meeting.uuid, version], db)
        }
    }
}
