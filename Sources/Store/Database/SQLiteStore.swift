public import Foundation

/// A store in one folder: `covalence.sqlite` (SQLite in WAL mode, synced at every commit) and `files/`.
///
/// Several processes may open the same folder; a writer that has to wait for another longer than `Options.patience` gets
/// `StoreError.locked`.
public enum SQLiteStore {
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
    public static func open(_ folder: URL, options: Options = Options()) async throws(StoreError) -> SQLRecordStore {
        let store = try await open(folder, options: options, migrations: Schema.migrations)
        try await store.finishWhatWasBrokenOff()
        return store
    }

    /// What each connection is told first.
    static let settings = """
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA wal_autocheckpoint = 4000;
        """

    /// - Parameter migrations: all of them, or the first ones, for a backup of an older store.
    static func open(_ folder: URL, options: Options = Options(), migrations: [Migration]) async throws(StoreError) -> SQLRecordStore {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        let driver = try SQLiteEngine(path: folder.appendingPathComponent("covalence.sqlite").path, label: "store", settings: settings, options: options)
        try await driver.migrate(migrations, mark: Schema.applicationID, kind: "a store")
        let files = try FileVault(folder: folder.appendingPathComponent("files", isDirectory: true))
        return SQLRecordStore(files: files, engine: Engine(driver: driver))
    }
}
