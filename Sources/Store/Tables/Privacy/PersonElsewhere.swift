import Covalence
import Foundation

/// A person in the directory, in interactions and among the members.
extension SQLWorkspaceStore {
    struct DirectoryEntry {
        var names: Set<String>
        var addresses: [String]
    }

    /// The names and addresses of a person in the directory, and those of everybody they were put together of. What somebody else has
    /// by now is theirs.
    func directoryEntry(of person: Identifier<Person>, _ db: Database) throws -> DirectoryEntry? {
        guard let known = try storedPerson(person, db) else { return nil }
        var entry = DirectoryEntry(names: [known.name], addresses: known.mailAddresses)
        let merges = try Row.fetchAll(db, sql: """
            \(Self.absorbed)
            SELECT kept_name, absorbed_name, moved FROM merge WHERE workspace = ?1 AND what = 'person' AND undone_at IS NULL
                AND (kept = ?2 OR kept IN (SELECT id FROM one))
            """, arguments: [number, person.uuid])
        for row in merges {
            let moved = try? JSONDecoder().decode(Moved.self, from: Data((row[2] as String).utf8))
            let merged = [moved?.person, moved?.keptPerson].compactMap { $0 }
            for name in [row[0] as String, row[1]] + merged.map(\.name) where try Bool.fetchOne(
                db, sql: "SELECT 1 FROM person WHERE workspace = ? AND name_key = ? AND id <> ? LIMIT 1", arguments: [number, folded(name), person.uuid]
            ) == nil { entry.names.insert(name) }
            for address in merged.flatMap(\.mailAddresses) where try !entry.addresses.contains(address) && Bool.fetchOne(
                db, sql: "SELECT 1 FROM person_reach WHERE workspace = ? AND means = 'mail' AND value = ? AND person <> ? LIMIT 1",
                arguments: [number, address, person.uuid]
            ) == nil { entry.addresses.append(address) }
        }
        return entry
    }

    /// Who may learn that a person was erased: those who hold the organisation, and whoever added them.
    func audience(of person: Identifier<Person>, _ db: Database) throws -> (accounts: Set<Identifier<Organization>>, addedBy: UUID?) {
        let row = try Row.fetchOne(db, sql: "SELECT organization, added_by FROM person WHERE workspace = ? AND id = ?", arguments: [number, person.uuid])
        return (Set([(row?[0] as UUID?)].compactMap { $0.map { Identifier($0) } }), row?[1])
    }

    func interactions(of person: Identifier<Person>, _ addresses: [String], _ db: Database) throws -> [Identifier<Interaction>] {
        var found = Set(try UUID.fetchAll(
            db, sql: "SELECT interaction FROM interaction_participant WHERE workspace = ? AND person = ?", arguments: [number, person.uuid]
        ))
        for address in addresses {
            let isTheirs = ParticipantIndex.isAddress(address)
            found.formUnion(try UUID.fetchAll(
                db, sql: "SELECT interaction FROM interaction_participant WHERE workspace = ? AND \(isTheirs.sql)", arguments: [number] + isTheirs.arguments
            ))
        }
        return found.map { Identifier<Interaction>($0) }.sorted()
    }

    func member(of person: Identifier<Person>, _ db: Database) throws -> Identifier<Member>? {
        try UUID.fetchOne(db, sql: "SELECT id FROM member WHERE workspace = ? AND person = ?", arguments: [number, person.uuid]).map { Identifier($0) }
    }

    /// Whom a person was put together of, at whatever remove. Takes the workspace and the person.
    static let absorbed = """
        WITH RECURSIVE one(id) AS (
            SELECT absorbed FROM merge WHERE workspace = ?1 AND what = 'person' AND undone_at IS NULL AND kept = ?2
            UNION SELECT m.absorbed FROM merge m JOIN one ON m.kept = one.id
            WHERE m.workspace = ?1 AND m.what = 'person' AND m.undone_at IS NULL)
        """

