import Covalence
import Foundation

extension SQLWorkspaceStore {
    func prepare(_ lines: [BulkInteraction], broughtInBy member: Identifier<Member>?) throws(StoreError) -> PreparedLines {
        do {
            return try PreparedLines(lines, workspace: number, broughtInBy: member, dialect)
        } catch {
            throw error as? StoreError ?? .database("\(error)")
        }
    }

    func take(_ lines: PreparedLines, in scope: Scope) async throws(StoreError) -> [BulkOutcome] {
        guard lines.workspace == number else { throw .refused("The lines were made ready for another workspace.") }
        return try await engine.write { db in try BulkWriting(store: self, lines, in: scope, db).outcomes() }
    }
}

/// A group of lines of a bulk intake, written in one transaction: what is there already is looked up for all of them at once, and what is
/// new goes into each table in rows of many.
private struct BulkWriting {
    private let store: SQLWorkspaceStore
    private let prepared: PreparedLines
    private let scope: Scope
    private let db: Database
    private var lines: [BulkInteraction] { prepared.lines }
    private var sources: [Data] { prepared.sources }

    /// What is known of a source.
    private enum Known {
        case erased
        case stored(UUID, revision: Int64, digest: Data?)
        /// Out of sight of whoever sends the lines.
        case hidden(UUID, revision: Int64, digest: Data?, isTheirs: Bool)
        /// An earlier line of the same group.
        case earlier(line: Int)
    }

    init(store: SQLWorkspaceStore, _ prepared: PreparedLines, in scope: Scope, _ db: Database) {
        self.store = store
        self.prepared = prepared
        self.scope = scope
        self.db = db
    }

