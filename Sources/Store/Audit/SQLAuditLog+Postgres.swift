import Covalence
public import Foundation

extension SQLAuditLog {
    /// Opens the log of a store on PostgreSQL, in a schema of its own. The node's id, its key and a copy of the seals stay in its folder.
    ///
    /// - Throws: as `PostgresStore.open(_:folder:options:)`, and `StoreError.fileSystem`.
    public static func open(
        database address: String, folder: URL, options: PostgresStore.Options = PostgresStore.Options()
    ) async throws(StoreError) -> SQLAuditLog {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        let copies = CopiesBeforeMigration(folder: folder.appendingPathComponent("files", isDirectory: true)), asked = options
        var options = options
        options.connections = min(options.connections, 3)
        let driver = try PostgresEngine(address, schema: options.schema + "_audit", options: options)
        try await driver.migrate(
            AuditSchema.migrations, from: PostgresBeginning(tables: [AuditSchema.onPostgres], migrations: AuditSchema.inBeginning),
            kind: "an audit log"
        ) { try await copies.make(address, asked) }
        let files = AuditFiles(folder: folder)
        return SQLAuditLog(files: files, engine: Engine(driver: driver), node: try files.node())
    }
}
