import Covalence
import Foundation

extension SQLWorkspaceStore {
    func openIdentities(in scope: Scope, limit: Int) async throws(StoreError) -> [OpenIdentity] {
        // Who looks at research sees no names.
        guard limit > 0, scope != .research else { return [] }
        return try await engine.read { db in
            var found = try inInteractions(scope, limit: limit, db)
            if found.count < limit { found += try inMeetings(scope, limit: limit - found.count, db) }
            return found
        }
    }

    /// Addresses, and names without an address, most often met first.
    private func inInteractions(_ scope: Scope, limit: Int, _ db: Database) throws -> [OpenIdentity] {
        let seen = sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by")
        let rows = try Row.fetchAll(db, sql: """
            SELECT address, name, uses, id FROM (
                SELECT address, name, id, ordered_at, count(*) OVER same AS uses,
                    row_number() OVER (same ORDER BY ordered_at DESC, id DESC) AS place
                FROM (
                    SELECT t.address, CASE WHEN t.address IS NULL THEN t.name_key END AS name_key, max(t.name) AS name, i.id, i.ordered_at
                    FROM interaction_participant t JOIN interaction i ON i.workspace = t.workspace AND i.id = t.interaction
                    WHERE t.workspace = ? AND t.person IS NULL AND coalesce(t.address, t.name) IS NOT NULL AND \(seen.sql)
                    GROUP BY 1, 2, 4, 5
                ) AS met WINDOW same AS (PARTITION BY address, name_key)
            ) AS open WHERE place = 1 ORDER BY uses DESC, ordered_at DESC, id DESC LIMIT ?
            """, arguments: [number] + seen.arguments + [limit])
        return try rows.map { row in
            let address: String? = row[0], name: String? = row[1]
            return OpenIdentity(
                key: address.map { .address($0) } ?? .name(name ?? ""), occurrences: row[2],
                latest: try line(ofInteraction: Identifier(row: row, 3), db), suggestions: try suggestions(named: name, address: address, in: scope, db)
            )
        }
    }

    /// Participants of meetings who have a name of their own: a label that nobody renamed says too little to ask.
    private func inMeetings(_ scope: Scope, limit: Int, _ db: Database) throws -> [OpenIdentity] {
        let seen = sight(scope).meeting
        let rows = try Row.fetchAll(db, sql: """
            SELECT c.id, c.name, m.id, m.number FROM cast_person c JOIN meeting m ON m.workspace = c.workspace AND m.number = c.meeting
            WHERE c.workspace = ? AND c.person IS NULL AND c.side IS NOT NULL AND \(seen.sql)
            ORDER BY m.ordered_at DESC, c.ordinal LIMIT ?
            """, arguments: [number] + seen.arguments + [limit])
        return try rows.map { row in
            let meeting = Identifier<Meeting>(row: row, 2)
            return OpenIdentity(
                key: .participant(Identifier(row: row, 0), in: meeting, name: row[1]), occurrences: 1, latest: try line(ofMeeting: meeting, db),
                suggestions: try suggestions(
                    named: row[1], address: nil, labels: try labels(of: Identifier(row: row, 0), row[3], db), in: scope, db
                )
            )
        }
    }

    private func labels(of participant: Identifier<Participant>, _ meeting: Int64, _ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: """
            SELECT l.label_key FROM cast_label l JOIN cast_person c ON c.workspace = l.workspace AND c.meeting = l.meeting AND c.ordinal = l.person
            WHERE l.workspace = ? AND l.meeting = ? AND c.id = ? ORDER BY l.label_key LIMIT 10
            """, arguments: [number, meeting, participant.uuid])
    }

    /// People who were behind the same label before, then those of the same name, then those of the address's organisation of whom
    /// no address is known. Only people in sight: a suggestion must not say who else is there.
    private func suggestions(
        named name: String?, address: String?, labels: [String] = [], in scope: Scope, _ db: Database
    ) throws -> [Person] {
        let seen = sight(scope).person
        var ids: [UUID] = []
        for label in labels {
            ids += try UUID.fetchAll(db, sql: """
                SELECT p.id FROM cast_label l
                JOIN cast_person c ON c.workspace = l.workspace AND c.meeting = l.meeting AND c.ordinal = l.person
                JOIN person p ON p.workspace = c.workspace AND p.id = c.person
                WHERE l.workspace = ? AND l.label_key = ? AND l.remembered = 1 AND \(seen.sql)
                GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 5
                """, arguments: [number, label] + seen.arguments)
        }
        if let name {
            ids += try UUID.fetchAll(
                db, sql: "SELECT p.id FROM person p WHERE p.workspace = ? AND p.name_key = ? AND \(seen.sql) ORDER BY p.id LIMIT 5",
                arguments: [number, folded(name)] + seen.arguments
            )
        }
        if let domain = address?.split(separator: "@").last, ids.count < 5 {
            ids += try UUID.fetchAll(db, sql: """
                SELECT p.id FROM person p JOIN organization_domain d ON d.workspace = p.workspace AND d.organization = p.organization
                WHERE p.workspace = ? AND d.domain = ? AND NOT EXISTS (SELECT 1 FROM person_reach r
                    WHERE r.workspace = p.workspace AND r.person = p.id AND r.means = 'mail') AND \(seen.sql) ORDER BY p.name_key LIMIT 5
                """, arguments: [number, String(domain)] + seen.arguments)
        }
        var known: Set<UUID> = []
        return try ids.filter { known.insert($0).inserted }.prefix(5).compactMap { try storedPerson(Identifier($0), db) }
    }

    func identify(_ identity: OpenIdentity.Key, as person: Identifier<Person>) async throws(StoreError) {
        try await engine.write { db in
            guard try storedPerson(person, db) != nil else { throw StoreError.notFound("The person \(person)") }
            switch identity {
            case .address(let address): try identify(ParticipantIndex.isAddress(address.lowercased()), as: person, db)
            case .name(let name): try identify(ParticipantIndex.isName(folded(name)), as: person, db)
            case .participant: throw StoreError.refused("Who took part in a meeting is said in the meeting’s cast.")
            }
            try note([EventNote(.personChanged, person.uuid)], db)
            try touchWorkspace(db)
        }
    }

    /// Participations of whom it was not known who they are become a person's; their interactions become another version.
    func identify(_ condition: SQLText, as person: Identifier<Person>, _ db: Database) throws {
        let met = "workspace = ? AND person IS NULL AND \(condition.sql)"
        let arguments = [number] + condition.arguments
        try forgetFunnel(madeFrom: try UUID.fetchAll(db, sql: "SELECT interaction FROM interaction_participant WHERE \(met)", arguments: arguments), db)
        try run(
            "UPDATE interaction SET version = version + 1 WHERE workspace = ? AND id IN (SELECT interaction FROM interaction_participant WHERE \(met))", [number] + arguments, db
        )
        try run("UPDATE interaction_participant SET person = ? WHERE \(met)", [person.uuid] + arguments, db)
    }
}