    func outcomes() throws -> [BulkOutcome] {
        var known = try knownSources()
        let accounts = try present(prepared.accounts, in: "organization")
        let people = try present(prepared.people, in: "person")
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
            case .hidden(let id, let revision, let digest, let isTheirs):
                // What they brought in themselves and sent again is answered as before. All else is not theirs: neither to overwrite nor to know the id of.
                outcomes.append(isTheirs && !isNewer(line, than: revision, digest) ? .unchanged(Identifier(id)) : .outOfSight)
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
        let different = Array(Set(sources))
        // A plan that was made while the table was nearly empty would be kept, and looks through all of it.
        if db.dialect == .postgres { try db.execute(sql: "SET LOCAL plan_cache_mode = force_custom_plan") }
        try inPortions(different) { portion, places in
            let statement = Self.sourcesKnown(portion, places, seen: store.sight(scope).happening(id: "i.id", broughtInBy: "i.brought_in_by"), db.dialect)
            for row in try Row.fetchAll(db.cachedStatement(sql: statement.sql), arguments: statement.arguments) {
                let broughtInBy: UUID? = row[5]
                known[row[0]] = row[4] as Bool
                    ? .stored(row[1], revision: row[2], digest: row[3])
                    : .hidden(row[1], revision: row[2], digest: row[3], isTheirs: broughtInBy != nil && broughtInBy == prepared.member?.uuid)
            }
        }
        if db.dialect == .postgres { try db.execute(sql: "SET LOCAL plan_cache_mode TO DEFAULT") }
        // In most records nothing that came from elsewhere was erased.
        let anyErased = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM interaction_erasure WHERE workspace = ? AND source_hash IS NOT NULL)"), arguments: [store.number]
        ) ?? true
        guard anyErased else { return known }
        try inPortions(different) { portion, places in
            for hash in try Data.fetchAll(
                db.cachedStatement(sql: "SELECT source_hash FROM interaction_erasure WHERE workspace = ? AND source_hash IN (\(places))"),
                arguments: portion
            ) { known[hash] = .erased }
        }
        return known
    }

    /// Each source is looked up by itself on PostgreSQL: of a list it believes, as long as the table was not analysed, that looking through all of
    /// the workspace is quicker.
    ///
    /// - Parameters:
    ///   - portion: the workspace's number and the sources.
    ///   - seen: whether an `interaction i` is in sight.
    private static func sourcesKnown(_ portion: StatementArguments, _ places: String, seen: SQLText, _ dialect: Dialect) -> SQLText {
        switch dialect {
        case .sqlite: SQLText(
            sql: """
                SELECT i.source_hash, i.id, i.revision, i.line_digest, \(seen.sql), i.brought_in_by FROM interaction i
                WHERE i.workspace = ? AND i.source_hash IN (\(places))
                """,
            arguments: seen.arguments + portion
        )
        case .postgres: SQLText(
            sql: """
                SELECT k.source_hash, k.id, k.revision, k.line_digest, k.seen, k.brought_in_by FROM (SELECT CAST(? AS bigint) AS workspace) s
                CROSS JOIN unnest(ARRAY[\(places)]) AS w (hash) CROSS JOIN LATERAL (
                    SELECT i.source_hash, i.id, i.revision, i.line_digest, \(seen.sql) AS seen, i.brought_in_by FROM interaction i
                    WHERE i.workspace = s.workspace AND i.source_hash = w.hash LIMIT 1
                ) k
                """,
            arguments: portion + seen.arguments
        )
        }
    }

    /// Which of some ids are in a table.
    private func present(_ ids: [UUID], in table: String) throws -> Set<UUID> {
        var found: Set<UUID> = []
        try inPortions(ids) { portion, places in
            found.formUnion(try UUID.fetchAll(db.cachedStatement(sql: Self.idsPresent(places, in: table, db.dialect)), arguments: portion))
        }
        return found
    }

    /// As with sources: a list would be held against each row of the workspace.
    private static func idsPresent(_ places: String, in table: String, _ dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: "SELECT id FROM \(table) WHERE workspace = ? AND id IN (\(places))"
        case .postgres: """
            SELECT t.id FROM (SELECT CAST(? AS bigint) AS workspace) s CROSS JOIN unnest(ARRAY[\(places)]) AS w (id) CROSS JOIN LATERAL (
                SELECT id FROM \(table) WHERE workspace = s.workspace AND id = w.id LIMIT 1
            ) t
            """
        }
    }

    /// Portions of one size behind the workspace's number, the last filled up with its first value, so that few statements serve all.
    private func inPortions<Value: DatabaseValue>(_ values: [Value], _ body: (StatementArguments, _ places: String) throws -> Void) throws {
        let size = values.count > 8 ? 100 : 8
        let places = Array(repeating: "?", count: size).joined(separator: ", ")
        for start in stride(from: 0, to: values.count, by: size) {
            var portion: [Scalar] = [.integer(store.number)]
            portion.reserveCapacity(size + 1)
            for place in start..<(start + size) { portion.append(values[place < values.count ? place : start].scalar) }
            try body(StatementArguments(scalars: portion), places)
        }
    }

    // MARK: Writing

    /// What was made ready is written as it is, unless some lines are not new or some people are gone.
    private func insert(_ places: [Int], _ people: Set<UUID>) throws {
        guard !places.isEmpty else { return }
        var rows = prepared.rows
        if places.count < lines.count || people.count < prepared.people.count {
            rows = try InteractionRows(
                places.map { (lines[$0], sources[$0]) }, workspace: store.number, broughtInBy: prepared.member, db.dialect, people: people
            )
        }
        try rows.write(db)
        try store.linkByThemselves(places.map { (lines[$0].interaction.id.uuid, lines[$0].accounts, lines[$0].interaction.recordedAt) }, db)
    }

    private func replace(_ id: Identifier<Interaction>, by line: BulkInteraction, _ people: Set<UUID>) throws {
        var newer = line.interaction
        newer.id = id
        for index in newer.participants.indices {
            if let person = newer.participants[index].person, !people.contains(person.uuid) { newer.participants[index].person = nil }
        }
        try store.replace(byCopy: newer, revision: line.revision, db)
        try store.setAccounts(of: id.uuid, line.accounts, at: line.interaction.recordedAt, db)
        try store.run("UPDATE interaction SET line_digest = ? WHERE workspace = ? AND id = ?", [line.digest, store.number, id.uuid], db)
    }
}

extension BulkOutcome {
    /// What is to be told of it; nil where nothing changed.
    var event: EventNote? {
        switch self {
        case .added(let id): EventNote(.interactionAdded, id.uuid)
        case .updated(let id): EventNote(.interactionChanged, id.uuid)
        case .unchanged, .outOfSight, .erasedBefore, .accountGone: nil
        }
    }
}
