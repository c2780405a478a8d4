import Covalence
import Foundation

/// What merging and taking apart have in common.
extension SQLWorkspaceStore {
    /// Participants become another person in every version of every cast: an older one can be made the current one again, and
    /// erasing the person looks in all of them.
    ///
    /// - Parameter only: these participants; nil for all of the person's.
    /// - Returns: the participants that changed hands.
    func moveCast(
        from: Identifier<Person>, to: Identifier<Person>, only: Set<Identifier<Participant>>?, _ db: Database
    ) throws -> [Identifier<Participant>] {
        var moved: Set<Identifier<Participant>> = []
        var meetings: Set<Int64> = []
        let rows = try Row.fetchAll(db, sql: """
            SELECT meeting, version, content FROM cast_version WHERE workspace = ? AND \(dialect.contains("content", "?"))
            """, arguments: [number, from.description])
        for row in rows {
            var cast = try Self.read(Cast.self, row[2])
            let own = cast.participants.indices.filter { index in
                cast.participants[index].person == from && (only?.contains(cast.participants[index].id) ?? true)
            }
            guard !own.isEmpty else { continue }
            for index in own {
                cast.participants[index].person = to
                moved.insert(cast.participants[index].id)
                try run("UPDATE cast_person SET person = ? WHERE workspace = ? AND meeting = ? AND id = ? AND person = ?", [
                    to.uuid, number, row[0] as Int64, cast.participants[index].id.uuid, from.uuid,
                ], db)
            }
            try run("UPDATE cast_version SET content = ? WHERE workspace = ? AND meeting = ? AND version = ?", [
                try Self.json(cast), number, row[0] as Int64, row[1] as Int,
            ], db)
            meetings.insert(row[0])
        }
        for meeting in meetings {
            try run("DELETE FROM cache WHERE workspace = ? AND meeting = ?", [number, meeting], db)
            try run("UPDATE meeting SET version = version + 1 WHERE workspace = ? AND number = ?", [number, meeting], db)
        }
        return moved.sorted()
    }

    func moveClaims(from: UUID, to: UUID, kind: String, _ moved: inout Moved, _ db: Database) throws {
        moved.claims = try UUID.fetchAll(
            db, sql: "SELECT id FROM \(dialect.claimsBySubject) WHERE workspace = ? AND meeting = \(Self.elsewhere) AND subject = ? AND subject_kind = ?", arguments: [number, from, kind]
        )
        try run("UPDATE claim SET subject = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND subject = ? AND subject_kind = ?", [to, number, from, kind], db)
        let text = from.uuidString.lowercased()
        moved.objects = try UUID.fetchAll(db, sql: "SELECT id FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND object = ?", arguments: [number, text])
        try run("UPDATE claim SET object = ? WHERE workspace = ? AND meeting = \(Self.elsewhere) AND object = ?", [to.uuidString.lowercased(), number, text], db)
        let payloads = try UUID.fetchAll(db, sql: """
            SELECT id FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND payload IS NOT NULL AND \(dialect.contains("payload", "?"))
            """, arguments: [number, text])
        for claim in payloads { try renamePayload(of: claim, from: from, to: to, db) }
        moved.payloads = payloads
    }

    /// A payload that names one by id names another one.
    func renamePayload(of claim: UUID, from: UUID, to: UUID, _ db: Database) throws {
        try run("UPDATE claim SET payload = replace(payload, ?, ?) WHERE workspace = ? AND meeting = \(Self.elsewhere) AND id = ?", [
            from.uuidString.lowercased(), to.uuidString.lowercased(), number, claim,
        ], db)
    }

