import Covalence
import Foundation

/// A cast ready to be written: encoded before the writer is held.
struct PreparedCast: Sendable {
    var cast: Cast
    var content: String
    var author: Claim.Author
    var madeAt: Timestamp
    var restores: Int?

    init(_ cast: Cast, author: Claim.Author, madeAt: Timestamp, restores: Int?) throws(StoreError) {
        self.cast = cast
        self.author = author
        self.madeAt = madeAt
        self.restores = restores
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            content = String(decoding: try encoder.encode(cast), as: UTF8.self)
        } catch {
            throw .refused("The cast cannot be written: \(error)")
        }
    }
}

extension SQLWorkspaceStore {
    func cast(of meeting: Identifier<Meeting>, version: Int?) async throws(StoreError) -> CastVersion {
        try await engine.read { db in
            let meeting = try number(of: meeting, db)
            let row = try Row.fetchOne(db, sql: """
                SELECT version, content, author_kind, author_name, made_at, restores FROM cast_version
                WHERE workspace = ? AND meeting = ? AND version <= ? ORDER BY version DESC LIMIT 1
                """, arguments: [number, meeting, version ?? Int.max])
            guard let row, version == nil || row[0] == version else {
                throw StoreError.notFound("Version \(version ?? 1) of the cast")
            }
            return try castVersion(row)
        }
    }

