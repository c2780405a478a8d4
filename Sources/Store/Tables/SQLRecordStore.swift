public import Covalence
import Foundation

/// Record, ledger and files in tables of a database, opened by its engine: `SQLiteStore.open` or `PostgresStore.open`.
public struct SQLRecordStore: RecordStore {
    public let files: FileVault
    let engine: Engine
    /// Which of several nodes this is; nil where there is one only.
    var node: UUID?

    // MARK: Workspaces

    /// Every workspace, oldest first.
    public func workspaces() async throws(StoreError) -> [WorkspaceRecord] {
        try await engine.read { db in
            try Row.fetchAll(db, sql: "SELECT id, name, created_at, settings FROM workspace ORDER BY number").map { row in
                WorkspaceRecord(
                    id: Identifier(row: row, 0), name: row[1], createdAt: Timestamp(milliseconds: row[2]), settings: row[3]
                )
            }
        }
    }

    /// Adds a workspace with a search index of its own.
    ///
    /// - Throws: `StoreError.exists` where the id is taken.
    public func createWorkspace(_ workspace: WorkspaceRecord) async throws(StoreError) {
        try await engine.write { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM workspace WHERE id = ?", arguments: [workspace.id.uuid]) == nil else {
                throw StoreError.exists("The workspace \(workspace.id)")
            }
            let number = try db.number(ofInserted: "INSERT INTO workspace (id, name, created_at, settings) VALUES (?, ?, ?, ?)", [
                workspace.id.uuid, workspace.name, workspace.createdAt.milliseconds, workspace.settings,
            ])
            try WordIndex(.said, of: number).create(db)
            try WordIndex(.wrote, of: number).create(db)
        }
    }

    /// Replaces name and settings of a workspace, and queues the jobs that follow from the change.
    ///
    /// - Parameter former: the settings that it was made from; nil to replace whatever is there.
    /// - Throws: `StoreError.notFound`; `StoreError.conflict(.content)` where the settings are others by now.
    public func updateWorkspace(_ workspace: WorkspaceRecord, from former: String?, queueing jobs: [NewJob]) async throws(StoreError) {
        try await engine.write { db in
            // The row is taken before it is read, so that what is read stays so on both engines.
            try db.execute(sql: "UPDATE workspace SET version = version WHERE id = ?", arguments: [workspace.id.uuid])
            if let former, try String.fetchOne(db, sql: "SELECT settings FROM workspace WHERE id = ?", arguments: [workspace.id.uuid]) != former {
                throw StoreError.conflict(.content("What is set in this workspace"))
            }
            try db.execute(
                sql: "UPDATE workspace SET name = ?, settings = ?, version = version + 1 WHERE id = ?",
                arguments: [workspace.name, workspace.settings, workspace.id.uuid]
            )
            guard try db.changesCount == 1 else { throw StoreError.notFound("The workspace \(workspace.id)") }
            guard !jobs.isEmpty, let number = try Int64.fetchOne(
                db, sql: "SELECT number FROM workspace WHERE id = ?", arguments: [workspace.id.uuid]
            ) else { return }
            try handle(workspace.id, number).queue(jobs, db)
        }
    }

    /// The handle of one workspace.
    ///
    /// - Throws: `StoreError.notFound`.
    public func workspace(_ id: Identifier<Workspace>) async throws(StoreError) -> any WorkspaceStore {
        let number = try await engine.read { db in
            try Int64.fetchOne(db, sql: "SELECT number FROM workspace WHERE id = ?", arguments: [id.uuid])
        }
        guard let number else { throw .notFound("The workspace \(id)") }
        return handle(id, number)
    }

    /// Finishes what runs and lets go of the database; calls after it fail.
    public func close() async throws(StoreError) {
        try await engine.close()
    }

    private func handle(_ id: Identifier<Workspace>, _ number: Int64) -> SQLWorkspaceStore {
        SQLWorkspaceStore(id: id, number: number, engine: engine.writing(as: "workspace \(number)"), files: files)
    }

    // MARK: What a broken-off process left

    /// Does what erasing left undone, and removes files that no row names.
    func finishWhatWasBrokenOff() async throws(StoreError) {
        try await finishErasures()
        try await sweepFiles(receivedBefore: Date(timeIntervalSinceNow: -3600))
    }

    /// What cannot be done now, since the disk has no room for it or another process is at it, keeps nobody from opening the store.
    private func finishErasures() async throws(StoreError) {
        let pending = try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT id, number FROM workspace WHERE number IN (
                    SELECT workspace FROM erasure WHERE unfinished_files IS NOT NULL
                    UNION SELECT workspace FROM interaction_erasure WHERE unfinished_files IS NOT NULL
                    UNION SELECT workspace FROM removal WHERE unfinished_files IS NOT NULL)
                """).map { (Identifier<Workspace>($0[0] as UUID), $0[1] as Int64) }
        }
        for (id, number) in pending { try await handle(id, number).finishRemovals() }
    }

    /// Removes files that no row names: they were received and never noted, because the process ended in between.
    func sweepFiles(receivedBefore limit: Date) async throws(StoreError) {
        let old = files.all().filter { $0.receivedAt < limit }.map(\.hash)
        let orphans = try await engine.read { db in try old.filter { try !SQLRecordStore.isNamed($0, db) } }
        for hash in orphans {
            let files = files
            // Looked at again under the writer's lock, under which files are noted.
            try await engine.write { db in
                try files.shred(hash, unlessNamedIn: db)
            }
        }
    }

    /// Whether any workspace knows a file.
    static func isNamed(_ hash: ContentHash, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT 1 FROM file WHERE sha256 = ? LIMIT 1", arguments: [Data(hash.bytes)]) != nil
    }
}

extension FileVault {
    /// Overwrites a file and removes it, where no row of any workspace names it. Held against those that note the same bytes meanwhile.
    func shred(_ hash: ContentHash, unlessNamedIn db: Database) throws {
        try hold(hash, db)
        if try !SQLRecordStore.isNamed(hash, db) { try shred(hash) }
    }

    /// Waits for whoever notes or removes the same bytes in another workspace.
    func hold(_ hash: ContentHash, _ db: Database) throws { try db.lock("file \(hash)") }
}
