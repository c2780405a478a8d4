import Covalence
public import Foundation
import Postgres

/// A store in a schema of a PostgreSQL database, 15 or later, for one or more nodes. Each node has a folder of its own for files,
/// its id and its key.
public enum PostgresStore {
    /// What can be set when a store is opened.
    public struct Options: Sendable {
        /// The schema the tables are in, made where it is missing; the audit log's has `_audit` behind it.
        public var schema = "covalence"
        /// How many connections this process has at most for records; the audit log has a few of its own.
        public var connections = 8
        /// Milliseconds to wait for a connection, for another writer, and for a server that went away.
        public var patience = 5000
        /// Which node this is, for whoever looks who is there.
        var node: UUID?
        /// Whether the schema is made where it is missing.
        var makesSchema = true

        /// Eight connections, five seconds.
        public init() {}
    }

    /// What is wrong with the address of a database, as far as it can be said without asking there, and how one looks; nil where nothing is. A password
    /// in it is not repeated.
    public static func problem(withAddress text: String) -> String? {
        do throws(PostgresError) {
            _ = try PostgresAddress(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Opens the store at an address such as `postgres://user:password@host/database`, and makes it where there is none. What
    /// broken-off erasures left is finished. Before tables that are there are changed, their rows are copied (`CopiesBeforeMigration`).
    ///
    /// - Parameter folder: this node's folder; made where it is missing.
    /// - Throws: `StoreError.refused` for an address that is none, `StoreError.unavailable`, `StoreError.newerSchema`,
    ///   `StoreError.corrupt` where the schema is another program's.
    public static func open(_ address: String, folder: URL, options: Options = Options()) async throws(StoreError) -> SQLRecordStore {
        var options = options
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        options.node = try AuditFiles(folder: folder).node()
        let store = try await open(address, folder: folder, options: options, migrations: Schema.migrations)
        try store.leaveMark(at: Timestamp(Date()))
        try await store.finishWhatWasBrokenOff()
        return store
    }

    /// - Parameter migrations: all of them, or the first ones, for a store of an older form; never less than `Schema.inBeginning`.
    static func open(
        _ address: String, folder: URL, options: Options, migrations: [Migration]
    ) async throws(StoreError) -> SQLRecordStore {
        let files = folder.appendingPathComponent("files", isDirectory: true)
        let copies = CopiesBeforeMigration(folder: files)
        let driver = try PostgresEngine(address, schema: options.schema, options: options, copies: copies)
        try await driver.migrate(
            migrations, from: PostgresBeginning(tables: Schema.onPostgres, migrations: Schema.inBeginning), kind: "a store"
        ) { try await copies.make(address, options) }
        try await copies.removeOutdated(driver)
        return SQLRecordStore(files: try FileVault(folder: files), engine: Engine(driver: driver), node: options.node)
    }
}
