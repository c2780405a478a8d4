import Covalence
import Foundation

/// An erased person in what others wrote: mails, notes, statements, reasons, names of files and topics, problems of jobs, uploads.
extension SQLWorkspaceStore {
    /// - Parameter own: the meetings they took part in, in which parts of the name go, too.
    /// - Returns: hashes of files to be shredded, one after the other.
    func eraseMentions(of names: ErasedNames, in own: [Int64], dropping uploads: Set<Identifier<IntakeItem>>, at time: Timestamp, _ db: Database) throws -> Data {
        try eraseMentionsInTitles(names, own, db)
        try eraseMentionsInInteractions(names, db)
        try eraseMentionsInClaims(names, own, db)
        try eraseMentionsInMerges(names, db)
        for (table, column) in [
            ("file", "name"), ("intake", "name"), ("transcript", "author_name"), ("organization", "note"), ("person", "note"), ("decision", "reason"),
            ("topic", "name"), ("topic_change", "name"), ("codebook", "title"), ("codebook", "note"),
            ("offering", "name"), ("offering", "note"), ("profile_version", "content"),
            ("record_import", "name"), ("record_import", "mapping"), ("record_import", "report"), ("import_change", "former"),
        ] {
            try replace(column, of: table, names, names.whole, db)
        }
        // Whoever goes through the rows of an import meanwhile may hold their words, and keeps no report of that version.
        try run("UPDATE record_import SET version = version + 1 WHERE workspace = ? AND ended_at IS NULL", [number], db)
        // In a codebook's YAML square brackets would be a list.
        try replace("content", of: "codebook", names, { names.whole($0).replacing("[erased]", with: "(erased)") }, db)
        // Why something went wrong is told by what was in it; nobody needs it as much.
        try run("UPDATE job SET problem = NULL, label = NULL WHERE \(holding(["problem", "label"], names))", holders(2, names), db)
        return try eraseUploads(names, uploads, at: time, db)
    }

    /// Replaces names in a column, one value after the other.
    private func replace(_ column: String, of table: String, _ names: ErasedNames, _ change: (String) -> String, _ db: Database) throws {
        let values = try String.fetchAll(
            db, sql: "SELECT DISTINCT \(column) FROM \(table) WHERE \(holding([column], names))", arguments: holders(1, names)
        )
        for value in values {
            let changed = change(value)
            guard changed != value else { continue }
            try run("UPDATE \(table) SET \(column) = ? WHERE workspace = ? AND \(column) = ?", [changed, number, value], db)
        }
    }

