import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let sessionColumns = """
        session.hash, session.id, session.member, session.made_at, session.last_used_at, session.expires_at, session.origin, session.browser
        """

    func add(_ session: Session) async throws(StoreError) {
        try await engine.write { db in
            // Looked at under the writer's lock: a suspension in the meantime wins.
            guard try member(session.member, db).state == .active else {
                throw StoreError.refused("This member may not sign in now. Ask an administrator of this workspace.")
            }
            try run("""
                INSERT INTO session (workspace, hash, id, member, made_at, last_used_at, expires_at, origin, browser)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, session.hash, session.id.uuid, session.member.uuid, session.madeAt.milliseconds,
                    session.lastUsedAt.milliseconds, session.expiresAt.milliseconds, session.origin, session.browser,
                ], db)
        }
    }

    func session(_ hash: Data, at time: Timestamp) async throws(StoreError) -> Session? {
        try await sessionHolder(hash, at: time)?.session
    }

    func sessionHolder(_ hash: Data, at time: Timestamp) async throws(StoreError) -> SessionHolder? {
        // Asked before the row is read: what is committed in between shows by the next question.
        let state = engine.state()
        var holder = state.flatMap { knownSessions.holder(hash, in: $0) }
        if holder == nil {
            holder = try await sessionReads.values(around: hash) { hashes throws(StoreError) in
                try await engine.glance(isOneStatement: true) { db in try holders(of: hashes, db) }
            }[hash]
            if let state, let holder { knownSessions.keep(holder, in: state) }
        }
        return holder.flatMap { $0.session.expiresAt > time ? $0 : nil }
    }

    private func holders(of hashes: Set<Data>, _ db: Database) throws -> [Data: SessionHolder] {
        let hashes = SQLList(Array(hashes))
        let statement = try db.cachedStatement(sql: """
            SELECT \(Self.sessionColumns), \(Self.memberColumns), workspace.version FROM session
            JOIN member ON member.workspace = session.workspace AND member.id = session.member
            JOIN workspace ON workspace.number = session.workspace
            WHERE session.workspace = ? AND session.hash IN \(hashes.places) AND state = 'active'
            """)
        let holders = try Row.fetchAll(statement, arguments: [number] + hashes.arguments).map { row in
            SessionHolder(session: read(row), member: try member(row, from: 8), workspaceVersion: row[15])
        }
        return Dictionary(holders.map { ($0.session.hash, $0) }) { first, _ in first }
    }

    func touch(_ hash: Data, at time: Timestamp) async throws(StoreError) {
        let isDue = try await engine.read { db in
            let last = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT last_used_at FROM session WHERE workspace = ? AND hash = ?"), arguments: [number, hash])
            return last.map { time.milliseconds - $0 >= 60_000 } ?? false
        }
        guard isDue else { return }
        try await engine.write { db in
            try run(
                "UPDATE session SET last_used_at = ? WHERE workspace = ? AND hash = ? AND last_used_at <= ?",
                [time.milliseconds, number, hash, time.milliseconds - 60_000], db)
        }
    }

    func endSession(_ hash: Data) async throws(StoreError) {
        try await engine.write { db in try run("DELETE FROM session WHERE workspace = ? AND hash = ?", [number, hash], db) }
    }

    func endSessions(of member: Identifier<Member>, keeping: Data?) async throws(StoreError) {
        try await engine.write { db in try endSessions(of: member, keeping: keeping, db) }
    }

    func endSessions(of member: Identifier<Member>, keeping: Data?, _ db: Database) throws {
        try run(
            "DELETE FROM session WHERE workspace = ? AND member = ? AND hash IS DISTINCT FROM ?", [number, member.uuid, keeping], db)
    }

    func sessions(of member: Identifier<Member>) async throws(StoreError) -> [Session] {
        try await engine.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Self.sessionColumns) FROM session WHERE workspace = ? AND member = ? ORDER BY last_used_at DESC, id",
                arguments: [number, member.uuid]
            ).map(read)
        }
    }

    func dropExpired(before time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            try run("DELETE FROM session WHERE workspace = ? AND expires_at < ?", [number, time.milliseconds], db)
            try run("DELETE FROM one_time_token WHERE workspace = ? AND expires_at < ?", [number, time.milliseconds], db)
        }
    }

    private func read(_ row: Row) -> Session {
        Session(
            id: Identifier(row: row, 1), hash: row[0], member: Identifier(row: row, 2), madeAt: Timestamp(milliseconds: row[3]),
            lastUsedAt: Timestamp(milliseconds: row[4]), expiresAt: Timestamp(milliseconds: row[5]), origin: row[6], browser: row[7]
        )
    }
}
