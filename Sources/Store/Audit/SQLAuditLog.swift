import Covalence
public import Foundation

/// The audit log, in a file (`audit.sqlite`) or schema of its own, so that a view never waits for a long import.
///
/// Several processes may open the same folder: a group takes the chain's head inside an immediate transaction.
public struct SQLAuditLog: AuditLog {
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
    ) async throws(StoreError) -> SQLAuditLog {
        try await open(folder: folder, options: options, migrations: AuditSchema.migrations)
    }

    /// - Parameter migrations: all of them, or the first ones, for a backup of an older log.
    static func open(
        folder: URL, options: SQLiteStore.Options = SQLiteStore.Options(), migrations: [Migration]
    ) async throws(StoreError) -> SQLAuditLog {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        let files = AuditFiles(folder: folder)
        try files.prepareDatabase()
        let driver = try SQLiteEngine(path: files.database.path, label: "audit", settings: settings, options: options)
        try await driver.migrate(migrations, mark: AuditSchema.applicationID, kind: "an audit log")
        return SQLAuditLog(files: files, engine: Engine(driver: driver), node: try files.node())
    }

    /// What each connection is told first.
    static let settings = "PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;"

    init(files: AuditFiles, engine: Engine, node: UUID) {
        self.files = files
        self.engine = engine.writing(as: AuditChain.writer(node))
        self.node = node
        writer = AuditWriter(engine: self.engine, node: node)
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

    /// What is missing of the log's tables, indexes and of the triggers that keep entries from being changed, for a sentence each.
    public func missingParts() async throws(StoreError) -> [String] {
        try await engine.read { db in
            guard case .current = try SchemaLevel.found(in: db, known: AuditSchema.migrations) else { return [] }
            return switch db.dialect {
            case .sqlite: try SQLiteParts.missing(from: db, of: AuditSchema.migrations)
            case .postgres: try PostgresParts.audit.missing(from: db)
            }
        }
    }

    public func close() async throws(StoreError) {
        try await engine.close()
    }
}
