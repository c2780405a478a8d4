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
    /// Brings the tables of a schema to the newest form, in one transaction. Which migrations ran stands in the table `migration`.
    ///
    /// - Parameter before: called before tables that are there already are changed, while no other node can change them; what it throws
    ///   leaves them as they are.
    /// - Throws: `StoreError.newerSchema`, `StoreError.corrupt` where the schema is another program's.
    func migrate(
        _ migrations: [Migration], from beginning: PostgresBeginning, kind: String, before: (@Sendable () async throws -> Void)? = nil
    ) async throws(StoreError) {
        let path = path
        do {
            let known = try await read { db in try Self.migrations(db) }
            if let known {
                if !known.isSubset(of: migrations.map(\.name)) { throw StoreError.newerSchema(path: path) }
                guard migrations.contains(where: { !known.contains($0.name) }) else { return }
            }
            try await write(as: "migration") { db in
                // Another node may have been faster.
                var done = try Self.migrations(db) ?? []
                if !done.isSubset(of: migrations.map(\.name)) { throw StoreError.newerSchema(path: path) }
                if done.isEmpty {
                    done = try Self.begin(beginning, kind: kind, path: path, db)
                } else if let before, migrations.contains(where: { !done.contains($0.name) }) {
                    try blocking(before)
                }
                for migration in migrations where !done.contains(migration.name) {
                    try migration.carryOut(db)
                    try Self.note(migration.name, db)
                }
            }
        } catch {
            throw meaning(of: error)
        }
    }

    /// The migrations that ran; nil where there is no store.
    static func migrations(_ db: Database) throws -> Set<String>? {
        let isThere = try Bool.fetchOne(db, sql: """
            SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'
            """) ?? false
        return isThere ? Set(try String.fetchAll(db, sql: "SELECT name FROM migration")) : nil
    }

    private static func begin(_ beginning: PostgresBeginning, kind: String, path: String, _ db: Database) throws -> Set<String> {
        let others = try Int.fetchOne(db, sql: "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") ?? 0
        guard others == 0 else { throw StoreError.corrupt("\(path) holds tables of another program, not \(kind) of Covalence.") }
        try db.execute(sql: "CREATE TABLE migration (name text COLLATE \"C\" PRIMARY KEY, at bigint NOT NULL);")
        for script in beginning.tables { try db.execute(sql: script) }
        for name in beginning.migrations.sorted() { try note(name, db) }
        return beginning.migrations
    }

    private static func note(_ name: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO migration (name, at) VALUES (?, ?)", arguments: [name, Int64(Date().timeIntervalSince1970 * 1000)]
        )
    }
}
