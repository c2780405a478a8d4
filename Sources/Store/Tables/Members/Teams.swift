import Covalence
import Foundation

extension SQLWorkspaceStore {
    func teams() async throws(StoreError) -> [Team] {
        try await engine.read { db in try teams(db) }
    }

    private func teams(_ db: Database) throws -> [Team] {
        var teams = try Row.fetchAll(
            db, sql: "SELECT id, name FROM team WHERE workspace = ? ORDER BY lower(name), id", arguments: [number]
        ).map { Team(id: Identifier(row: $0, 0), name: $0[1]) }
        let places = Dictionary(uniqueKeysWithValues: teams.enumerated().map { ($1.id, $0) })
        let rows = try Row.fetchAll(db, sql: """
            SELECT team, member, manages FROM team_member WHERE workspace = ? ORDER BY team, member
            """, arguments: [number])
        for row in rows {
            guard let place = places[Identifier(row: row, 0)] else { continue }
            teams[place].members.append(Team.Membership(Identifier(row: row, 1), manages: row[2]))
        }
        return teams
    }

    /// What a change of a member is held against, as it is in this transaction.
    func tag(of member: Member, _ db: Database) throws -> ContentTag {
        member.tag(in: try teams(of: member.id, db))
    }

    private func teams(of member: Identifier<Member>, _ db: Database) throws -> Set<Identifier<Team>> {
        Set(try UUID.fetchAll(db, sql: "SELECT team FROM team_member WHERE workspace = ? AND member = ?", arguments: [number, member.uuid]).map { Identifier($0) })
    }

    func setTeams(of id: Identifier<Member>, to teams: Set<Identifier<Team>>, expecting seen: ContentTag?) async throws(StoreError) {
        try await engine.write { db in
            let member = try self.member(id, db)
            try ContentTag.check(seen, is: try tag(of: member, db), member.name)
            let known = Set(try self.teams(db).map(\.id)), former = try self.teams(of: id, db)
            for team in teams.sorted() where !known.contains(team) { throw StoreError.notFound("The team \(team)") }
            for team in former.subtracting(teams) {
                try run("DELETE FROM team_member WHERE workspace = ? AND team = ? AND member = ?", [number, team.uuid, id.uuid], db)
            }
            for team in teams.subtracting(former) {
                try run("INSERT INTO team_member (workspace, team, member, manages) VALUES (?, ?, ?, ?)", [number, team.uuid, id.uuid, false], db)
            }
            try touchWorkspace(db)
        }
    }

    func save(_ team: Team, expecting seen: ContentTag?) async throws(StoreError) {
        try await engine.write { db in
            if let seen {
                guard let former = try teams(db).first(where: { $0.id == team.id }) else { throw StoreError.notFound("The team \(team.id)") }
                try ContentTag.check(seen, is: former.tag, "The team “\(former.name)”")
            }
            for membership in team.members { _ = try member(membership.member, db) }
            try run("""
                INSERT INTO team (workspace, id, name) VALUES (?, ?, ?) ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name
                """, [number, team.id.uuid, team.name], db)
            try run("DELETE FROM team_member WHERE workspace = ? AND team = ?", [number, team.id.uuid], db)
            for membership in team.members {
                try run("""
                    INSERT INTO team_member (workspace, team, member, manages) VALUES (?, ?, ?, ?)
                    ON CONFLICT (workspace, team, member) DO UPDATE SET
                        manages = CASE WHEN team_member.manages = 1 THEN 1 ELSE excluded.manages END
                    """, [number, team.id.uuid, membership.member.uuid, membership.manages], db)
            }
            // What is in sight follows from teams: pages kept by version must be made anew.
            try touchWorkspace(db)
        }
    }

    func remove(_ team: Identifier<Team>) async throws(StoreError) {
        try await engine.write { db in
            try run("DELETE FROM team_member WHERE workspace = ? AND team = ?", [number, team.uuid], db)
            try run("DELETE FROM account_holder WHERE workspace = ? AND is_team = 1 AND holder = ?", [number, team.uuid], db)
            try run("DELETE FROM team WHERE workspace = ? AND id = ?", [number, team.uuid], db)
            guard try db.changesCount == 1 else { throw StoreError.notFound("The team \(team)") }
            try touchWorkspace(db)
        }
    }

    // MARK: Single sellers' measures

    func measureGrants() async throws(StoreError) -> [MeasureGrant] {
        try await engine.read { db in
            try Row.fetchAll(
                db, sql: "SELECT viewer, seller, granted_by, at FROM measure_grant WHERE workspace = ? ORDER BY at, viewer, seller",
                arguments: [number]
            ).map {
                MeasureGrant(
                    viewer: Identifier(row: $0, 0), seller: Identifier(row: $0, 1), grantedBy: Identifier(row: $0, 2),
                    at: Timestamp(milliseconds: $0[3])
                )
            }
        }
    }

    func add(_ grant: MeasureGrant) async throws(StoreError) {
        try await engine.write { db in
            _ = try member(grant.viewer, db)
            _ = try member(grant.seller, db)
            // Granted already: who did it first, and when, stays.
            try run("""
                INSERT INTO measure_grant (workspace, viewer, seller, granted_by, at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (workspace, viewer, seller) DO NOTHING
                """, [number, grant.viewer.uuid, grant.seller.uuid, grant.grantedBy.uuid, grant.at.milliseconds], db)
        }
    }

    func removeGrant(viewer: Identifier<Member>, seller: Identifier<Member>) async throws(StoreError) {
        try await engine.write { db in
            try run(
                "DELETE FROM measure_grant WHERE workspace = ? AND viewer = ? AND seller = ?", [number, viewer.uuid, seller.uuid], db)
        }
    }
}
