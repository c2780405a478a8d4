import Covalence
import Foundation

extension SQLWorkspaceStore {
    func take(_ lines: [BulkInteraction], broughtInBy member: Identifier<Member>?) async throws(StoreError) -> [BulkOutcome] {
        try await engine.write { db in try BulkWriting(store: self, broughtInBy: member, lines, db).outcomes() }
    }
}

/// A group of lines of a bulk intake, written in one transaction: what is there already is looked up for all of them at once, and what is
/// new goes into each table in rows of many.
private struct BulkWriting {
    private let store: SQLWorkspaceStore
    private let member: Identifier<Member>?
    private let lines: [BulkInteraction]
    private let db: Database
    private let sources: [Data]

    /// What is known of a source.
    private enum Known {
        case erased
        case stored(UUID, revision: Int64, digest: Data?)
        /// An earlier line of the same group.
        case earlier(line: Int)
    }

    init(store: SQLWorkspaceStore, broughtInBy member: Identifier<Member>?, _ lines: [BulkInteraction], _ db: Database) {
        self.store = store
        self.member = member
        self.lines = lines
        self.db = db
        sources = lines.map { SQLWorkspaceStore.sourceHash($0.interaction) ?? Data() }
    }

    func outcomes() throws -> [BulkOutcome] {
        var known = try knownSources()
        let accounts = try present(Set(lines.flatMap(\.accounts)).map(\.uuid), in: "organization")
        let people = try present(Set(lines.flatMap { $0.interaction.participants.compactMap(\.person) }).map(\.uuid), in: "person")
        var outcomes: [BulkOutcome] = []
        outcomes.reserveCapacity(lines.count)
        var new: [Int] = []
        var replacing: [Int] = []
        for (place, line) in lines.enumerated() {
            if let gone = line.accounts.first(where: { !accounts.contains($0.uuid) }) {
                outcomes.append(.accountGone(gone))
                continue
            }
            switch known[sources[place]] {
            case nil:
                outcomes.append(.added(line.interaction.id))
                new.append(place)
                known[sources[place]] = .earlier(line: place)
            case .erased: outcomes.append(.erasedBefore)
            case .earlier(let first):
                // What another line of this group adds is there only once the group is written.
                outcomes.append(.unchanged(lines[first].interaction.id))
                if isNewer(line, than: lines[first].revision, lines[first].digest) {
                    replacing.append(place)
                    outcomes[place] = .updated(lines[first].interaction.id)
                    known[sources[place]] = .stored(lines[first].interaction.id.uuid, revision: line.revision, digest: line.digest)
                }
            case .stored(let id, let revision, let digest):
                guard isNewer(line, than: revision, digest) else {
                    outcomes.append(.unchanged(Identifier(id)))
                    continue
                }
                outcomes.append(.updated(Identifier(id)))
                replacing.append(place)
                known[sources[place]] = .stored(id, revision: line.revision, digest: line.digest)
            }
        }
        try insert(new, people)
        for place in replacing {
            guard case .updated(let id) = outcomes[place] else { continue }
            try replace(id, by: lines[place], people)
        }
        let events = outcomes.compactMap(\.event)
        if !events.isEmpty {
            try store.note(events, db)
            try store.touchWorkspace(db)
        }
        return outcomes
    }

    private func isNewer(_ line: BulkInteraction, than revision: Int64, _ digest: Data?) -> Bool {
        line.revision > revision || line.revision == revision && line.digest != digest
    }

    // MARK: Looking up

    private func knownSources() throws -> [Data: Known] {
        var known: [Data: Known] = [:]
        known.reserveCapacity(lines.count)
        try inPortions(Array(Set(sources))) { portion, places in
            for row in try Row.fetchAll(
                db.cachedStatement(sql: "SELECT source_hash, id, revision, line_digest FROM interaction WHERE workspace = ? AND source_hash IN (\(places))"),
                arguments: [store.number] + StatementArguments(portion)
            ) { known[row[0]] = .stored(row[1], revision: row[2], digest: row[3]) }
            for hash in try Data.fetchAll(
                db.cachedStatement(sql: "SELECT source_hash FROM interaction_erasure WHERE workspace = ? AND source_hash IN (\(places))"),
                arguments: [store.number] + StatementArguments(portion)
            ) { known[hash] = .erased }
        }
        return known
    }

