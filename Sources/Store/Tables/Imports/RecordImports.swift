import Covalence
import Foundation

extension SQLWorkspaceStore {
    private static let importColumns = """
        id, name, kind, source, state, mapping, report, row_count, place, added, updated, unchanged, refused, removed, restored, kept, made_by, made_by_name,
        made_at, ended_at, version
        """

    private static func recordImport(_ row: Row) -> RecordImport {
        var made = RecordImport(
            id: Identifier(row: row, 0), name: row[1], kind: row[2], source: row[3], mapping: row[5], report: row[6], rowCount: row[7],
            madeBy: (row[16] as UUID?).map(Identifier.init), madeByName: row[17], madeAt: Timestamp(milliseconds: row[18])
        )
        made.state = RecordImport.State(rawValue: row[4]) ?? .failed
        made.place = row[8]
        made.counts = .init(added: row[9], updated: row[10], unchanged: row[11], refused: row[12])
        made.undone = .init(removed: row[13], restored: row[14], kept: row[15])
        made.endedAt = (row[19] as Int64?).map(Timestamp.init(milliseconds:))
        made.version = row[20]
        return made
    }

    func recordImports(after cursor: PageCursor?, limit: Int) async throws(StoreError) -> Page<RecordImport> {
        let limit = try DirectoryPlace.checked(limit)
        let start = try cursor.map { cursor throws(StoreError) in try HistoryPlace(cursor) }
        return try await engine.read { db in
            var condition = "workspace = ?"
            var arguments: StatementArguments = [number]
            if let start {
                condition += " AND (made_at, id) < (?, ?)"
                arguments += [start.at, start.id]
            }
            let found = try Row.fetchAll(
                db, sql: "SELECT \(Self.importColumns) FROM record_import WHERE \(condition) ORDER BY made_at DESC, id DESC LIMIT ?", arguments: arguments + [limit + 1]
            ).map(Self.recordImport)
            let shown = Array(found.prefix(limit))
            return Page(items: shown, next: found.count > limit ? shown.last.map { HistoryPlace(at: $0.madeAt.milliseconds, id: $0.id.uuid).cursor } : nil)
        }
    }

    func recordImport(_ id: Identifier<IntakeItem>) async throws(StoreError) -> RecordImport {
        try await engine.read { db in try storedImport(id, db) }
    }

