import Covalence
import Foundation

extension SQLWorkspaceStore {
    static let memberColumns = "member.id, member.name, member.address, member.role, member.person, member.state, member.created_at"

    func members() async throws(StoreError) -> [Member] {
        try await engine.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Self.memberColumns) FROM member WHERE workspace = ? ORDER BY lower(name), address",
                arguments: [number]
            ).map(read)
        }
    }

    func member(_ id: Identifier<Member>) async throws(StoreError) -> Member {
        try await engine.read { db in try member(id, db) }
    }

    func member(withAddress address: String) async throws(StoreError) -> Member? {
        try await engine.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.memberColumns) FROM member WHERE workspace = ? AND address = ?")
            return try Row.fetchOne(statement, arguments: [number, Self.comparable(address)]).map(read)
        }
    }

    func add(_ member: Member, token: OneTimeToken?) async throws(StoreError) {
        try await engine.write { db in
            try refuseTaken(member, db)
            let address = Self.comparable(member.address)
            guard try Bool.fetchOne(
                db, sql: "SELECT 1 FROM member WHERE workspace = ? AND id = ?", arguments: [number, member.id.uuid]) == nil
            else { throw StoreError.exists("The member \(member.id)") }
            try run("""
                INSERT INTO member (workspace, id, name, address, role, person, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, member.id.uuid, member.name, address, member.role.rawValue, member.person?.uuid, member.state.rawValue,
                    member.createdAt.milliseconds,
                ], db)
            if let token { try insert(token, db) }
        }
    }

    func update(_ member: Member, expecting seen: ContentTag?, at time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            let former = try self.member(member.id, db)
            try ContentTag.check(seen, is: try tag(of: former, db), former.name)
            try refuseTaken(member, db)
            let before = try activeAdministrators(db)
            try run("""
                UPDATE member SET name = ?, address = ?, role = ?, person = ?, state = ? WHERE workspace = ? AND id = ?
                """, [
                    member.name, Self.comparable(member.address), member.role.rawValue, member.person?.uuid, member.state.rawValue,
                    number, member.id.uuid,
                ], db)
            if before > 0, try activeAdministrators(db) == 0 {
                throw StoreError.refused("""
                    \(former.name) is the last active administrator. Make somebody else an administrator first, \
                    or nobody could set this workspace up any more.
                    """)
            }
            if member.state == .suspended {
                // Links that are under way must not let them in again.
                try run("DELETE FROM session WHERE workspace = ? AND member = ?", [number, member.id.uuid], db)
                try run("DELETE FROM one_time_token WHERE workspace = ? AND member = ?", [number, member.id.uuid], db)
            }
            // Asked on the way back, too: whoever was kept out in another way must not come back with what programs of theirs still hold.
            if member.state == .suspended || former.state == .suspended { try revokeTokens(of: member.id, at: time, db) }
            try touchWorkspace(db)
        }
    }

    // MARK: Rows

    /// The member with an id, or `notFound`.
    func member(_ id: Identifier<Member>, _ db: Database) throws -> Member {
        let statement = try db.cachedStatement(sql: "SELECT \(Self.memberColumns) FROM member WHERE workspace = ? AND id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number, id.uuid]) else { throw StoreError.notFound("The member \(id)") }
        return try read(row)
    }

    /// The member a provider's identity is bound to.
    func member(issuer: String, subject: String, _ db: Database) throws -> Member? {
        try Row.fetchOne(db, sql: """
            SELECT \(Self.memberColumns) FROM identity JOIN member ON member.workspace = identity.workspace AND member.id = identity.member
            WHERE identity.workspace = ? AND issuer = ? AND subject = ?
            """, arguments: [number, issuer, subject]).map(read)
    }

    /// Addresses differ by more than capital letters, as members type them.
    static func comparable(_ address: String) -> String { address.lowercased() }

    private func refuseTaken(_ member: Member, _ db: Database) throws {
        let other = try Bool.fetchOne(
            db, sql: "SELECT 1 FROM member WHERE workspace = ? AND address = ? AND id <> ?",
            arguments: [number, Self.comparable(member.address), member.id.uuid])
        if other != nil { throw StoreError.exists("A member with the address \(Self.comparable(member.address))", at: "/address") }
    }

    private func activeAdministrators(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM member WHERE workspace = ? AND role = ? AND state = ?",
            arguments: [number, Role.administrator.rawValue, Member.State.active.rawValue]) ?? 0
    }

    private func read(_ row: Row) throws -> Member { try member(row, from: 0) }

    /// Reads `memberColumns`, which begin at a column.
    func member(_ row: Row, from first: Int) throws -> Member {
        guard let role = Role(rawValue: row[first + 3]), let state = Member.State(rawValue: row[first + 5]) else {
            throw StoreError.corrupt("The role or state of the member \(Identifier<Member>(row: row, first)) is not known.")
        }
        return Member(
            id: Identifier(row: row, first), name: row[first + 1], address: row[first + 2], role: role,
            person: (row[first + 4] as UUID?).map { Identifier($0) }, state: state, createdAt: Timestamp(milliseconds: row[first + 6])
        )
    }
}
