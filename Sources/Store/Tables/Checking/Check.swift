extension SQLRecordStore {
    /// Looks whether the database is whole: every page and row, every reference, and the indexes as far as the engine lets a client look.
    ///
    /// - Returns: what was found, as a sentence.
    /// - Throws: `StoreError.corrupt` naming the first faults.
    public func check() async throws(StoreError) -> String {
        var faults: [String], indexes = ""
        switch engine.dialect {
        case .sqlite: faults = try await engine.read { db in try Self.faultsOfFile(db) }
        case .postgres:
            let checked = try await checkPostgres()
            (faults, indexes) = (try await missingParts() + checked.faults, " " + checked.indexes)
        }
        faults += try await faultsOfReferences()
        guard faults.isEmpty else {
            let more = faults.count > Self.namedFaults ? " And \(faults.count - Self.namedFaults) more." : ""
            throw StoreError.corrupt("The store \(engine.path) is damaged: \(faults.prefix(Self.namedFaults).joined(separator: "; ")).\(more)")
        }
        let meetings = try await engine.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM meeting") ?? 0 }
        return "whole; \(meetings) meetings.\(indexes)"
    }

    /// On PostgreSQL: which tables and indexes are not there. A newer program's tables are that program's to judge.
    private func missingParts() async throws(StoreError) -> [String] {
        try await engine.read { db in
            guard case .current = try SchemaLevel.found(in: db, known: Schema.migrations) else { return [] }
            return try PostgresParts.records.missing(from: db)
        }
    }

    /// The most faults that a sentence names.
    private static let namedFaults = 10

    /// Whether all tables, indexes and triggers are there, and SQLite's own look at its file: pages, indexes, rules of tables, keys.
    private static func faultsOfFile(_ db: Database) throws -> [String] {
        // A newer program's tables are that program's to judge.
        let isOurs = if case .current = try SchemaLevel.found(in: db, known: Schema.migrations) { true } else { false }
        let missing = isOurs ? try SQLiteParts.missing(from: db, of: Schema.migrations) : []
        let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
        let dangling = try Row.fetchAll(db, sql: "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2")
        return missing + pages + dangling.map { row in
            TableReference.sentence(row[2], of: row[0], to: row[1])
        }
    }

    /// References that no foreign key guards. Each is looked at in one statement, so that what is written meanwhile does not look like a fault.
    private func faultsOfReferences() async throws(StoreError) -> [String] {
        let references = try await engine.read { db in try TableReference.unguarded(db) }
        var faults: [String] = []
        for reference in references {
            if let found = try await fault(in: reference.table, { db in try reference.fault(db) }) { faults.append(found) }
        }
        return faults
    }

    /// What a look finds, or what the database says where it cannot do something with what it holds; that it is away or full is no fault of what it holds.
    func fault(in name: String, _ look: @escaping @Sendable (Database) throws -> String?) async throws(StoreError) -> String? {
        do throws(StoreError) {
            return try await engine.read(look)
        } catch .database(let message) {
            return "\(name): \(message)"
        }
    }
}
