import Covalence
import Foundation

extension SQLWorkspaceStore {
    func add(_ token: OneTimeToken) async throws(StoreError) {
        try await engine.write { db in try insert(token, db) }
    }

    func oneTimeToken(_ hash: Data) async throws(StoreError) -> OneTimeToken? {
        try await engine.read { db in try oneTimeToken(hash, db) }
    }

    func use(_ hash: Data, at time: Timestamp) async throws(StoreError) -> OneTimeToken? {
        // Looking and deleting are one transaction of the only writer: nobody comes in between.
        try await engine.write { db in
            guard let token = try oneTimeToken(hash, db) else { return nil }
            try run("DELETE FROM one_time_token WHERE workspace = ? AND hash = ?", [number, hash], db)
            return token.expiresAt > time ? token : nil
        }
    }

    /// Adds a token. A set-up or an invitation takes the place of the one before, so that a lost link is worth nothing; resets do not,
    /// or anybody could keep somebody from using theirs by asking for another.
    func insert(_ token: OneTimeToken, _ db: Database) throws {
        if token.purpose != .reset {
            try run(
                "DELETE FROM one_time_token WHERE workspace = ? AND member IS NOT DISTINCT FROM ? AND purpose = ?",
                [number, token.member?.uuid, token.purpose.rawValue], db)
        }
        if let member = token.member { _ = try self.member(member, db) }
        try run("""
            INSERT INTO one_time_token (workspace, hash, purpose, member, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
            """, [
                number, token.hash, token.purpose.rawValue, token.member?.uuid, token.madeAt.milliseconds, token.expiresAt.milliseconds,
            ], db)
    }

    private func oneTimeToken(_ hash: Data, _ db: Database) throws -> OneTimeToken? {
        let row = try Row.fetchOne(db, sql: """
            SELECT hash, purpose, member, made_at, expires_at FROM one_time_token WHERE workspace = ? AND hash = ?
            """, arguments: [number, hash])
        guard let row else { return nil }
        guard let purpose = OneTimeToken.Purpose(rawValue: row[1]) else {
            throw StoreError.corrupt("The purpose of a one-time token is not known.")
        }
        return OneTimeToken(
            hash: row[0], purpose: purpose, member: (row[2] as UUID?).map { Identifier($0) },
            madeAt: Timestamp(milliseconds: row[3]), expiresAt: Timestamp(milliseconds: row[4])
        )
    }
}