    func absorbed(into person: Identifier<Person>, _ db: Database) throws -> [UUID] {
        try UUID.fetchAll(db, sql: "\(Self.absorbed) SELECT id FROM one ORDER BY id", arguments: [number, person.uuid])
    }

    /// Takes a person out of directory, interactions and members.
    ///
    /// - Returns: hashes of files to be shredded, one after the other: mails as they came in, which hold the name.
    func eraseDirectoryEntry(of person: Identifier<Person>, addresses: [String], _ names: ErasedNames, _ db: Database) throws -> Data {
        var left = Data()
        for id in try interactions(of: person, addresses, db) {
            left += try erase(person, addresses: addresses, from: id, names, db)
        }
        if let member = try member(of: person, db) { try eraseMember(member, substitute: names.substitute, db) }
        // That there was such a record in a source stays, so that an import does not bring them back; what it said of them goes. Also of those they were put
        // together of.
        for id in [person.uuid] + (try absorbed(into: person, db)) {
            try run("UPDATE imported_record SET id = ?, fields = '' WHERE workspace = ? AND id = ?", [person.uuid, number, id], db)
            try run("DELETE FROM import_change WHERE workspace = ? AND id = ?", [number, id], db)
        }
        // What they were merged of holds names, too; it cannot be taken apart any more.
        try run("""
            \(Self.absorbed)
            DELETE FROM merge WHERE workspace = ?1 AND what = 'person' AND (
                kept = ?2 OR absorbed = ?2 OR kept IN (SELECT id FROM one) OR absorbed IN (SELECT id FROM one))
            """, [number, person.uuid], db)
        try run("DELETE FROM person_reach WHERE workspace = ? AND person = ?", [number, person.uuid], db)
        try run("DELETE FROM person WHERE workspace = ? AND id = ?", [number, person.uuid], db)
        return left
    }

    /// A person's part in an interaction: their name goes, also where only a part of it stands; what they wrote themselves goes as a whole.
    private func erase(
        _ person: Identifier<Person>, addresses: [String], from id: Identifier<Interaction>, _ names: ErasedNames, _ db: Database
    ) throws -> Data {
        let record = try interactionRecord(id, in: .everything, db)
        var new = record.interaction.changing(names.parts)
        for index in new.participants.indices {
            let part = new.participants[index]
            guard part.person == person || part.address.map(addresses.contains) == true else { continue }
            new.participants[index] = .init(part.part, name: names.substitute)
            guard part.part == .from || part.part == .noted else { continue }
            new.text = nil
            new.title = names.substitute
        }
        try rewrite(record.interaction, as: new, db)
        if new.text != record.interaction.text { try eraseSuggestions(readIn: id.uuid, db) }
        guard let original = record.original else { return Data() }
        let hash = Data(original.bytes)
        try run("UPDATE interaction SET original = NULL WHERE workspace = ? AND original = ?", [number, hash], db)
        try run("DELETE FROM intake WHERE workspace = ? AND sha256 = ? AND meeting IS NULL", [number, hash], db)
        try run("""
            DELETE FROM file WHERE workspace = ?1 AND sha256 = ?2
            AND NOT EXISTS (SELECT 1 FROM meeting_file WHERE workspace = ?1 AND sha256 = ?2)
            AND NOT EXISTS (SELECT 1 FROM intake WHERE workspace = ?1 AND sha256 = ?2)
            """, [number, hash], db)
        return hash
    }

    func rewrite(_ former: Interaction, as new: Interaction, _ db: Database) throws {
        guard former != new, let row = try Int64.fetchOne(
            db, sql: "SELECT number FROM interaction WHERE workspace = ? AND id = ?", arguments: [number, former.id.uuid]
        ) else { return }
        let index = try WrittenIndex(workspace: number, db)
        try index.remove(former, at: row)
        try run("UPDATE interaction SET title = ?, text = ?, heard_from = ?, place = ?, version = version + 1 WHERE workspace = ? AND number = ?", [
            new.title, new.text, new.heardFrom, new.place, number, row,
        ], db)
        try forgetPassages(of: new.id.uuid, db)
        try index.add(new, at: row)
        try setParts(of: new, db)
        try note([EventNote(.interactionChanged, new.id.uuid)], db)
    }

