import Covalence
import Foundation

extension SQLWorkspaceStore {
    func reserve(
        _ key: String, of token: Identifier<APIToken>, request: Data, at time: Timestamp, forgettingBefore limit: Timestamp
    ) async throws(StoreError) -> KeptAnswer? {
        try await engine.write { db in
            try run("DELETE FROM idempotency_key WHERE workspace = ? AND made_at < ?", [number, limit.milliseconds], db)
            // Two that come at once: one gets the row, the other finds it.
            let isNew = try Int64.fetchOne(db, sql: """
                INSERT INTO idempotency_key (workspace, token, key, request, made_at, status, location, answer)
                VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)
                ON CONFLICT (workspace, token, key) DO NOTHING RETURNING made_at
                """, arguments: [number, token.uuid, key, request, time.milliseconds]) != nil
            guard !isNew else { return nil }
            let row = try Row.fetchOne(db, sql: """
                SELECT request, made_at, status, location, answer FROM idempotency_key WHERE workspace = ? AND token = ? AND key = ?
                """, arguments: [number, token.uuid, key])
            return row.map { row in
                KeptAnswer(
                    request: row[0], madeAt: Timestamp(milliseconds: row[1]), status: (row[2] as Int64?).map { Int($0) },
                    location: row[3], answer: row[4]
                )
            }
        }
    }

    func finish(_ key: String, of token: Identifier<APIToken>, status: Int, location: String?, answer: String?) async throws(StoreError) {
        try await engine.write { db in
            try run("""
                UPDATE idempotency_key SET status = ?, location = ?, answer = ? WHERE workspace = ? AND token = ? AND key = ?
                """, [status, location, answer, number, token.uuid, key], db)
        }
    }

    func release(_ key: String, of token: Identifier<APIToken>) async throws(StoreError) {
        try await engine.write { db in
            try run(
                "DELETE FROM idempotency_key WHERE workspace = ? AND token = ? AND key = ? AND status IS NULL", [number, token.uuid, key], db)
        }
    }
}