    func rewrite(_ organization: Organization, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE organization SET industry = ?, size = ?, country = ?, parent = ?, note = ?, version = version + 1, changed_at = ?
            WHERE workspace = ? AND id = ?
            """, [
                organization.industry, organization.size?.rawValue, organization.country, organization.parent?.uuid, organization.note,
                time.milliseconds, number, organization.id.uuid,
            ], db)
        try setDomains(of: organization, db)
    }

    func rewrite(_ person: Person, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE person SET organization = ?, function = ?, function_key = ?, languages = ?, cultures = ?, note = ?, version = version + 1, changed_at = ?
            WHERE workspace = ? AND id = ?
            """, [
                person.organization?.uuid, person.function, person.function.map(folded), try Self.text(person.languages), try Self.text(person.cultures), person.note,
                time.milliseconds, number, person.id.uuid,
            ], db)
        try setReach(of: person, db)
    }

    func present(_ holders: AccountHolders, _ db: Database) throws -> AccountHolders {
        AccountHolders(
            members: try holders.members.filter { try Bool.fetchOne(db, sql: "SELECT 1 FROM member WHERE workspace = ? AND id = ?", arguments: [number, $0.uuid]) != nil },
            teams: try holders.teams.filter { try Bool.fetchOne(db, sql: "SELECT 1 FROM team WHERE workspace = ? AND id = ?", arguments: [number, $0.uuid]) != nil }
        )
    }

    func isLinked(_ happening: UUID, to organization: Identifier<Organization>, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM interaction_account WHERE workspace = ? AND interaction = ? AND organization = ?",
            arguments: [number, happening, organization.uuid]
        ) != nil
    }

    func noteMerge(
        _ what: String, _ kept: UUID, _ keptName: String, _ absorbed: UUID, _ absorbedName: String, _ author: String, _ time: Timestamp,
        _ moved: Moved, _ db: Database
    ) throws -> Identifier<Merge> {
        // One after the other, also within a millisecond: they are taken back in the opposite order.
        let last = try Int64.fetchOne(db, sql: "SELECT max(at) FROM merge WHERE workspace = ?", arguments: [number])
        let time = Timestamp(milliseconds: max(time.milliseconds, last.map { $0 < .max ? $0 + 1 : $0 } ?? time.milliseconds))
        let id = Identifier<Merge>.make(at: time)
        try run("""
            INSERT INTO merge (workspace, id, what, kept, kept_name, absorbed, absorbed_name, author, at, moved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, id.uuid, what, kept, keptName, absorbed, absorbedName, author, time.milliseconds,
                String(decoding: try JSONEncoder().encode(moved), as: UTF8.self),
            ], db)
        try note([EventNote(what == "person" ? .personMerged : .organizationMerged, kept, other: absorbed)], db)
        try touchWorkspace(db)
        return id
    }

    /// What an organisation is part of once another became part of it. Where the other stood above it, what stood above the other.
    func parent(of kept: Organization, merging gone: Organization, _ db: Database) throws -> Identifier<Organization>? {
        if try ancestors(of: kept.id, db).contains(gone.id) { return gone.parent }
        guard kept.parent == nil, let parent = gone.parent, parent != kept.id,
              try !ancestors(of: parent, db).contains(kept.id) else { return kept.parent }
        return parent
    }

    /// What an organisation is part of, nearest first; ends where a circle closes.
    func ancestors(of organization: Identifier<Organization>, _ db: Database) throws -> [Identifier<Organization>] {
        var found: [Identifier<Organization>] = []
        var current = organization
        while let parent = try UUID?.fetchOne(
            db, sql: "SELECT parent FROM organization WHERE workspace = ? AND id = ?", arguments: [number, current.uuid]
        ) ?? nil {
            current = Identifier(parent)
            guard !found.contains(current) else { break }
            found.append(current)
        }
        return found
    }

    /// Refuses where the one they became would report to themselves.
    func checkReporting(of person: Identifier<Person>, _ absorbed: String, _ kept: String, _ db: Database) throws {
        var above: [String: [String]] = [:]
        for row in try Row.fetchAll(db, sql: """
            SELECT subject, object FROM claim WHERE workspace = ? AND meeting = \(Self.elsewhere) AND kind = ? AND standing = 'confirmed'
                AND subject IS NOT NULL AND object IS NOT NULL
            """, arguments: [number, Person.reportsToKind]) {
            above[(row[0] as UUID).uuidString.lowercased(), default: []].append((row[1] as String).lowercased())
        }
        var seen: Set<String> = []
        var next = above[person.description] ?? []
        while let current = next.popLast() {
            guard current != person.description else {
                throw StoreError.refused("“\(absorbed)” and “\(kept)” report to one another, directly or through others, so they would report to themselves. Correct “reports to” first.")
            }
            if seen.insert(current).inserted { next += above[current] ?? [] }
        }
    }
}
