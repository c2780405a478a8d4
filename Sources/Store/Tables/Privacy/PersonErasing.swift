import Covalence
import Foundation

/// Everything on a person, and erasing it.
extension SQLWorkspaceStore {
    /// Whether a person was erased.
    func isErased(_ person: Identifier<Person>) async throws(StoreError) -> Bool {
        try await engine.read { db in try isErased(person, db) }
    }

    func isErased(_ person: Identifier<Person>, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT 1 FROM removal WHERE workspace = ? AND subject = ? AND what = ? LIMIT 1", arguments: [
            number, person.uuid, try Self.json(ErasureRecord.What.person(person)),
        ]) != nil
    }

    func holdings(on person: Identifier<Person>) async throws(StoreError) -> PersonHoldings {
        if try await isErased(person) { throw .erased("This person") }
        var known: Person?
        do {
            known = try await self.person(person, in: .everything).person
        } catch StoreError.notFound {
            // Somebody may have been named in a cast only.
        }
        let directory = known
        return try await engine.read { db in
            let parts = try participations(of: person, db)
            var meetings: [Identifier<Meeting>: Set<Identifier<Participant>>] = [:]
            var claims = try UUID.fetchAll(db, sql: """
                SELECT id FROM claim WHERE workspace = ? AND (subject_kind = 'person' AND subject = ? OR object = ?)
                """, arguments: [number, person.uuid, person.description])
            var remembered: Set<String> = []
            for part in parts {
                meetings[part.meeting.id] = part.participants
                remembered.formUnion(part.labels)
                for participant in part.participants {
                    claims += try UUID.fetchAll(
                        db, sql: "SELECT id FROM claim WHERE workspace = ? AND meeting = ? AND participant = ?",
                        arguments: [number, part.meeting.number, participant.uuid]
                    )
                }
            }
            guard let found = directory ?? parts.lazy.compactMap(\.names.first).first.map({ Person(id: person, name: $0) }) else {
                throw StoreError.notFound("The person \(person)")
            }
            let entry = try directoryEntry(of: person, db)
            let addresses = entry?.addresses ?? found.mailAddresses
            return PersonHoldings(
                person: found, formerNames: entry?.names.subtracting([found.name]).sorted() ?? [], addresses: addresses, meetings: meetings,
                interactions: try interactions(of: person, addresses, db),
                claims: Set(claims).map { Identifier<Claim>($0) }.sorted(), remembered: remembered.sorted() + addresses,
                member: try member(of: person, db)
            )
        }
    }

    func meetings(saying names: Set<String>, where holds: @escaping @Sendable (String) -> Bool) async throws(StoreError) -> Set<Identifier<Meeting>> {
        let forms = Set(names.flatMap(NameReplacement.forms)).sorted()
        guard !forms.isEmpty else { return [] }
        return try await engine.read { db in
            // Every word of the workspace, which no index covers: this is seldom asked, and what follows rewrites the database.
            let rows = try Row.fetchCursor(db, sql: """
                SELECT m.id, u.text FROM utterance u JOIN meeting m ON m.workspace = u.workspace AND m.number = u.meeting
                WHERE u.workspace = ? AND (\(forms.map { _ in dialect.contains("u.text", "?") }.joined(separator: " OR ")))
                """, arguments: forms.reduce([number]) { $0 + [$1] })
            var found: Set<Identifier<Meeting>> = []
            while let row = try rows.next() {
                let meeting = Identifier<Meeting>(row: row, 0)
                if !found.contains(meeting), holds(row[1]) { found.insert(meeting) }
            }
            return found
        }
    }

    func erasePerson(_ person: Identifier<Person>, replacing replacement: NameReplacement, at time: Timestamp) async throws(StoreError) {
        try await engine.write { db in
            guard try !isErased(person, db) else { return }
            let known = try directoryEntry(of: person, db)
            let parts = try participations(of: person, db)
            guard known != nil || !parts.isEmpty else { throw StoreError.notFound("The person \(person)") }
            // A name in a cast may be a label that others have too; whoever knows which are names gives them.
            let names = replacement.adding(known.map { $0.names.union($0.addresses) } ?? [])
            let meetings = parts.map(\.meeting.number)
            var left = Data()
            for part in parts { left += try erase(part, of: person, substitute: names.substitute, db) }
            try eraseFileNames(of: Set(parts.flatMap(\.names)).union(known?.names ?? []), parts, substitute: names.substitute, db)
            try eraseClaims(on: person, db)
            try eraseForecasts(db)
            let (accounts, addedBy) = try audience(of: person, db)
            // Asked before the merges go: a backup from before them has each of these as a person of their own.
            let absorbed = try absorbed(into: person, db).map { Identifier<Person>($0) }.filter { try storedPerson($0, db) == nil && !isErased($0, db) }
            left += try eraseDirectoryEntry(of: person, addresses: known?.addresses ?? [], names, db)
            left += try eraseMentions(of: names, in: meetings, dropping: replacement.uploads, at: time, db)
            try note(.person(person), person.uuid, at: time, left: left, db)
            for one in absorbed { try note(.person(one), one.uuid, at: time, left: Data(), db) }
            try noteErasure(.personErased, person.uuid, accounts: accounts, broughtInBy: addedBy, db)
            // What is read or made just now has the name still, and may not write it.
            try run("UPDATE sales_objective SET version = version + 1 WHERE workspace = ?", [number], db)
            try forgetFunnel(db)
            try touchWorkspace(db)
        }
        try await finishRemovals()
    }

    // MARK: In meetings

    /// A person's part in a meeting, in any version of its cast.
    struct MeetingPart {
        var meeting: Target
        var participants: Set<Identifier<Participant>>
        /// Labels of the file behind which they are.
        var labels: Set<String>
        var names: [String]
    }

    func participations(of person: Identifier<Person>, _ db: Database) throws -> [MeetingPart] {
        // In every version, which no index covers: casts are small, and this is seldom asked.
        let rows = try Row.fetchAll(db, sql: """
            SELECT m.number, m.search_key, m.id, c.content FROM cast_version c JOIN meeting m ON m.workspace = c.workspace AND m.number = c.meeting
            WHERE c.workspace = ? AND \(dialect.contains("c.content", "?")) ORDER BY m.ordered_at, m.number, c.version DESC
            """, arguments: [number, person.description])
        var parts: [MeetingPart] = []
        for row in rows {
            let cast = try Self.read(Cast.self, row[3])
            let own = cast.participants.filter { $0.person == person }
            guard !own.isEmpty else { continue }
            let target = Target(id: Identifier(row: row, 2), number: row[0], key: SearchKey(rawValue: row[1]))
            if parts.last?.meeting.number != target.number {
                parts.append(MeetingPart(meeting: target, participants: [], labels: [], names: []))
            }
            parts[parts.count - 1].participants.formUnion(own.map(\.id))
            parts[parts.count - 1].names += own.map(\.name)
        }
        for place in parts.indices {
            let newest = try String.fetchOne(db, sql: """
                SELECT content FROM cast_version WHERE workspace = ? AND meeting = ? ORDER BY version DESC LIMIT 1
                """, arguments: [number, parts[place].meeting.number])
            guard let newest else { continue }
            let cast = try Self.read(Cast.self, newest)
            parts[place].labels = Set(cast.labels.filter { parts[place].participants.contains($0.value) }.keys)
        }
        return parts
    }

    /// - Returns: hashes of originals to be shredded: who took part without a word stands in them, too.
    private func erase(_ part: MeetingPart, of person: Identifier<Person>, substitute: String, _ db: Database) throws -> Data {
        let meeting = part.meeting
        let names = Set(part.names.map(folded))
        let relabelled = try relabel(part, substitute: substitute, db)
        let versions = try Row.fetchAll(
            db, sql: "SELECT version, content FROM cast_version WHERE workspace = ? AND meeting = ?", arguments: [number, meeting.number]
        )
        for row in versions {
            var cast = try Self.read(Cast.self, row[1])
            for index in cast.participants.indices where part.participants.contains(cast.participants[index].id) {
                let gone = cast.participants[index]
                // What was agreed to stays: it says what may be done with the rest.
                cast.participants[index] = Participant(
                    id: gone.id, name: substitute, side: gone.side, organization: gone.organization, consent: gone.consent
                )
            }
            cast.labels = Dictionary(cast.labels.map { (relabelled[$0.key] ?? $0.key, $0.value) }) { first, _ in first }
            try run("UPDATE cast_version SET content = ? WHERE workspace = ? AND meeting = ? AND version = ?", [
                try Self.json(cast), number, meeting.number, row[0] as Int,
            ], db)
        }
        for participant in part.participants {
            try run("""
                UPDATE cast_person SET name = ?, name_key = ?, function = NULL WHERE workspace = ? AND meeting = ? AND id = ?
                """, [substitute, folded(substitute), number, meeting.number, participant.uuid], db)
            try eraseClaims("meeting = ? AND participant = ?", [meeting.number, participant.uuid], db)
        }
        try forgetPerson(of: part, db)
        let claims = try Row.fetchAll(
            db, sql: "SELECT id, object, value, payload FROM claim WHERE workspace = ? AND meeting = ?", arguments: [number, meeting.number]
        )
        for row in claims {
            try rewriteClaim(row[0], in: meeting.number, object: row[1], value: row[2], payload: row[3], db) { claim in
                claim.changing { names.contains(folded($0)) ? substitute : $0 }
            }
        }
        let left = try dropFiles(of: meeting, role: .original, db)
        try touch(meeting, db)
        return left
    }

    /// Gives the labels of a person new names in every version, each its own: two that became one would become one speaker.
    private func relabel(_ part: MeetingPart, substitute: String, _ db: Database) throws -> [String: String] {
        var taken = Set(try String.fetchAll(
            db, sql: "SELECT label FROM label WHERE workspace = ? AND meeting = ?", arguments: [number, part.meeting.number]
        ))
        var new: [String: String] = [:]
        for label in part.labels.sorted() {
            var name = substitute
            var count = 1
            while !taken.insert(name).inserted {
                count += 1
                name = "\(substitute) \(count)"
            }
            new[label] = name
            try run("UPDATE label SET label = ? WHERE workspace = ? AND meeting = ? AND label = ?", [
                name, number, part.meeting.number, label,
            ], db)
            try run("""
                UPDATE cast_label SET label = ?, label_key = ?, remembered = 0 WHERE workspace = ? AND meeting = ? AND label = ?
                """, [name, folded(name), number, part.meeting.number, label], db)
        }
        return new
    }

    /// Names of files in their own meetings, where a part of the name stands in them.
    private func eraseFileNames(of names: Set<String>, _ parts: [MeetingPart], substitute: String, _ db: Database) throws {
        let pieces = Set(names.flatMap { $0.split { !$0.isLetter } }.filter { $0.count >= 3 }.map { folded(String($0)) })
        func holds(_ name: String) -> Bool { pieces.contains { folded(name).contains($0) } }
        for part in parts {
            let files = try Row.fetchAll(db, sql: """
                SELECT f.sha256, f.name FROM file f JOIN meeting_file m ON m.workspace = f.workspace AND m.sha256 = f.sha256
                WHERE m.workspace = ? AND m.meeting = ?
                """, arguments: [number, part.meeting.number])
            for row in files where holds(row[1]) {
                try run("UPDATE file SET name = ? WHERE workspace = ? AND sha256 = ?", [substitute, number, row[0] as Data], db)
            }
            let authors = try Row.fetchAll(db, sql: """
                SELECT version, author_name FROM transcript WHERE workspace = ? AND meeting = ? AND author_kind = 'imported'
                """, arguments: [number, part.meeting.number])
            for row in authors where holds(row[1]) {
                try run("UPDATE transcript SET author_name = ? WHERE workspace = ? AND meeting = ? AND version = ?", [
                    substitute, number, part.meeting.number, row[0] as Int,
                ], db)
            }
        }
    }

    // MARK: Claims

    func eraseClaims(on person: Identifier<Person>, _ db: Database) throws {
        try eraseClaims("subject_kind = 'person' AND subject = ?", [person.uuid], db)
        try eraseClaims("object = ?", [person.description], db)
        // Who told us something is no more than an id in a payload; what they told stays.
        let rows = try Row.fetchAll(db, sql: """
            SELECT meeting, id, object, value, payload FROM claim WHERE workspace = ? AND payload IS NOT NULL AND \(dialect.contains("payload", "?"))
            """, arguments: [number, person.description])
        for row in rows {
            try rewriteClaim(row[1], in: row[0], object: row[2], value: row[3], payload: row[4], db) { claim in
                var claim = claim
                claim.payload = claim.payload.filter { $0.value != person.description }
                return claim
            }
        }
    }

    func eraseClaims(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT meeting, id FROM claim WHERE workspace = ? AND \(condition)", arguments: [number] + arguments)
        for row in rows {
            let (meeting, id): (Int64, UUID) = (row[0], row[1])
            for table in ["evidence", "decision"] {
                try run("DELETE FROM \(table) WHERE workspace = ? AND meeting = ? AND claim = ?", [number, meeting, id], db)
            }
            try run("DELETE FROM evidence WHERE workspace = ? AND meeting IN (?, \(Self.elsewhere)) AND place = 'claim' AND target = ?", [
                number, meeting, id,
            ], db)
            try run("DELETE FROM claim WHERE workspace = ? AND meeting = ? AND id = ?", [number, meeting, id], db)
        }
    }
}
