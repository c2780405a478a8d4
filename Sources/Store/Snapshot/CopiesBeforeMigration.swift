import Covalence
import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Copies that are made before the tables of a store on PostgreSQL change, as one of SQLite gets a copy beside its file: a snapshot of the
/// form the tables have then, which `covalence restore` of that version and of every later one takes.
///
/// Rows and audit log are in it. Files are not: no migration touches them, and they may be far more than there is room for twice. Copies
/// lie in the folder of files, which nodes share, so that whichever node erases something removes what still holds it.
struct CopiesBeforeMigration: Sendable {
    let folder: URL

    private static let prefix = "covalence-before-migration-"

    /// Makes one. `covalence-before-migration-10-20260304T090000Z.backup` is of form 10.
    ///
    /// - Throws: `StoreError` and `SnapshotError`; no file is left then.
    func make(_ address: String, _ options: PostgresStore.Options) async throws {
        var options = options
        options.connections = 1
        let records = try PostgresEngine(address, schema: options.schema, options: options)
        do {
            let audit = try PostgresEngine(address, schema: options.schema + "_audit", options: options)
            do {
                try await make(records, audit)
            } catch {
                await audit.close()
                throw error
            }
            await audit.close()
        } catch {
            await records.close()
            throw error
        }
        await records.close()
    }

    private func make(_ records: PostgresEngine, _ audit: PostgresEngine) async throws {
        let form = Self.inOrder(try await records.read { db in try PostgresEngine.migrations(db) }, Schema.migrations)
        guard let former = form.last else { return }
        // A store whose audit log was never opened has none.
        let logged = try await audit.read { db in try PostgresEngine.migrations(db) }
        let now = Date()
        let name = "\(Self.prefix)\(former.prefix { $0.isNumber })-\(now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))).backup"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await SnapshotFile.write(folder.appendingPathComponent(name), replacing: false) { sink in
            try await records.read { db in
                let workspaces = try Row.fetchAll(db, sql: "SELECT id, name FROM workspace ORDER BY number").map {
                    SnapshotHeader.Named(id: Identifier(row: $0, 0), name: $0[1])
                }
                let header = SnapshotHeader(
                    madeBy: "before a migration", madeAt: Timestamp(now), engine: "postgresql", schema: form,
                    auditSchema: logged == nil ? AuditSchema.migrations.map(\.name) : Self.inOrder(logged, AuditSchema.migrations),
                    workspaces: workspaces, leavesFilesOut: true
                )
                let writer = try SnapshotWriter(sink, key: nil, header: header) { _ in }
                for workspace in workspaces { try SnapshotExport.write(SnapshotSection(part: .store, workspace: workspace.id), writer, db) }
                if logged != nil {
                    try blocking {
                        try await audit.read { db in
                            for workspace in workspaces { try SnapshotExport.write(SnapshotSection(part: .audit, workspace: workspace.id), writer, db) }
                        }
                    }
                }
                _ = try writer.close(missing: [])
            }
        } check: { file in
            _ = try await SnapshotSource.reading(file) { try await SnapshotRestore($0).check() }
        }
    }

    /// Removes copies that are older than something that was erased: by a node that does not share the folder, or by a program of the
    /// version before, which did not know of them.
    func removeOutdated(_ engine: PostgresEngine) async throws(StoreError) {
        let copies = all()
        guard !copies.isEmpty else { return }
        let last: Int64?
        do {
            last = try await engine.read { db in
                try Int64.fetchOne(db, sql: """
                    SELECT max(at) FROM (SELECT erased_at AS at FROM erasure UNION ALL SELECT erased_at FROM interaction_erasure
                        UNION ALL SELECT removed_at FROM removal) AS erased
                    """)
            }
        } catch {
            throw engine.meaning(of: error)
        }
        guard let last else { return }
        for copy in copies where Self.time(of: copy).map({ $0.milliseconds <= last }) ?? true { unlink(copy.path) }
    }

    /// Removes all of them: they hold what is erased.
    func removeAll() {
        for copy in all() { unlink(copy.path) }
    }

    func all() -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(".backup") }.sorted().map { folder.appendingPathComponent($0) }
    }

    /// When it was begun, to the second, as its name says.
    private static func time(of copy: URL) -> Timestamp? {
        let text = copy.deletingPathExtension().lastPathComponent.split(separator: "-").last.map(String.init) ?? ""
        return (try? Date(text, strategy: .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))).map { Timestamp($0) }
    }

    private static func inOrder(_ known: Set<String>?, _ migrations: [Migration]) -> [String] {
        migrations.map(\.name).filter { known?.contains($0) ?? false }
    }
}
