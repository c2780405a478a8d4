public import Covalence
public import Foundation
import GRDB

/// A store in one folder: `covalence.sqlite` (SQLite in WAL mode, synced at every commit) and `files/`.
///
/// Several processes may open the same folder; a writer that has to wait for another longer than `Options.patience` gets
/// `StoreError.locked`.
public struct SQLiteStore: RecordStore {
    public let files: FileVault
    let engine: Engine

    /// What can be set when a store is opened.
    public struct Options: Sendable {
        /// Milliseconds to wait for another process that is writing.
        public var patience = 5000
        /// How many reads can run at the same time.
        public var readers = 4
        /// The most pages of 4096 bytes the database may have; nil for no limit but the disk's.
        public var pageLimit: Int?

        /// Waits five seconds, four readers, no limit.
        public init() {}
    }

    /// Opens the store in a folder, and makes it where there is none. What broken-off uploads and erasures left is finished.
    ///
    /// - Throws: `StoreError.newerSchema`, `StoreError.corrupt` where the file is not ours, `StoreError.locked`.
    public static func open(_ folder: URL, options: Options = Options()) async throws(StoreError) -> SQLiteStore {
        try await open(folder, options: options, level: nil)
    }

    /// - Parameter level: the migration to make the tables up to, for a backup of an older store; nil for all.
    static func open(_ folder: URL, options: Options = Options(), level: String?) async throws(StoreError) -> SQLiteStore {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        let path = folder.appendingPathComponent("covalence.sqlite").path
        let engine: Engine
        do {
            engine = Engine(pool: try DatabasePool(path: path, configuration: configuration(options)), path: path)
        } catch {
            throw StoreError(error, path: path)
        }
        try await engine.withoutTransaction { db in
            // GRDB sets NORMAL with WAL: a commit would be acknowledged before it is synced.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            if let pages = options.pageLimit { _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)") }
        }
        try await migrate(engine, to: level)
        let store = SQLiteStore(files: try FileVault(folder: folder.appendingPathComponent("files", isDirectory: true)), engine: engine)
        guard level == nil else { return store }
        try await store.finishErasures()
        try await store.sweepFiles(receivedBefore: Date(timeIntervalSinceNow: -3600))
        return store
    }

    private static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(options.patience) / 1000)
        configuration.maximumReaderCount = max(1, options.readers)
        configuration.foreignKeysEnabled = true
        configuration.label = "store"
        configuration.prepareDatabase { db in
            try db.execute(sql: """
                PRAGMA secure_delete = ON;
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -16000;
                PRAGMA journal_size_limit = 67108864;
                """)
            // For columns that are compared too seldom to be kept in a second form.
            db.add(function: DatabaseFunction("folded", argumentCount: 1, pure: true) { values in
                String.fromDatabaseValue(values[0]).map(folded)
            })
        }
        return configuration
    }

    private static func migrate(_ engine: Engine, to level: String?) async throws(StoreError) {
        let path = engine.path
        let migrator = Schema.migrator
        let isCurrent = try await engine.read { db in
            let mark = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 || mark == Schema.applicationID else {
                throw StoreError.corrupt("\(path) is a database of another program, not a store of Covalence.")
            }
            if try migrator.hasBeenSuperseded(db) { throw StoreError.newerSchema(path: path) }
            return try migrator.hasCompletedMigrations(db)
        }
        guard !isCurrent else { return }
        do { try level.map { try migrator.migrate(engine.pool, upTo: $0) } ?? migrator.migrate(engine.pool) } catch { throw StoreError(error, path: path) }
    }

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
            try db.execute(
                sql: "INSERT INTO workspace (id, name, created_at, settings) VALUES (?, ?, ?, ?)",
                arguments: [workspace.id.uuid, workspace.name, workspace.createdAt.milliseconds, workspace.settings]
            )
            let number = db.lastInsertedRowID
            try db.execute(sql: Schema.createIndex(workspace: number))
            try db.execute(sql: Schema.createWrittenIndex(workspace: number))
        }
    }

    /// Replaces name and settings of a workspace.
    ///
    /// - Throws: `StoreError.notFound`.
    public func updateWorkspace(_ workspace: WorkspaceRecord) async throws(StoreError) {
        try await engine.write { db in
            try db.execute(
                sql: "UPDATE workspace SET name = ?, settings = ?, version = version + 1 WHERE id = ?",
                arguments: [workspace.name, workspace.settings, workspace.id.uuid]
            )
            guard db.changesCount == 1 else { throw StoreError.notFound("The workspace \(workspace.id)") }
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
        return SQLiteWorkspaceStore(id: id, number: number, engine: engine, files: files)
    }

    /// Finishes what runs and lets go of the database; calls after it fail.
    public func close() async throws(StoreError) {
        do { try engine.pool.close() } catch { throw StoreError(error, path: engine.path) }
    }

    // MARK: What a broken-off process left

    private func finishErasures() async throws(StoreError) {
        let pending = try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT workspace.id, workspace.number, erasure.meeting FROM erasure JOIN workspace ON number = workspace
                WHERE unfinished_files IS NOT NULL
                """).map { (Identifier<Workspace>($0[0] as UUID), $0[1] as Int64, Identifier<Meeting>($0[2] as UUID)) }
        }
        for (id, number, meeting) in pending {
            try await SQLiteWorkspaceStore(id: id, number: number, engine: engine, files: files).finishErasure(of: meeting)
        }
        let interactions = try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT w.id, w.number, e.interaction FROM interaction_erasure e JOIN workspace w ON w.number = e.workspace
                WHERE e.unfinished_files IS NOT NULL
                """).map { (Identifier<Workspace>($0[0] as UUID), $0[1] as Int64, Identifier<Interaction>($0[2] as UUID)) }
        }
        for (id, number, interaction) in interactions {
            try await SQLiteWorkspaceStore(id: id, number: number, engine: engine, files: files).finishErasure(of: interaction)
        }
        let removals = try await engine.read { db in
            try Row.fetchAll(db, sql: """
                SELECT DISTINCT workspace.id, workspace.number FROM removal JOIN workspace ON workspace.number = workspace
                WHERE unfinished_files IS NOT NULL
                """).map { (Identifier<Workspace>($0[0] as UUID), $0[1] as Int64) }
        }
        for (id, number) in removals {
            try await SQLiteWorkspaceStore(id: id, number: number, engine: engine, files: files).finishRemovals()
        }
    }

    /// Removes files that no row names: they were received and never noted, because the process ended in between.
    func sweepFiles(receivedBefore limit: Date) async throws(StoreError) {
        let old = files.all().filter { $0.receivedAt < limit }.map(\.hash)
        let orphans = try await engine.read { db in try old.filter { try !SQLiteStore.isNamed($0, db) } }
        for hash in orphans {
            let files = files
            // Looked at again under the writer's lock, under which files are noted.
            try await engine.write { db in
                if try !SQLiteStore.isNamed(hash, db) { try files.shred(hash) }
            }
        }
    }

    /// Whether any workspace knows a file.
    static func isNamed(_ hash: ContentHash, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT 1 FROM file WHERE sha256 = ? LIMIT 1", arguments: [Data(hash.bytes)]) != nil
    }
}
