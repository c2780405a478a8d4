import Foundation
import GRDB

/// One writer and several readers on one file in WAL mode, synced at every commit.
struct SQLiteEngine: EngineDriver {
    let pool: DatabasePool
    let path: String
    /// How long to try again where another process is at work, in milliseconds.
    let patience: Int
    private let glances: SQLiteGlance
    private let states: SQLiteState

    var dialect: Dialect { .sqlite }

    /// Opens a file, and makes it where there is none.
    ///
    /// - Parameter settings: what each connection is told first.
    init(path: String, label: String, settings: String, options: SQLiteStore.Options) throws(StoreError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(options.patience) / 1000)
        configuration.maximumReaderCount = max(1, options.readers)
        configuration.foreignKeysEnabled = true
        configuration.label = label
        configuration.prepareDatabase { db in try db.execute(sql: settings) }
        self.path = path
        patience = options.patience
        glances = SQLiteGlance(path: path, configuration: configuration)
        states = SQLiteState(path: path)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL with WAL: a commit would be acknowledged before it is synced.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                if let pages = options.pageLimit { _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)") }
            }
        } catch {
            throw Self.meaning(of: error, path: path)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read { try body(Database($0)) }
    }

    func glance<Value: Sendable>(isWhole: Bool, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value? {
        try glances.read(isWhole: isWhole, body)
    }

    func state() -> Int64? { states.number() }

    func write<Value: Sendable>(as writer: String, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await patiently { try await pool.write { try body(Database($0)) } }
    }

    func withoutTransaction<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await patiently { try await pool.barrierWriteWithoutTransaction { try body(Database($0)) } }
    }

    /// Rewrites the database. `secure_delete` overwrites what is deleted, but not the copies that rows leave behind in a page
    /// when SQLite moves them to another while balancing its trees. Copies made before a migration hold it all and go.
    func rewritePages() async throws {
        try await patiently { try await pool.barrierWriteWithoutTransaction { try $0.execute(sql: "VACUUM") } }
        removeCopies()
        try await emptyLog()
    }

    /// Copies the write-ahead log into the database and cuts it to nothing.
    func emptyLog() async throws {
        try await patiently { try await pool.barrierWriteWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
    }

    /// The file tells nobody: what another process committed is seen by looking.
    func listen(_ bell: EventBell) -> Duration { .seconds(1) }

    func close() throws {
        states.close()
        try glances.close()
        try pool.close()
    }

    /// SQLite says “busy” at once, without waiting, where waiting could lock two processes up for good: when both clear pages. The
    /// one that is told so has changed nothing and tries again.
    private func patiently<Value: Sendable>(_ call: () async throws -> Value) async throws -> Value {
        let end = ContinuousClock.now + .milliseconds(patience)
        while true {
            do {
                return try await call()
            } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) && ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(Int.random(in: 10...40)))
            }
        }
    }

    func meaning(of error: any Error) -> StoreError { Self.meaning(of: error, path: path) }

    private static func meaning(of error: any Error, path: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_NOTADB: .corrupt("\(path) is not a store of Covalence.")
            case .SQLITE_CORRUPT: .corrupt("The store \(path) is damaged.")
            case .SQLITE_CANTOPEN:
                .fileSystem("The store \(path) cannot be opened. Check that its folder is there and may be written to.")
            case .SQLITE_READONLY, .SQLITE_PERM:
                .fileSystem("The store \(path) may not be written to. Check who owns it.")
            case .SQLITE_IOERR:
                .fileSystem("The disk failed while the store \(path) was used: \(error.message ?? "no reason given").")
            default: .database(error.message ?? "\(error)")
            }
        default: .database("\(error)")
        }
    }
}