    /// Which of some ids are in a table.
    private func present(_ ids: [UUID], in table: String) throws -> Set<UUID> {
        var found: Set<UUID> = []
        try inPortions(ids) { portion, places in
            found.formUnion(try UUID.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM \(table) WHERE workspace = ? AND id IN (\(places))"),
                arguments: [store.number] + StatementArguments(portion)
            ))
        }
        return found
    }

    /// Portions of one size, the last filled up with its first value, so that few statements serve all.
    private func inPortions<Value: DatabaseValue>(_ values: [Value], _ body: ([Value], _ places: String) throws -> Void) throws {
        let size = 100
        for start in stride(from: 0, to: values.count, by: size) {
            var portion = Array(values[start..<min(start + size, values.count)])
            let wanted = values.count > 8 ? size : 8
            if let first = portion.first { while portion.count < wanted { portion.append(first) } }
            try body(portion, portion.map { _ in "?" }.joined(separator: ", "))
        }
    }

    // MARK: Writing

    private func insert(_ places: [Int], _ people: Set<UUID>) throws {
        guard !places.isEmpty else { return }
        let number = store.number
        let statement = try db.cachedStatement(sql: """
            INSERT INTO interaction (workspace, id, kind, title, started_at, ended_at, recorded_at, ordered_at, text, heard_from, place,
                source_id, source_hash, answers, revision, is_cancelled, is_fiction, brought_in_by, version, line_digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) RETURNING number
            """)
        var index = WordIndex(.wrote, of: number).rowWriter(db.dialect)
        var parts = RowWriter("interaction_participant", ["workspace", "interaction", "ordinal", "part", "name", "name_key", "address", "person"])
        var components = RowWriter("interaction_component", ["workspace", "interaction", "ordinal", "kind", "name"])
        var links = RowWriter("interaction_account", ["workspace", "interaction", "organization"])
        for place in places {
            let line = lines[place], what = line.interaction, id = what.id.uuid
            let row = try Int64.fetchOne(statement, arguments: [
                number, id, what.kind.rawValue, what.title, what.startedAt?.milliseconds, what.endedAt?.milliseconds,
                what.recordedAt.milliseconds, (what.startedAt ?? what.recordedAt).milliseconds, what.text, what.heardFrom, what.place,
                what.sourceID, sources[place], what.answers.isEmpty ? "[]" : try SQLWorkspaceStore.text(what.answers), line.revision,
                what.isCancelled, what.isFiction, member?.uuid, line.digest,
            ])
            guard let row else { throw StoreError.database("A row that was written has no number.") }
            try index.add(WordIndex(.wrote, of: number).row(WrittenIndex.text(title: what.title, what.text), at: row, db.dialect), db)
            for (ordinal, part) in what.participants.enumerated() {
                try parts.add([
                    number, id, ordinal, part.part.rawValue, part.name, part.name.map(folded), part.address,
                    part.person.flatMap { people.contains($0.uuid) ? $0.uuid : nil },
                ], db)
            }
            for (ordinal, component) in what.components.enumerated() {
                try components.add([number, id, ordinal, component.kind.rawValue, component.name], db)
            }
            for account in line.accounts { try links.add([number, id, account.uuid], db) }
        }
        try index.finish(db)
        try parts.finish(db)
        try components.finish(db)
        try links.finish(db)
    }

    private func replace(_ id: Identifier<Interaction>, by line: BulkInteraction, _ people: Set<UUID>) throws {
        var newer = line.interaction
        newer.id = id
        for index in newer.participants.indices {
            if let person = newer.participants[index].person, !people.contains(person.uuid) { newer.participants[index].person = nil }
        }
        try store.replace(byCopy: newer, revision: line.revision, db)
        try store.setAccounts(of: id.uuid, line.accounts, db)
        try store.run("UPDATE interaction SET line_digest = ? WHERE workspace = ? AND id = ?", [line.digest, store.number, id.uuid], db)
    }
}

extension BulkOutcome {
    /// What is to be told of it; nil where nothing changed.
    var event: EventNote? {
        switch self {
        case .added(let id): EventNote(.interactionAdded, id.uuid)
        case .updated(let id): EventNote(.interactionChanged, id.uuid)
        case .unchanged, .erasedBefore, .accountGone: nil
        }
    }
}
