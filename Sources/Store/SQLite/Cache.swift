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
