import Foundation
import Postgres

/// How a store on PostgreSQL begins.
struct PostgresBeginning: Sendable {
    /// The tables of a new store, one script after the other.
    var tables: [String]
    /// The migrations whose outcome they are.
    var migrations: Set<String>
}

extension PostgresEngine {
    /// Brings the tables of a schema to the newest form, in one transaction. Which migrations ran stands in the table `migration`, with the oldest form of
    /// which a program may still open the store: a newer program, which runs beside this one while nodes are changed over, may have been here before.
    ///
    /// - Parameter before: called before tables that are there already are changed, while no other node can change them; what it throws
    ///   leaves them as they are.
    /// - Throws: `StoreError.newerSchema` where this program is too old, `StoreError.corrupt` where the schema is another program's.
    func migrate(
        _ migrations: [Migration], from beginning: PostgresBeginning, kind: String, before: (@Sendable () async throws -> Void)? = nil
    ) async throws(StoreError) {
        let path = path
        do {
            let known = try await read { db in try Self.made(db) }
            if let known, try Self.isDone(known, migrations, path) { return }
            try await write(as: "migration") { db in
                // Another node may have been faster.
                let made = try Self.made(db) ?? []
                if !made.isEmpty, try Self.isDone(made, migrations, path) { return }
                var done = Set(made.map(\.name))
                if done.isEmpty {
                    done = try Self.begin(beginning, migrations, kind: kind, path: path, db)
                } else {
                    if let before { try blocking(before) }
                    try db.execute(sql: "ALTER TABLE migration ADD COLUMN IF NOT EXISTS oldest text COLLATE \"C\"")
                }
                for migration in migrations where !done.contains(migration.name) {
                    try migration.carryOut(db)
                    try Self.note(migration.name, of: migrations, db)
                }
            }
        } catch {
            throw meaning(of: error)
        }
    }

    /// A migration that ran, and the oldest form of which a program may open the store since; nil where the program that ran it did not say.
    struct Made: Hashable, Sendable {
        var name: String
        var oldest: String?
    }

    /// The migrations that ran; nil where there is no store.
    static func migrations(_ db: Database) throws -> Set<String>? { try made(db).map { Set($0.map(\.name)) } }

    /// How the tables stand to these migrations, without changing them.
    static func level(_ db: Database, known: [Migration]) throws -> SchemaLevel {
        let made = try made(db)
        let level = SchemaLevel(made: made.map { Set($0.map(\.name)) }, known: known)
        guard case .newer(let unknown) = level, let made, isOpen(made, known) else { return level }
        return .expanded(unknown: unknown)
    }

    private static func made(_ db: Database) throws -> [Made]? {
        let columns = try SnapshotDatabase(db: db).columns(of: "migration").map(\.name)
        guard !columns.isEmpty else { return nil }
        let oldest = columns.contains("oldest") ? "oldest" : "CAST(NULL AS text)"
        return try Row.fetchAll(db, sql: "SELECT name, \(oldest) FROM migration").map { Made(name: $0[0], oldest: $0[1]) }
    }

    /// Whether there is nothing to do: all ran, and whatever ran beside them leaves what this program reads and writes.
    private static func isDone(_ made: [Made], _ migrations: [Migration], _ path: String) throws -> Bool {
        let own = Set(migrations.map(\.name)), done = Set(made.map(\.name))
        if done.isSubset(of: own) { return own.isSubset(of: done) }
        guard isOpen(made, migrations) else { throw StoreError.newerSchema(path: path) }
        return true
    }

    /// Whether a store with migrations that are not among these may be opened all the same. What a newer program makes comes after all of ours.
    private static func isOpen(_ made: [Made], _ migrations: [Migration]) -> Bool {
        let own = Set(migrations.map(\.name))
        return own.isSubset(of: made.map(\.name)) && made.allSatisfy { own.contains($0.name) || $0.oldest.map(own.contains) ?? false }
    }

    private static func begin(_ beginning: PostgresBeginning, _ migrations: [Migration], kind: String, path: String, _ db: Database) throws -> Set<String> {
        let others = try Int.fetchOne(db, sql: "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") ?? 0
        guard others == 0 else { throw StoreError.corrupt("\(path) holds tables of another program, not \(kind) of Covalence.") }
        try db.execute(sql: "CREATE TABLE migration (name text COLLATE \"C\" PRIMARY KEY, at bigint NOT NULL, oldest text COLLATE \"C\");")
        for script in beginning.tables { try db.execute(sql: script) }
        for name in beginning.migrations.sorted() { try note(name, of: migrations, db) }
        return beginning.migrations
    }

    private static func note(_ name: String, of migrations: [Migration], _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO migration (name, at, oldest) VALUES (?, ?, ?)",
            arguments: [name, Int64(Date().timeIntervalSince1970 * 1000), Migration.oldestForm(for: name, in: migrations)]
        )
    }
}