    /// Notes of others as they were before a merge: taking it apart would bring them back. What others are called stays, as it does in the directory.
    private func eraseMentionsInMerges(_ names: ErasedNames, _ db: Database) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT id, moved FROM merge WHERE \(holding(["moved"], names))", arguments: holders(1, names))
        for row in rows {
            // What cannot be read cannot be taken apart either.
            guard var moved = try? JSONDecoder().decode(Moved.self, from: Data((row[1] as String).utf8)) else {
                try run("UPDATE merge SET moved = '{}' WHERE workspace = ? AND id = ?", [number, row[0] as UUID], db)
                continue
            }
            let former = [moved.organization?.note, moved.keptOrganization?.note, moved.person?.note, moved.keptPerson?.note]
            let changed = former.map { $0.map(names.whole) }
            guard changed != former else { continue }
            moved.organization?.note = changed[0]
            moved.keptOrganization?.note = changed[1]
            moved.person?.note = changed[2]
            moved.keptPerson?.note = changed[3]
            try run("UPDATE merge SET moved = ? WHERE workspace = ? AND id = ?", [
                String(decoding: try JSONEncoder().encode(moved), as: UTF8.self), number, row[0] as UUID,
            ], db)
        }
    }

    private func eraseMentionsInTitles(_ names: ErasedNames, _ own: [Int64], _ db: Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT id, number, search_key, title, note FROM meeting WHERE \(holding(["title", "note"], names))", arguments: holders(2, names)
        )
        for row in rows {
            let target = Target(id: Identifier(row: row, 0), number: row[1], key: SearchKey(rawValue: row[2]))
            let (title, note): (String, String?) = (row[3], row[4])
            let change = own.contains(target.number) ? names.parts : names.whole
            let (newTitle, newNote) = (change(title), note.map(change))
            guard newTitle != title || newNote != note else { continue }
            try run("UPDATE meeting SET title = ?, title_key = ?, note = ? WHERE workspace = ? AND number = ?", [
                newTitle, folded(newTitle), newNote, number, target.number,
            ], db)
            try touch(target, db)
        }
    }

    private func eraseMentionsInInteractions(_ names: ErasedNames, _ db: Database) throws {
        var found = Set(try UUID.fetchAll(
            db, sql: "SELECT id FROM interaction WHERE \(holding(["title", "text", "heard_from", "place"], names))", arguments: holders(4, names)
        ))
        found.formUnion(try UUID.fetchAll(db, sql: """
            SELECT interaction FROM interaction_participant WHERE \(holding(["name", "address"], names)) AND person IS NULL
            """, arguments: holders(2, names)))
        found.formUnion(try UUID.fetchAll(
            db, sql: "SELECT interaction FROM interaction_component WHERE \(holding(["name"], names))", arguments: holders(1, names)
        ))
        for id in found.sorted(by: { $0.uuidString < $1.uuidString }) {
            let former = try interactionRecord(Identifier(id), in: .everything, db).interaction
            var new = former.changing(names.whole)
            for index in new.participants.indices where new.participants[index].person == nil {
                new.participants[index].name = new.participants[index].name.map(names.whole)
                if let address = new.participants[index].address, names.whole(address) != address { new.participants[index].address = nil }
            }
            try rewrite(former, as: new, db)
        }
        // Ids of mails may hold the address they were sent from. What an id was stays known by its digest.
        for address in names.addresses {
            try run("UPDATE interaction SET source_id = NULL WHERE workspace = ? AND \(dialect.contains("coalesce(source_id, '')", "?"))", [number, address], db)
            try run("UPDATE interaction SET answers = replace(answers, ?2, ?3) WHERE workspace = ?1 AND \(dialect.contains("answers", "?2"))", [
                number, address, names.substitute,
            ], db)
        }
    }

    private func eraseMentionsInClaims(_ names: ErasedNames, _ own: [Int64], _ db: Database) throws {
        for meeting in own {
            // All of them: any part of the name may stand in one.
            let reasons = try String.fetchAll(
                db, sql: "SELECT DISTINCT reason FROM decision WHERE workspace = ? AND meeting = ? AND reason IS NOT NULL", arguments: [number, meeting]
            )
            for reason in reasons {
                let changed = names.parts(reason)
                guard changed != reason else { continue }
                try run("UPDATE decision SET reason = ? WHERE workspace = ? AND meeting = ? AND reason = ?", [changed, number, meeting, reason], db)
            }
        }
        let claims = try Row.fetchAll(db, sql: """
            SELECT meeting, id, object, value, payload FROM claim WHERE \(holding(["object", "value", "payload"], names))
            """, arguments: holders(3, names))
        for row in claims {
            let meeting: Int64 = row[0]
            let change = own.contains(meeting) ? names.parts : names.whole
            try rewriteClaim(row[1], in: meeting, object: row[2], value: row[3], payload: row[4], db) {
                $0.changing(change, quotes: names.parts, isTouched: false)
            }
        }
    }

    /// Uploads that became no meeting go where they hold the person; of others, what was given with them.
    private func eraseUploads(_ names: ErasedNames, _ uploads: Set<Identifier<IntakeItem>>, at time: Timestamp, _ db: Database) throws -> Data {
        var gone = uploads.map(\.uuid)
        gone += try UUID.fetchAll(db, sql: """
            SELECT id FROM intake WHERE \(holding(["name", "details", "reason", "problems"], names)) AND meeting IS NULL
            """, arguments: holders(4, names))
        var left = Data()
        for upload in gone {
            guard let hash = try Data.fetchOne(
                db, sql: "SELECT sha256 FROM intake WHERE workspace = ? AND id = ? AND meeting IS NULL", arguments: [number, upload]
            ) else { continue }
            try cancel(.importFile, about: upload, at: time, db)
            try run("DELETE FROM intake WHERE workspace = ? AND id = ?", [number, upload], db)
            if try dropFile(hash, db) { left += hash }
        }
        try run("UPDATE intake SET details = '{}' WHERE \(holding(["details"], names))", holders(1, names), db)
        return left
    }

    /// A condition: one of these columns holds a form of a name. Takes `holders` of as many columns.
    private func holding(_ columns: [String], _ names: ErasedNames) -> String {
        let places = columns.flatMap { column in names.forms.map { _ in dialect.contains("coalesce(\(column), '')", "?") } }
        return "workspace = ? AND (\(places.isEmpty ? "1 = 0" : places.joined(separator: " OR ")))"
    }

    private func holders(_ columns: Int, _ names: ErasedNames) -> StatementArguments {
        (0..<columns).reduce([number]) { arguments, _ in names.forms.reduce(arguments) { $0 + [$1] } }
    }
}

extension Interaction {
    /// With what was written in another form; who took part stays.
    func changing(_ change: (String) -> String) -> Interaction {
        var new = self
        new.title = change(title)
        new.text = text.map(change)
        new.heardFrom = heardFrom.map(change)
        new.place = place.map(change)
        for index in components.indices { new.components[index].name = change(components[index].name) }
        return new
    }
}
