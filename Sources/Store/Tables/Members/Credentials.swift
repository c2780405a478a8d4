import Covalence
import Foundation

extension SQLWorkspaceStore {
    func credentials(of member: Identifier<Member>) async throws(StoreError) -> Credentials {
        try await engine.read { db in try credentials(of: member, db) }
    }

    func setCredentials(
        of member: Identifier<Member>, _ credentials: Credentials, endingSessions: Bool, keeping: Data?
    ) async throws(StoreError) {
        try await changeCredentials(of: member, endingSessions: endingSessions, keeping: keeping) { $0 = credentials }
    }

    func changeCredentials(
        of member: Identifier<Member>, endingSessions: Bool, keeping: Data?, _ change: @escaping @Sendable (inout Credentials) throws -> Void
    ) async throws(StoreError) {
        try await engine.write { db in
            var credentials = try self.credentials(of: member, db)
            try change(&credentials)
            try write(credentials, of: member, db)
            guard endingSessions else { return }
            try endSessions(of: member, keeping: keeping, db)
            // A reset link asked for before would set the password once more.
            try run(
                "DELETE FROM one_time_token WHERE workspace = ? AND member = ? AND purpose = ?",
                [number, member.uuid, OneTimeToken.Purpose.reset.rawValue], db)
        }
    }

    private func credentials(of member: Identifier<Member>, _ db: Database) throws -> Credentials {
        _ = try self.member(member, db)
        let row = try Row.fetchOne(
            db, sql: "SELECT password, code_secret, changed_at FROM credentials WHERE workspace = ? AND member = ?",
            arguments: [number, member.uuid])
        let codes = try Data.fetchAll(
            db, sql: "SELECT hash FROM recovery_code WHERE workspace = ? AND member = ? ORDER BY hash", arguments: [number, member.uuid])
        return Credentials(
            password: row?[0], oneTimeCodeSecret: row?[1], recoveryCodes: codes,
            changedAt: (row?[2] as Int64?).map { Timestamp(milliseconds: $0) }
        )
    }

    private func write(_ credentials: Credentials, of member: Identifier<Member>, _ db: Database) throws {
        try run("""
            INSERT INTO credentials (workspace, member, password, code_secret, changed_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (workspace, member) DO UPDATE SET
                password = excluded.password, code_secret = excluded.code_secret, changed_at = excluded.changed_at
            """, [number, member.uuid, credentials.password, credentials.oneTimeCodeSecret, credentials.changedAt?.milliseconds], db)
        try run("DELETE FROM recovery_code WHERE workspace = ? AND member = ?", [number, member.uuid], db)
        for code in credentials.recoveryCodes {
            try run("INSERT INTO recovery_code (workspace, member, hash) VALUES (?, ?, ?) ON CONFLICT (workspace, member, hash) DO NOTHING", [
                number, member.uuid, code,
            ], db)
        }
    }

    func useStep(_ step: Int64, of member: Identifier<Member>) async throws(StoreError) -> Bool {
        try await engine.write { db in
            _ = try self.member(member, db)
            try run("""
                INSERT INTO used_step (workspace, member, step) VALUES (?, ?, ?)
                ON CONFLICT (workspace, member) DO UPDATE SET step = excluded.step WHERE excluded.step > used_step.step
                """, [number, member.uuid, step], db)
            return try db.changesCount == 1
        }
    }

    func useRecoveryCode(_ hash: Data, of member: Identifier<Member>) async throws(StoreError) -> Bool {
        try await engine.write { db in
            try run("DELETE FROM recovery_code WHERE workspace = ? AND member = ? AND hash = ?", [number, member.uuid, hash], db)
            return try db.changesCount == 1
        }
    }

    func member(issuer: String, subject: String) async throws(StoreError) -> Member? {
        try await engine.read { db in try member(issuer: issuer, subject: subject, db) }
    }

    func bind(issuer: String, subject: String, to member: Identifier<Member>) async throws(StoreError) {
        try await engine.write { db in
            _ = try self.member(member, db)
            if let bound = try self.member(issuer: issuer, subject: subject, db) {
                guard bound.id == member else { throw StoreError.exists("A member with this identity at the provider") }
                return
            }
            let another = try Bool.fetchOne(
                db, sql: "SELECT 1 FROM identity WHERE workspace = ? AND member = ? AND issuer = ?",
                arguments: [number, member.uuid, issuer])
            if another != nil { throw StoreError.exists("Another identity of this member at the provider") }
            try run(
                "INSERT INTO identity (workspace, issuer, subject, member) VALUES (?, ?, ?, ?)",
                [number, issuer, subject, member.uuid], db)
        }
    }

    func unbind(_ member: Identifier<Member>) async throws(StoreError) {
        try await engine.write { db in
            try run("DELETE FROM identity WHERE workspace = ? AND member = ?", [number, member.uuid], db)
        }
    }
}
