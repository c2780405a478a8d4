import Covalence
public import Foundation
import GRDB

/// The audit log in a store's folder, in a file of its own, so that a view never waits for a long import: `audit.sqlite`.
///
/// Several processes may open the same folder: a group takes the chain's head inside an immediate transaction.
public struct SQLiteAuditLog: AuditLog {
    /// The id of this folder in the chains.
    public let node: UUID
    let files: AuditFiles
    let engine: Engine
    private let writer: AuditWriter

    /// Opens the log in a store's folder, and makes it where there is none.
    ///
    /// - Throws: `StoreError.newerSchema`, `StoreError.corrupt` where a file is not ours, `StoreError.locked`, `StoreError.fileSystem`.
    public static func open(
        folder: URL, options: SQLiteStore.Options = SQLiteStore.Options()
    ) async throws(StoreError) -> SQLiteAuditLog {
        try await open(folder: folder, options: options, level: nil)
    }

    /// - Parameter level: the migration to make the tables up to, for a backup of an older log; nil for all.
    static func open(
        folder: URL, options: SQLiteStore.Options = SQLiteStore.Options(), level: String?
    ) async throws(StoreError) -> SQLiteAuditLog {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        let files = AuditFiles(folder: folder)
        try files.prepareDatabase()
        let path = files.database.path
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(options.patience) / 1000)
        configuration.maximumReaderCount = max(1, options.readers)
        configuration.foreignKeysEnabled = true
        configuration.label = "audit"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;")
        }
        let engine: Engine
        do {
            engine = Engine(pool: try DatabasePool(path: path, configuration: configuration), path: path)
        } catch {
            throw StoreError(error, path: path)
        }
        try await engine.withoutTransaction { db in
            // GRDB sets NORMAL with WAL: a commit would be acknowledged before it is synced.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            if let pages = options.pageLimit { _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)") }
        }
        try await migrate(engine, to: level)
        return SQLiteAuditLog(files: files, engine: engine, node: try files.node())
    }

    private init(files: AuditFiles, engine: Engine, node: UUID) {
        self.files = files
        self.engine = engine
        self.node = node
        writer = AuditWriter(engine: engine, node: node)
    }

    private static func migrate(_ engine: Engine, to level: String?) async throws(StoreError) {
        let path = engine.path
        let migrator = AuditSchema.migrator
        let isCurrent = try await engine.read { db in
            let mark = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 || mark == AuditSchema.applicationID else {
                throw StoreError.corrupt("\(path) is a database of another program, not an audit log of Covalence.")
            }
            if try migrator.hasBeenSuperseded(db) { throw StoreError.newerSchema(path: path) }
            return try migrator.hasCompletedMigrations(db)
        }
        guard !isCurrent else { return }
        do { try level.map { try migrator.migrate(engine.pool, upTo: $0) } ?? migrator.migrate(engine.pool) } catch { throw StoreError(error, path: path) }
    }

    public func append(_ entry: AuditEntry) async throws(StoreError) {
        try Self.check(entry)
        try await writer.append(entry)
    }

    static func check(_ entry: AuditEntry) throws(StoreError) {
        guard entry.related.count <= AuditEntry.relatedLimit else {
            throw .refused("An entry of the audit log names at most \(AuditEntry.relatedLimit) related things, not \(entry.related.count).")
        }
    }

    public func close() async throws(StoreError) {
        do { try engine.pool.close() } catch { throw StoreError(error, path: engine.path) }
    }
}