    /// The member stays as an id that names nobody and cannot sign in: the audit log and what they decided refer to it.
    private func eraseMember(_ member: Identifier<Member>, substitute: String, _ db: Database) throws {
        let isLast = try Bool.fetchOne(db, sql: """
            SELECT role = 'administrator' AND state = 'active' AND NOT EXISTS (SELECT 1 FROM member o WHERE o.workspace = m.workspace
                AND o.id <> m.id AND o.role = 'administrator' AND o.state = 'active') FROM member m WHERE m.workspace = ? AND m.id = ?
            """, arguments: [number, member.uuid]) ?? false
        guard !isLast else {
            throw StoreError.refused("This person is the only administrator. Make somebody else an administrator first, then erase them.")
        }
        let name = try String.fetchOne(db, sql: "SELECT name FROM member WHERE workspace = ? AND id = ?", arguments: [number, member.uuid])
        try run("UPDATE member SET name = ?, address = ?, person = NULL, state = 'suspended' WHERE workspace = ? AND id = ?", [
            substitute, "erased-\(member)@invalid", number, member.uuid,
        ], db)
        for table in ["credentials", "recovery_code", "used_step", "identity", "one_time_token", "session"] {
            try run("DELETE FROM \(table) WHERE workspace = ? AND member = ?", [number, member.uuid], db)
        }
        // What they stated and decided has the name they had then, which need not be the one they have now.
        for (table, column) in [("claim", "stated_by"), ("decision", "decided_by")] {
            try run("UPDATE \(table) SET author_name = ? WHERE workspace = ? AND \(column) = ?", [substitute, number, member.uuid], db)
        }
        guard let name else { return }
        for (table, column) in [("claim", "author_name"), ("decision", "author_name"), ("transcript", "author_name"), ("cast_version", "author_name"), ("merge", "author"), ("topic_change", "author_name"), ("codebook", "author"), ("code_decision", "author"), ("profile_version", "author_name"), ("record_import", "made_by_name")] {
            try run("UPDATE \(table) SET \(column) = ? WHERE workspace = ? AND \(column) = ?", [substitute, number, name], db)
        }
    }

    /// Lists stop saying which person a participant was.
    func forgetPerson(of part: MeetingPart, _ db: Database) throws {
        for participant in part.participants {
            try run("UPDATE cast_person SET person = NULL WHERE workspace = ? AND meeting = ? AND id = ?", [number, part.meeting.number, participant.uuid], db)
        }
    }

    func erasedInteractions(_ db: Database) throws -> [ErasureRecord] {
        try Row.fetchAll(
            db, sql: "SELECT interaction, erased_at FROM interaction_erasure WHERE workspace = ?", arguments: [number]
        ).map { ErasureRecord(.interaction(Identifier(row: $0, 0)), at: Timestamp(milliseconds: $0[1])) }
    }

    func expired(
        _ kind: RetainedKind, _ interactions: Interaction.Kind, before time: Timestamp, limit: Int
    ) async throws(StoreError) -> ExpiredData {
        try await engine.read { db in
            let arguments: StatementArguments = [number, interactions.rawValue, time.milliseconds]
            let condition = "FROM interaction WHERE workspace = ? AND kind = ? AND ordered_at < ?"
            return ExpiredData(
                kind: kind, count: try Int.fetchOne(db, sql: "SELECT count(*) \(condition)", arguments: arguments) ?? 0,
                interactions: try UUID.fetchAll(
                    db, sql: "SELECT id \(condition) ORDER BY ordered_at, id LIMIT ?", arguments: arguments + [max(0, limit)]
                ).map { Identifier($0) }
            )
        }
    }
}
