import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let tokenColumns = "id, hash, beginning, name, member, scopes, made_at, expires_at, last_used_at, revoked_at"

    func add(_ token: APIToken) async throws(StoreError) {
        try await engine.write { db in
            guard try member(token.member, db).state == .active else {
                throw StoreError.refused("This member may not come in now, and no token may for them. Let them in first.")
            }
            try run("""
                INSERT INTO api_token (workspace, id, hash, beginning, name, member, scopes, made_at, expires_at, last_used_at, revoked_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)
                """, [
                    number, token.id.uuid, token.hash, token.beginning, token.name, token.member.uuid, token.scopes.joined(separator: " "),
                    token.madeAt.milliseconds, token.expiresAt.milliseconds,
                ], db)
        }
    }

    func apiToken(_ hash: Data) async throws(StoreError) -> APIToken? {
        try await engine.read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(Self.tokenColumns) FROM api_token WHERE workspace = ? AND hash = ?")
            return try Row.fetchOne(statement, arguments: [number, hash]).map(readToken)
        }
    }

    func apiToken(_ id: Identifier<APIToken>) async throws(StoreError) -> APIToken {
        try await engine.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT \(Self.tokenColumns) FROM api_token WHERE workspace = ? AND id = ?", arguments: [number, id.uuid])
            guard let row else { throw StoreError.notFound("The token \(id)") }
            return readToken(row)
        }
    }

    func apiTokens(of member: Identifier<Member>?) async throws(StoreError) -> [APIToken] {
        try await engine.read { db in
            if let member {
                return try Row.fetchAll(
                    db, sql: "SELECT \(Self.tokenColumns) FROM api_token WHERE workspace = ? AND member = ? ORDER BY made_at DESC, id DESC",
                    arguments: [number, member.uuid]
                ).map(readToken)
            }
            return try Row.fetchAll(
                db, sql: "SELECT \(Self.tokenColumns) FROM api_token WHERE workspace = ? ORDER BY made_at DESC, id DESC",
                arguments: [number]
            ).map(readToken)
        }
    }

    func revoke(_ id: Identifier<APIToken>, at time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            try run(
                "UPDATE api_token SET revoked_at = ? WHERE workspace = ? AND id = ? AND revoked_at IS NULL",
                [time.milliseconds, number, id.uuid], db)
        }
    }

    /// Ends what is left of a member's tokens.
    func revokeTokens(of member: Identifier<Member>, at time: Timestamp, _ db: Database) throws {
        try run(
            "UPDATE api_token SET revoked_at = ? WHERE workspace = ? AND member = ? AND revoked_at IS NULL",
            [time.milliseconds, number, member.uuid], db)
    }

    func touch(_ id: Identifier<APIToken>, at time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            try run("""
                UPDATE api_token SET last_used_at = ? WHERE workspace = ? AND id = ? AND (last_used_at IS NULL OR last_used_at <= ?)
                """, [time.milliseconds, number, id.uuid, time.milliseconds - 60_000], db)
        }
    }

    private func readToken(_ row: Row) -> APIToken {
        APIToken(
            id: Identifier(row: row, 0), hash: row[1], beginning: row[2], name: row[3], member: Identifier(row: row, 4),
            scopes: (row[5] as String).split(separator: " ").map(String.init), madeAt: Timestamp(milliseconds: row[6]),
            expiresAt: Timestamp(milliseconds: row[7]), lastUsedAt: (row[8] as Int64?).map { Timestamp(milliseconds: $0) },
            revokedAt: (row[9] as Int64?).map { Timestamp(milliseconds: $0) }
        )
    }
}
