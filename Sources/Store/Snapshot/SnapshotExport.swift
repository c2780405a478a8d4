public import Covalence
import Foundation

/// Writes a snapshot of a store while others work with it.
///
/// Files come first: they are named by what is in them, so whatever comes in meanwhile only adds to them. The tables are read in one
/// transaction, so they are one moment; what it names of files that came in since is added within it. What is erased meanwhile is listed
/// at the end, and restoring erases it.
public struct SnapshotExport: Sendable {
    let store: SQLRecordStore
    let audit: SQLAuditLog

    /// An export of a store with its audit log.
    public init(_ store: SQLRecordStore, audit: SQLAuditLog) {
        self.store = store
        self.audit = audit
    }

    /// Writes all workspaces, or one.
    ///
    /// - Parameters:
    ///   - madeBy: the version of this Covalence.
    ///   - isMove: see `SnapshotHeader.isMove`.
    ///   - report: told every few megabytes how far it has come.
    /// - Returns: what was written.
    /// - Throws: `StoreError`; what was written until then is no whole snapshot.
    public func write(
        to sink: SnapshotSink, workspace: Identifier<Workspace>? = nil, key: SnapshotKey? = nil, madeBy: String, at time: Timestamp,
        isMove: Bool = false, report: @escaping @Sendable (SnapshotProgress) -> Void = { _ in }
    ) async throws -> SnapshotSummary {
        var header = try await header(of: workspace, madeBy: madeBy, at: time)
        if isMove { header.isMove = true }
        let writer = try SnapshotWriter(sink, key: key, header: header, report: report)
        let workspaces = header.workspaces.map(\.id)

        let known = try await store.engine.read { db in try Self.files(of: workspaces, db) }
        let sender = SnapshotFileSender(store.files, writer)
        try await waiting { for file in known { try sender.send(file) } }

        let erased = try await tables(of: workspaces, sender, writer, isMove: isMove)
        try await auditLog(of: workspaces, writer)

        for (workspace, before) in erased {
            let since = try await store.workspace(workspace).erasures().filter { !before.contains($0) }
            if !since.isEmpty { try writer.erasures(SnapshotSummary.Erasures(workspace: workspace, records: since)) }
        }
        let missing = try await stillWanted(sender.notWhole, in: workspaces)
        return try await waiting { try writer.close(missing: missing) }
    }

    private func header(of workspace: Identifier<Workspace>?, madeBy: String, at time: Timestamp) async throws -> SnapshotHeader {
        try await checkForm()
        let named = try await store.workspaces().filter { workspace == nil || $0.id == workspace }
        if let workspace, named.isEmpty { throw StoreError.notFound("The workspace \(workspace)") }
        return SnapshotHeader(
            madeBy: madeBy, madeAt: time, engine: store.engine.dialect == .sqlite ? "sqlite" : "postgresql",
            schema: Schema.migrations.map(\.name), auditSchema: AuditSchema.migrations.map(\.name),
            workspaces: named.map { SnapshotHeader.Named(id: $0.id, name: $0.name) }
        )
    }

    /// While nodes are changed over, a newer program may have brought the tables up: this one does not know what belongs into a backup of them.
    private func checkForm() async throws {
        let known = Set(Schema.migrations.map(\.name))
        let made = try await store.engine.read { db in db.dialect == .postgres ? try PostgresEngine.migrations(db) ?? [] : [] }
        guard made.isSubset(of: known) else {
            throw StoreError.refused("The store has the tables of a newer Covalence. Back it up, or move it, with that one.")
        }
    }

    /// Writes the tables of the store.
    ///
    /// - Returns: the erasures they hold, by workspace.
    private func tables(
        of workspaces: [Identifier<Workspace>], _ sender: SnapshotFileSender, _ writer: SnapshotWriter, isMove: Bool
    ) async throws -> [(Identifier<Workspace>, Set<ErasureRecord>)] {
        let handles = try await self.handles(of: workspaces)
        return try await store.engine.read { db in
            for file in try Self.files(of: workspaces, db) { try sender.send(file) }
            for workspace in workspaces { try Self.write(SnapshotSection(part: .store, workspace: workspace), writer, db, isMove: isMove) }
            return try handles.map { ($0.id, Set(try $0.erasures(db))) }
        }
    }

    private func handles(of workspaces: [Identifier<Workspace>]) async throws -> [SQLWorkspaceStore] {
        var handles: [SQLWorkspaceStore] = []
        for workspace in workspaces {
            if let handle = try await store.workspace(workspace) as? SQLWorkspaceStore { handles.append(handle) }
        }
        return handles
    }

    private func auditLog(of workspaces: [Identifier<Workspace>], _ writer: SnapshotWriter) async throws {
        try await audit.engine.read { db in
            for workspace in workspaces { try Self.write(SnapshotSection(part: .audit, workspace: workspace), writer, db) }
        }
    }

    static func write(_ section: SnapshotSection, _ writer: SnapshotWriter, _ db: Database, isMove: Bool = false) throws {
        try writer.section(section)
        var reading = try SnapshotTableReading(section, db, isMove: isMove)
        try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
    }

    static func files(of workspaces: [Identifier<Workspace>], _ db: Database) throws -> [SnapshotFileHead] {
        var found: [SnapshotFileHead] = []
        for workspace in workspaces {
            let rows = try Row.fetchCursor(db, sql: """
                SELECT f.sha256, f.bytes FROM file f JOIN workspace w ON w.number = f.workspace WHERE w.id = ? ORDER BY f.sha256
                """, arguments: [workspace.uuid])
            while let row = try rows.next() {
                guard let hash = ContentHash(bytes: row[0] as Data) else { throw StoreError.corrupt("A file has no SHA-256.") }
                found.append(SnapshotFileHead(hash: hash, bytes: row[1]))
            }
        }
        return found
    }

    /// Of files that were not there or not whole: those that the store wants now. Bytes of a refused upload are gone on purpose, and
    /// those of what was erased meanwhile.
    func stillWanted(_ hashes: [ContentHash], in workspaces: [Identifier<Workspace>]) async throws -> [ContentHash] {
        guard !hashes.isEmpty else { return [] }
        return try await store.engine.read { db in
            let needed = Set(try Data.fetchAll(db, sql: SQLRecordStore.neededFiles))
            return hashes.filter { needed.contains(Data($0.bytes)) }
        }
    }
}

/// Sends files of a vault, each once.
///
/// Unchecked for the reason of the writer it sends to.
final class SnapshotFileSender: @unchecked Sendable {
    private let vault: FileVault
    private let writer: SnapshotWriter
    private var sent: Set<ContentHash> = []
    /// Files that were not there, or whose bytes were not what their name says.
    private(set) var notWhole: [ContentHash] = []

    init(_ vault: FileVault, _ writer: SnapshotWriter) {
        self.vault = vault
        self.writer = writer
    }

    func send(_ file: SnapshotFileHead) throws {
        guard sent.insert(file.hash).inserted else { return }
        guard vault.size(of: file.hash) == file.bytes else {
            notWhole.append(file.hash)
            return
        }
        var position = 0
        let isWhole = try writer.file(file) {
            let piece: Data
            do throws(StoreError) {
                piece = try vault.read(file.hash, range: position..<position + (1 << 20))
            } catch .missingFile {
                // Erased while it was read.
                return Data()
            }
            position += piece.count
            return piece
        }
        if !isWhole { notWhole.append(file.hash) }
    }
}
