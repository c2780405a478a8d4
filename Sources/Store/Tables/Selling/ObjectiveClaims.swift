import Covalence
import Foundation

/// What is claimed of objectives and of those who are named in them, with a few queries however much it is.
extension SQLWorkspaceStore {
    func claims(
        ofEach objectives: [Identifier<SalesObjective>], kinds: Set<String>, standings: Set<Standing>?
    ) async throws(StoreError) -> [Identifier<SalesObjective>: [Claim]] {
        guard objectives.count <= 500 else { throw .refused("The claims of at most 500 objectives are read at once, not of \(objectives.count).") }
        guard !objectives.isEmpty, !kinds.isEmpty else { return [:] }
        let claims = try await engine.read { db in
            try claimsElsewhere(about: Set(objectives.map { .objective($0) }), kinds: kinds, standings: standings, standing: .now, db)
        }
        var found: [Identifier<SalesObjective>: [Claim]] = [:]
        for claim in claims {
            if case .objective(let id) = claim.subject { found[id, default: []].append(claim) }
        }
        return found
    }

    func ledger(about subjects: Set<Claim.Subject>, kinds: Set<String>, withoutDroppedBy time: Timestamp?) async throws(StoreError) -> Ledger {
        let ids = subjects.compactMap { $0.elsewhere?.id }
        guard !ids.isEmpty, !kinds.isEmpty else { return Ledger(claims: [], decisions: []) }
        return try await engine.read { db in
            let all = Self.which(ids, kinds), kept = time.map(Self.notDropped) ?? .always
            let which = SQLText(sql: "\(all.sql) AND \(kept.sql)", arguments: all.arguments + kept.arguments)
            let claims = try claimsElsewhere(about: subjects, which, standing: .asRecorded, db)
            return Ledger(claims: claims, decisions: try decisions(where: which.sql, [number] + which.arguments, db))
        }
    }

    /// A condition on `claim c`.
    private static func notDropped(by time: Timestamp) -> SQLText {
        SQLText(sql: """
            (c.standing IN ('suggested', 'confirmed', 'superseded') OR EXISTS (
                SELECT 1 FROM decision l WHERE l.workspace = c.workspace AND l.meeting = \(elsewhere) AND l.claim = c.id AND l.at > ?))
            """, arguments: [time.milliseconds])
    }

    /// Claims about any of some subjects, with their evidence as it is now.
    ///
    /// - Parameter standing: that of the recording, or that of now.
    func claimsElsewhere(
        about subjects: Set<Claim.Subject>, kinds: Set<String>?, standings: Set<Standing>?, standing: AsOf, _ db: Database
    ) throws -> [Claim] {
        let ids = subjects.compactMap { $0.elsewhere?.id }
        guard !ids.isEmpty else { return [] }
        return try claimsElsewhere(about: subjects, Self.which(ids, kinds), standing: standing, db).filter { standings?.contains($0.standing) ?? true }
    }

    /// - Parameter which: on `claim c`.
    private func claimsElsewhere(about subjects: Set<Claim.Subject>, _ which: SQLText, standing: AsOf, _ db: Database) throws -> [Claim] {
        let evidence = try evidence(where: which.sql, [number] + which.arguments, db)
        return try claims(
            of: nil, Self.elsewhere, where: "c.workspace = ? AND c.meeting = \(Self.elsewhere) AND \(which.sql)", [number] + which.arguments,
            evidence: standing, known: evidence, from: dialect.claimsBySubject, db
        ).filter { subjects.contains($0.subject) }
    }

    /// A condition on `claim c`.
    private static func which(_ ids: [UUID], _ kinds: Set<String>?) -> SQLText {
        let subjects = SQLList(ids)
        guard let kinds, !kinds.isEmpty else { return SQLText(sql: "c.subject IN \(subjects.places)", arguments: subjects.arguments) }
        let list = SQLList(kinds.sorted())
        return SQLText(sql: "c.subject IN \(subjects.places) AND c.kind IN \(list.places)", arguments: subjects.arguments + list.arguments)
    }

    // MARK: Who is named

    func people(_ ids: Set<Identifier<Person>>, in scope: Scope) async throws(StoreError) -> [Person] {
        guard !ids.isEmpty else { return [] }
        return try await engine.read { db in
            let seen = sight(scope).person, list = SQLList(ids.sorted().map(\.uuid))
            var reach: [UUID: [Person.Reach]] = [:]
            for row in try Row.fetchAll(db.cachedStatement(sql: """
                SELECT person, means, value FROM person_reach WHERE workspace = ? AND person IN \(list.places) ORDER BY person, ordinal
                """), arguments: [number] + list.arguments) {
                guard let means = Person.Reach.Means(rawValue: row[1]) else { continue }
                reach[row[0] as UUID, default: []].append(Person.Reach(means, row[2]))
            }
            return try Row.fetchAll(db.cachedStatement(sql: """
                SELECT p.id, p.name, p.organization, p.function, p.languages, p.cultures, p.note FROM person p
                WHERE p.workspace = ? AND p.id IN \(list.places) AND \(seen.sql) ORDER BY p.id
                """), arguments: [number] + list.arguments + seen.arguments).map { row in
                    Person(
                        id: Identifier(row: row, 0), name: row[1], organization: (row[2] as UUID?).map(Identifier.init), function: row[3],
                        languages: try Self.list(row[4]), cultures: try Self.list(row[5]), reach: reach[row[0] as UUID] ?? [], note: row[6]
                    )
                }
        }
    }

    func ownOrganizations(among organizations: Set<Identifier<Organization>>) async throws(StoreError) -> Set<Identifier<Organization>> {
        guard !organizations.isEmpty else { return [] }
        return try await engine.read { db in
            let list = SQLList(organizations.sorted().map(\.uuid))
            return Set(try UUID.fetchAll(
                db, sql: "SELECT id FROM organization WHERE workspace = ? AND id IN \(list.places) AND kind = 'own'", arguments: [number] + list.arguments
            ).map { Identifier($0) })
        }
    }
}
