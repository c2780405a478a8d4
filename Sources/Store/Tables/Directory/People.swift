import Covalence
import Foundation

extension SQLWorkspaceStore {
    func person(_ id: Identifier<Person>, in scope: Scope, at now: Timestamp) async throws(StoreError) -> PersonSummary {
        try await engine.read { db in try personSummary(id, in: scope, at: now, db) }
    }

    func people(_ query: PersonQuery, in scope: Scope, at now: Timestamp) async throws(StoreError) -> Page<PersonSummary> {
        let limit = try DirectoryPlace.checked(query.limit)
        let start = try query.cursor.map { cursor throws(StoreError) in try DirectoryPlace(cursor) }
        return try await engine.read { db in
            let seen = sight(scope).person
            var sql = "p.workspace = ? AND \(seen.sql)"
            var arguments: StatementArguments = [number] + seen.arguments
            if let text = query.text {
                sql += """
                     AND (\(dialect.contains("p.name_key", "?")) OR \(dialect.contains("coalesce(p.function_key, '')", "?"))
                        OR EXISTS (SELECT 1 FROM person_reach r WHERE r.workspace = p.workspace AND r.person = p.id AND r.means = 'mail'
                            AND \(dialect.contains("r.value", "?"))))
                    """
                arguments += [folded(text), folded(text), text.lowercased()]
            }
            if let organization = query.organization {
                sql += " AND p.organization = ?"
                arguments += [organization.uuid]
            }
            if let start {
                sql += " AND (p.name_key, p.id) > (?, ?)"
                arguments += [start.key, start.id]
            }
            let rows = try Row.fetchAll(db, sql: "SELECT p.id, p.name_key FROM person p WHERE \(sql) ORDER BY p.name_key, p.id LIMIT ?", arguments: arguments + [limit + 1])
            let items = try rows.prefix(limit).map { try personSummary(Identifier(row: $0, 0), in: scope, at: now, db) }
            return Page(items: items, next: rows.count > limit ? DirectoryPlace(key: rows[limit - 1][1], id: rows[limit - 1][0]).cursor : nil)
        }
    }

    func personSummary(_ id: Identifier<Person>, in scope: Scope, at now: Timestamp, _ db: Database) throws -> PersonSummary {
        let seen = sight(scope).person
        let row = try Row.fetchOne(db, sql: """
            SELECT p.version, (SELECT o.name FROM organization o WHERE o.workspace = p.workspace AND o.id = p.organization)
            FROM person p WHERE p.workspace = ? AND p.id = ? AND \(seen.sql)
            """, arguments: [number, id.uuid] + seen.arguments)
        guard let row, let person = try storedPerson(id, db) else { throw StoreError.notFound("The person \(id)") }
        let met = try contacts(
            meeting: "m.number IN (SELECT c.meeting FROM cast_person c WHERE c.workspace = \(number) AND c.person = ?)",
            interaction: "i.id IN (SELECT t.interaction FROM interaction_participant t WHERE t.workspace = \(number) AND t.person = ?)",
            [id.uuid], scope, at: now, db
        )
        return PersonSummary(
            person: person, version: row[0], organizationName: row[1], interactions: met.count, lastInteractionAt: met.newest,
            lastContactAt: met.last, nextContactAt: met.next
        )
    }

    func storedPerson(_ id: Identifier<Person>, _ db: Database) throws -> Person? {
        let row = try Row.fetchOne(
            db, sql: "SELECT name, organization, function, languages, cultures, note FROM person WHERE workspace = ? AND id = ?", arguments: [number, id.uuid]
        )
        guard let row else { return nil }
        let reach = try Row.fetchAll(
            db, sql: "SELECT means, value FROM person_reach WHERE workspace = ? AND person = ? ORDER BY ordinal", arguments: [number, id.uuid]
        ).compactMap { row in Person.Reach.Means(rawValue: row[0]).map { Person.Reach($0, row[1]) } }
        return Person(
            id: id, name: row[0], organization: (row[1] as UUID?).map(Identifier.init), function: row[2], languages: try Self.list(row[3]),
            cultures: try Self.list(row[4]), reach: reach, note: row[5]
        )
    }

    func add(_ person: Person, by member: Identifier<Member>?, at time: Timestamp) async throws(StoreError) -> PersonSummary {
        try await engine.write { db in
            let person = try DirectoryText.checked(person)
            guard try storedPerson(person.id, db) == nil else { throw StoreError.exists("The person \(person.id)") }
            guard try !isErased(person.id, db) else { throw StoreError.erased("This person") }
            try checkOrganization(of: person, db)
            try insertRow(person, addedBy: member, version: 1, at: time, db)
            try setReach(of: person, db)
            try identifyByAddress(person, db)
            try note([EventNote(.personAdded, person.id.uuid)], db)
            try touchWorkspace(db)
            return try personSummary(person.id, in: .everything, at: time, db)
        }
    }