    func castVersions(of meeting: Identifier<Meeting>) async throws(StoreError) -> [CastVersion] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT version, content, author_kind, author_name, made_at, restores FROM cast_version
                WHERE workspace = ? AND meeting = ? ORDER BY version
                """, arguments: [number, try number(of: meeting, db)]).map(castVersion)
        }
    }

    private func castVersion(_ row: Row) throws -> CastVersion {
        let cast: Cast
        do {
            cast = try JSONDecoder().decode(Cast.self, from: Data((row[1] as String).utf8))
        } catch {
            throw StoreError.corrupt("Version \(row[0] as Int) of a cast cannot be read: \(error).")
        }
        return CastVersion(
            version: row[0],
            cast: cast,
            author: Claim.Author(kind: AuthorKind(rawValue: row[2]) ?? .imported, name: row[3]),
            madeAt: Timestamp(milliseconds: row[4]),
            restores: row[5]
        )
    }

    /// Stores a version and what lists, search and suggestions read of it.
    func insert(_ prepared: PreparedCast, version: Int, into target: Target, _ db: Database) throws {
        let cast = prepared.cast
        try run("""
            INSERT INTO cast_version (workspace, meeting, version, content, author_kind, author_name, made_at, restores)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, target.number, version, prepared.content, prepared.author.kind.rawValue, prepared.author.name,
                prepared.madeAt.milliseconds, prepared.restores,
            ], db)
        for table in ["cast_person", "cast_label", "cast_moved"] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND meeting = ?", [number, target.number], db)
        }
        var ordinals: [Identifier<Participant>: Int] = [:]
        for (ordinal, person) in cast.participants.enumerated() {
            ordinals[person.id] = ordinal
            try run("""
                INSERT INTO cast_person (workspace, meeting, ordinal, id, name, name_key, side, organization, organization_key, function,
                    person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, [
                    number, target.number, ordinal, person.id.uuid, person.name, folded(person.name), person.side?.rawValue,
                    person.organization, person.organization.map(folded), person.function, person.person?.uuid,
                ], db)
        }
        for (label, person) in cast.labels {
            guard let ordinal = ordinals[person] else { continue }
            let isSaid = prepared.author.kind != .engine && cast.participants[ordinal].side != nil
            try run("""
                INSERT INTO cast_label (workspace, meeting, label, label_key, person, remembered) VALUES (?, ?, ?, ?, ?, ?)
                """, [number, target.number, label, folded(label), ordinal, isSaid], db)
        }
        for (position, person) in cast.reassigned {
            guard let ordinal = ordinals[person] else { continue }
            try run(
                "INSERT INTO cast_moved (workspace, meeting, position, person) VALUES (?, ?, ?, ?)",
                [number, target.number, position, ordinal], db
            )
        }
        try run("UPDATE meeting SET cast_version = ?, open_questions = ?, consents = ? WHERE workspace = ? AND number = ?", [
            version, cast.participants.count { $0.side == nil }, ConsentPurpose.agreed(by: cast.participants), number, target.number,
        ], db)
    }

    // MARK: What was said before

    func rememberedSpeakers(behind labels: [String], in scope: Scope) async throws(StoreError) -> [String: [RememberedSpeaker]] {
        try await engine.read { db in
            let seenMeeting = sight(scope).meeting, seenPerson = sight(scope).person
            // Of the same person, what the newest meeting says.
            let statement = try db.cachedStatement(sql: """
                SELECT label, name, side, organization, function, recorded_at, uses, name_key, organization_key, person,
                    EXISTS (SELECT 1 FROM person p WHERE p.workspace = ? AND p.id = known.person AND \(seenPerson.sql)) FROM (
                    SELECT l.label, p.name, p.side, p.organization, p.function, m.recorded_at, count(*) OVER same AS uses,
                        p.name_key, p.organization_key, p.person,
                        row_number() OVER (same ORDER BY m.recorded_at DESC, m.number DESC) AS place
                    FROM cast_label l
                    JOIN cast_person p ON p.workspace = l.workspace AND p.meeting = l.meeting AND p.ordinal = l.person
                    JOIN meeting m ON m.workspace = l.workspace AND m.number = l.meeting
                    WHERE l.workspace = ? AND l.label_key = ? AND l.remembered = 1 AND \(seenMeeting.sql)
                    WINDOW same AS (PARTITION BY p.name_key, p.side, p.organization_key, p.person)
                ) AS known WHERE place = 1 ORDER BY uses DESC, recorded_at DESC LIMIT 20
                """)
            var found: [String: [RememberedSpeaker]] = [:]
            for label in Set(labels) {
                let arguments = [number] + seenPerson.arguments + [number, folded(label)] + seenMeeting.arguments
                let speakers = joined(try Row.fetchAll(statement, arguments: arguments))
                if !speakers.isEmpty { found[label] = speakers }
            }
            return found
        }
    }

    /// Answers that say the same of a label are one, whether or not all of them name the person.
    private func joined(_ rows: [Row]) -> [RememberedSpeaker] {
        var speakers: [RememberedSpeaker] = []
        var places: [[String?]: Int] = [:]
        for row in rows {
            let person = row[10] as Bool ? (row[9] as UUID?).map { Identifier<Person>($0) } : nil
            let key: [String?] = [row[7], row[2], row[8]]
            guard let place = places[key] else {
                places[key] = speakers.count
                speakers.append(RememberedSpeaker(
                    label: row[0], name: row[1], side: (row[2] as String?).flatMap(Side.init(rawValue:)), organization: row[3],
                    function: row[4], person: person, lastUsed: Timestamp(milliseconds: row[5]), count: row[6]
                ))
                continue
            }
            speakers[place].count += row[6]
            speakers[place].lastUsed = max(speakers[place].lastUsed, Timestamp(milliseconds: row[5]))
            speakers[place].person = speakers[place].person ?? person
        }
        // Two people behind one label are a question, not an answer.
        let people = Set(rows.compactMap { $0[9] as UUID? })
        if people.count > 1 { for place in speakers.indices { speakers[place].person = nil } }
        return speakers.sorted { ($0.count, $0.lastUsed) > ($1.count, $1.lastUsed) }
    }

    func rememberedDomains(_ domains: [String], in scope: Scope) async throws(StoreError) -> [String: [RememberedDomain]] {
        try await engine.read { db in
            let seen = sight(scope).meeting
            var found: [String: [RememberedDomain]] = [:]
            for domain in Set(domains.map { $0.lowercased() }) {
                let known = try Row.fetchAll(db, sql: """
                    SELECT d.organization, d.side FROM remembered_domain d JOIN meeting m ON m.workspace = d.workspace AND m.number = d.meeting
                    WHERE d.workspace = ? AND d.domain = ? AND \(seen.sql)
                    GROUP BY d.organization, d.side ORDER BY count(*) DESC, max(d.meeting) DESC
                    """, arguments: [number, domain] + seen.arguments).map { row in
                        RememberedDomain(
                            domain: domain, organization: row[0], side: (row[1] as String?).flatMap(Side.init(rawValue:))
                        )
                    }
                if !known.isEmpty { found[domain] = known }
            }
            return found
        }
    }

    func remember(_ domains: [RememberedDomain], from target: Target, _ db: Database) throws {
        for domain in domains {
            try run("""
                INSERT INTO remembered_domain (workspace, domain, meeting, organization, side) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (workspace, domain, meeting) DO UPDATE SET organization = excluded.organization, side = excluded.side
                """, [number, domain.domain, target.number, domain.organization, domain.side?.rawValue], db)
        }
    }
}
