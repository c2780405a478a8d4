import Covalence
import Foundation

/// A store as it was found, opened to look at it: nothing was made, brought up, cleared away or finished. Of tables that are not this program's only
/// `engineFacts` and `check` may be asked.
public struct FoundStore: Sendable {
    /// What the store keeps, to be looked at.
    public var records: SQLRecordStore
    /// How the tables of the records stand.
    public var level: SchemaLevel
    /// Nil where there is none.
    public var audit: SQLAuditLog?
    /// How the tables of the audit log stand.
    public var auditLevel: SchemaLevel

    /// Lets go of both.
    public func close() async throws(StoreError) {
        try await audit?.close()
        try await records.close()
    }
}

extension StorePlace {
    /// Opens what is there, to look at it.
    ///
    /// - Throws: `StoreError.refused` where a folder holds no store; `StoreError.corrupt` where a file is not ours; as opening does.
    public func look() async throws(StoreError) -> FoundStore {
        let files = AuditFiles(folder: folder), vault = FileVault(asFound: folder.appendingPathComponent("files", isDirectory: true))
        switch self {
        case .folder(let folder):
            let file = folder.appendingPathComponent("covalence.sqlite")
            guard FileManager.default.fileExists(atPath: file.path) else { throw .refused("There is no store in \(folder.path). Name its folder with --data.") }
            let engine = Engine(driver: try SQLiteEngine(path: file.path, label: "store", settings: SQLiteStore.settings, options: SQLiteStore.Options()))
            let level = try await Self.level(of: engine, Schema.migrations, mark: Schema.applicationID, kind: "a store")
            var audit: Engine?
            if FileManager.default.fileExists(atPath: files.database.path) {
                audit = Engine(driver: try SQLiteEngine(path: files.database.path, label: "audit", settings: SQLAuditLog.settings, options: SQLiteStore.Options()))
            }
            return try await found(engine, level, vault, audit, files, nil, mark: AuditSchema.applicationID)
        case .database(let address, _, var options):
            let node = try files.knownNode()
            options.connections = min(options.connections, 3)
            options.node = node
            options.makesSchema = false
            let engine = Engine(driver: try PostgresEngine(address, schema: options.schema, options: options))
            let level = try await Self.level(of: engine, Schema.migrations, mark: nil, kind: "a store")
            let audit = Engine(driver: try PostgresEngine(address, schema: options.schema + "_audit", options: options))
            return try await found(engine, level, vault, audit, files, node, mark: nil)
        }
    }

    private func found(
        _ engine: Engine, _ level: SchemaLevel, _ vault: FileVault, _ audit: Engine?, _ files: AuditFiles, _ node: UUID?, mark: Int32?
    ) async throws(StoreError) -> FoundStore {
        var found = FoundStore(records: SQLRecordStore(files: vault, engine: engine, node: node), level: level, audit: nil, auditLevel: .missing)
        guard let audit else { return found }
        found.auditLevel = try await Self.level(of: audit, AuditSchema.migrations, mark: mark, kind: "an audit log")
        // Who only looks adds nothing to a chain, so that it does not matter which node's it would be.
        if found.auditLevel != .missing { found.audit = SQLAuditLog(files: files, engine: audit, node: node ?? UUID()) } else { try await audit.close() }
        return found
    }

    private static func level(of engine: Engine, _ known: [Migration], mark: Int32?, kind: String) async throws(StoreError) -> SchemaLevel {
        let path = engine.path
        return try await engine.read { db in
            if let mark {
                let found = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                guard tables == 0 || found == Int64(mark) else { throw StoreError.corrupt("\(path) is a database of another program, not \(kind) of Covalence.") }
            }
            return try SchemaLevel.found(in: db, known: known)
        }
    }
}