    func storedImport(_ id: Identifier<IntakeItem>, _ db: Database) throws -> RecordImport {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(Self.importColumns) FROM record_import WHERE workspace = ? AND id = ?"), arguments: [number, id.uuid]
        )
        guard let row else { throw StoreError.notFound("The import \(id)") }
        return Self.recordImport(row)
    }

    func add(_ made: RecordImport) async throws(StoreError) {
        try await engine.write { db in
            try run("""
                INSERT INTO record_import (workspace, id, name, kind, source, state, mapping, report, row_count, place, added, updated, unchanged, refused, removed,
                    restored, kept, made_by, made_by_name, made_at, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, ?, ?, ?, 1)
                """, [
                    number, made.id.uuid, made.name, made.kind, made.source, made.state.rawValue, made.mapping, made.report, made.rowCount,
                    made.madeBy?.uuid, made.madeByName, made.madeAt.milliseconds,
                ], db)
            try touchWorkspace(db)
        }
    }

    func update(_ changed: RecordImport, queueing jobs: [NewJob], as step: JobStep?) async throws(StoreError) -> RecordImport {
        try await engine.write { db in
            try take(step, db)
            try expect(changed.version, in: "record_import", changed.id.uuid, "The import \(changed.id)", db)
            try run("""
                UPDATE record_import SET state = ?, kind = ?, source = ?, mapping = ?, report = ?, row_count = ?, ended_at = ?, version = version + 1
                WHERE workspace = ? AND id = ?
                """, [
                    changed.state.rawValue, changed.kind, changed.source, changed.mapping, changed.report, changed.rowCount, changed.endedAt?.milliseconds,
                    number, changed.id.uuid,
                ], db)
            try queue(jobs, db)
            try touchWorkspace(db)
            return try storedImport(changed.id, db)
        }
    }

    func lastImportTime() async throws(StoreError) -> Timestamp? {
        try await engine.read { db in try lastImportTime(db).map(Timestamp.init(milliseconds:)) }
    }

    func lastImportTime(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(written_at) FROM record_import WHERE workspace = ? AND written_at IS NOT NULL"), arguments: [number])
    }

    // MARK: What is known of sources

    func importedRecords(_ keys: [Data]) async throws(StoreError) -> [Data: ImportedRecord] {
        try await engine.read { db in
            var found: [Data: ImportedRecord] = [:]
            for start in stride(from: 0, to: keys.count, by: 512) {
                let list = SQLList(Array(keys[start..<min(start + 512, keys.count)]))
                for row in try Row.fetchAll(db.cachedStatement(sql: """
                    SELECT source_key, thing, id, fields FROM imported_record WHERE workspace = ? AND source_key IN \(list.places)
                    """), arguments: [number] + list.arguments) {
                    found[row[0] as Data] = try importedRecord(row[1], row[2], row[3], db)
                }
            }
            return found
        }
    }

    /// What a record became; nil where that is not there any more, so that it comes in anew.
    private func importedRecord(_ what: String, _ id: UUID, _ fields: String, _ db: Database) throws -> ImportedRecord? {
        guard let table = ImportedThing.table(what) else { return nil }
        let isThere = try Bool.fetchOne(db.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE workspace = ? AND id = ?"), arguments: [number, id]) != nil
        let digests = FieldDigests(text: fields)
        if isThere { return ImportedThing(what, id).map { ImportedRecord(thing: $0, fields: digests) } }
        if what == "person", try isErased(Identifier<Person>(id), db) {
            return ImportedRecord(thing: .person(Identifier(id)), fields: digests, isErased: true)
        }
        if what == "interaction", try Bool.fetchOne(
            db, sql: "SELECT 1 FROM interaction_erasure WHERE workspace = ? AND interaction = ?", arguments: [number, id]
        ) != nil { return ImportedRecord(thing: .interaction(Identifier(id)), fields: digests, isErased: true) }
        // Put together with another one since: that one it is now.
        guard what == "organization" || what == "person" else { return nil }
        let kept = try UUID.fetchOne(
            db, sql: "SELECT kept FROM merge WHERE workspace = ? AND what = ? AND absorbed = ? AND undone_at IS NULL ORDER BY at DESC LIMIT 1",
            arguments: [number, what, id]
        )
        return try kept.flatMap { try importedRecord(what, $0, fields, db) }
    }

    func objectives(from system: String, _ ids: [String]) async throws(StoreError) -> [String: Identifier<SalesObjective>] {
        try await engine.read { db in
            var found: [String: Identifier<SalesObjective>] = [:]
            for start in stride(from: 0, to: ids.count, by: 512) {
                let list = SQLList(Array(ids[start..<min(start + 512, ids.count)]))
                for row in try Row.fetchAll(db.cachedStatement(sql: """
                    SELECT source_id, id FROM sales_objective WHERE workspace = ? AND source_system = ? AND source_id IN \(list.places)
                    """), arguments: [number, system] + list.arguments) {
                    found[row[0] as String] = Identifier(row: row, 1)
                }
            }
            return found
        }
    }

    func organizations(named names: [String]) async throws(StoreError) -> [String: [Identifier<Organization>]] {
        let wanted = Dictionary(grouping: Set(names), by: folded)
        return try await engine.read { db in
            var found: [String: [Identifier<Organization>]] = [:]
            let keys = wanted.keys.sorted()
            for start in stride(from: 0, to: keys.count, by: 512) {
                let list = SQLList(Array(keys[start..<min(start + 512, keys.count)]))
                for row in try Row.fetchAll(db.cachedStatement(sql: """
                    SELECT name_key, id FROM organization WHERE workspace = ? AND name_key IN \(list.places) ORDER BY id
                    """), arguments: [number] + list.arguments) {
                    for name in wanted[row[0] as String] ?? [] { found[name, default: []].append(Identifier(row: row, 1)) }
                }
            }
            return found
        }
    }
}

extension ImportedThing {
    /// The table that holds what a thing is called.
    static func table(_ what: String) -> String? {
        switch what {
        case "organization", "person", "interaction": what
        case "objective": "sales_objective"
        default: nil
        }
    }

    init?(_ what: String, _ id: UUID) {
        switch what {
        case "organization": self = .organization(Identifier(id))
        case "person": self = .person(Identifier(id))
        case "objective": self = .objective(Identifier(id))
        case "interaction": self = .interaction(Identifier(id))
        default: return nil
        }
    }

    /// As it stands in the tables.
    var stored: (what: String, id: UUID) {
        switch self {
        case .organization(let id): ("organization", id.uuid)
        case .person(let id): ("person", id.uuid)
        case .objective(let id): ("objective", id.uuid)
        case .interaction(let id): ("interaction", id.uuid)
        }
    }
}