    func update(_ person: Person, expecting version: Int, at time: Timestamp) async throws(StoreError) -> PersonSummary {
        try await engine.write { db in
            let person = try DirectoryText.checked(person)
            if try storedPerson(person.id, db) == nil, try isErased(person.id, db) { throw StoreError.erased("This person") }
            try expect(version, in: "person", person.id.uuid, "The person \(person.id)", db)
            try checkOrganization(of: person, db)
            try replaceRow(person, at: time, db)
            try identifyByAddress(person, db)
            try note([EventNote(.personChanged, person.id.uuid)], db)
            try touchWorkspace(db)
            return try personSummary(person.id, in: .everything, at: time, db)
        }
    }

    func people(withAddresses addresses: [String]) async throws(StoreError) -> [String: Person] {
        try await engine.read { db in
            var found: [String: Person] = [:]
            let wanted = Array(Set(addresses.map { $0.lowercased() }))
            // Few questions for many addresses; most of those in a mail or a line belong to nobody.
            for start in stride(from: 0, to: wanted.count, by: 64) {
                let list = SQLList(Array(wanted[start..<min(start + 64, wanted.count)]))
                for row in try Row.fetchAll(
                    db, sql: "SELECT value, person FROM person_reach WHERE workspace = ? AND means = 'mail' AND value IN \(list.places)",
                    arguments: [number] + list.arguments
                ) {
                    if let person = try storedPerson(Identifier(row: row, 1), db) { found[row[0]] = person }
                }
            }
            return found
        }
    }

    func people(named name: String, limit: Int) async throws(StoreError) -> [Person] {
        try await engine.read { db in
            try UUID.fetchAll(
                db, sql: "SELECT id FROM person WHERE workspace = ? AND name_key = ? ORDER BY id LIMIT ?", arguments: [number, folded(name), max(0, limit)]
            ).compactMap { try storedPerson(Identifier($0), db) }
        }
    }

    // MARK: Steps

    func insertRow(_ person: Person, addedBy member: Identifier<Member>?, version: Int, at time: Timestamp, _ db: Database) throws {
        try run("""
            INSERT INTO person (workspace, id, name, name_key, organization, function, function_key, languages, cultures, note, added_by,
                version, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [
                number, person.id.uuid, person.name, folded(person.name), person.organization?.uuid, person.function,
                person.function.map(folded), try Self.text(person.languages), try Self.text(person.cultures), person.note, member?.uuid, version, time.milliseconds,
            ], db)
    }

    /// Writes all of a person over what is kept of them.
    func replaceRow(_ person: Person, at time: Timestamp, _ db: Database) throws {
        try run("""
            UPDATE person SET name = ?, name_key = ?, organization = ?, function = ?, function_key = ?, languages = ?, cultures = ?, note = ?,
                version = version + 1, changed_at = ? WHERE workspace = ? AND id = ?
            """, [
                person.name, folded(person.name), person.organization?.uuid, person.function, person.function.map(folded), try Self.text(person.languages),
                try Self.text(person.cultures), person.note, time.milliseconds, number, person.id.uuid,
            ], db)
        try setReach(of: person, db)
    }

    func checkOrganization(of person: Person, _ db: Database) throws {
        guard let organization = person.organization else { return }
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM organization WHERE workspace = ? AND id = ?", arguments: [number, organization.uuid]) != nil else {
            throw StoreError.refused("The organisation of “\(person.name)” is not there any more. Choose another.", at: "/organization")
        }
    }

    func setReach(of person: Person, _ db: Database) throws {
        try run("DELETE FROM person_reach WHERE workspace = ? AND person = ?", [number, person.id.uuid], db)
        var seen: Set<Person.Reach> = []
        for (ordinal, reach) in person.reach.enumerated() {
            let value = reach.means == .mail ? reach.value.lowercased() : reach.value
            guard seen.insert(Person.Reach(reach.means, value)).inserted else { continue }
            if reach.means == .mail, let other = try String.fetchOne(db, sql: """
                SELECT p.name FROM person_reach r JOIN person p ON p.workspace = r.workspace AND p.id = r.person
                WHERE r.workspace = ? AND r.means = 'mail' AND r.value = ?
                """, arguments: [number, value]) {
                throw StoreError.exists("The mail address \(value) (of “\(other)”)", at: "/reach/\(ordinal)/value")
            }
            try run("INSERT INTO person_reach (workspace, person, ordinal, means, value) VALUES (?, ?, ?, ?, ?)", [number, person.id.uuid, ordinal, reach.means.rawValue, value], db)
        }
    }

    /// Participations with one of the person's addresses, of whom it was not known who they are, are theirs.
    func identifyByAddress(_ person: Person, _ db: Database) throws {
        for address in person.mailAddresses {
            try identify(ParticipantIndex.isAddress(address.lowercased()), as: person.id, db)
        }
    }

    static func text(_ list: [String]) throws -> String { String(decoding: try JSONEncoder().encode(list), as: UTF8.self) }

    static func list(_ text: String) throws -> [String] {
        do { return try JSONDecoder().decode([String].self, from: Data(text.utf8)) } catch {
            throw StoreError.corrupt("A list of words in the directory cannot be read.")
        }
    }
}
