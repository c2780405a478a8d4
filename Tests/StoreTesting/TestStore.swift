public import Foundation
import Logging
import Postgres
public import Store

/// The engine the tests run on: SQLite, or PostgreSQL where `COVALENCE_TEST_DATABASE` is `postgres` and `COVALENCE_TEST_POSTGRES` the
/// address of a database that is theirs. Each folder has a schema of its own there, which goes with it.
public enum TestStore {
    /// Whether the tests run on PostgreSQL.
    public static let isOnPostgres = ProcessInfo.processInfo.environment["COVALENCE_TEST_DATABASE"] == "postgres"
    /// Whether the tests run on SQLite.
    public static var isOnSQLite: Bool { !isOnPostgres }

    /// The address of the tests' database.
    public static var address: String { ProcessInfo.processInfo.environment["COVALENCE_TEST_POSTGRES"] ?? "" }

    /// The schema of a folder's store.
    public static func schema(of folder: URL) -> String {
        "room_" + folder.lastPathComponent.lowercased().filter { $0.isLetter || $0.isNumber }.suffix(32)
    }

    /// Few connections: many stores are open at once.
    public static func postgres(_ folder: URL, patience: Int = 60_000) -> PostgresStore.Options {
        var options = PostgresStore.Options()
        options.schema = schema(of: folder)
        options.connections = 4
        options.patience = patience
        return options
    }

    /// Opens the store of a folder.
    ///
    /// - Parameter patience: as in the engines' options; nil for what they have.
    public static func open(_ folder: URL, patience: Int? = nil) async throws -> SQLRecordStore {
        if isOnPostgres {
            return try await PostgresStore.open(address, folder: folder, options: postgres(folder, patience: patience ?? 60_000))
        }
        var options = SQLiteStore.Options()
        if let patience { options.patience = patience }
        return try await SQLiteStore.open(folder, options: options)
    }

    /// Opens the audit log of a folder.
    public static func openAudit(_ folder: URL) async throws -> SQLAuditLog {
        guard isOnPostgres else { return try await SQLAuditLog.open(folder: folder) }
        return try await SQLAuditLog.open(database: address, folder: folder, options: postgres(folder))
    }

    /// Where the store of a folder is.
    public static func place(_ folder: URL) -> StorePlace {
        isOnPostgres ? .database(address, folder: folder, options: postgres(folder)) : .folder(folder)
    }

    /// Removes a folder and what belongs to it in the database.
    public static func remove(_ folder: URL) {
        try? FileManager.default.removeItem(at: folder)
        guard isOnPostgres else { return }
        let schema = schema(of: folder)
        // What is left when the tests end goes with the database, which is theirs.
        Task.detached(priority: .background) { try? await Sweeper.shared.drop(schema) }
    }
}

private actor Sweeper {
    static let shared = Sweeper()
    private var pool: PostgresPool?

    func drop(_ schema: String) async throws {
        var options = PostgresPool.Options()
        options.size = 1
        let pool = try pool ?? PostgresPool(PostgresAddress(TestStore.address), options: options, logger: Logger(label: "tests"))
        self.pool = pool
        for name in [schema, schema + "_audit"] {
            try await pool.write { try $0.script("DROP SCHEMA IF EXISTS \(name) CASCADE") }
        }
    }
}
