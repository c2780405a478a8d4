import GRDB
import Synchronization

/// Connections for what reads a few rows, done at once, on the thread that asks: handing it to another and coming back costs several times what
/// it does. They never wait for a writer (WAL), nor for one another.
final class SQLiteGlance: Sendable {
    private struct State {
        var isClosed = false
        var free: [DatabaseQueue] = []
        /// Those that are free, and those that are in use.
        var count = 0
    }

    private let path: String
    private let configuration: Configuration
    private let state = Mutex(State())

    /// - Parameter configuration: as that of the other readers of the file, of which there may be as many here. Connections are opened when they are
    ///   first needed.
    init(path: String, configuration: Configuration) {
        var configuration = configuration
        configuration.readonly = true
        self.path = path
        self.configuration = configuration
    }

    /// - Parameter isWhole: whether there is a transaction around it, so that all of it sees one state of the database. One statement does so
    ///   without.
    /// - Returns: nil where all connections are in use.
    func read<Value>(isWhole: Bool, _ body: (Database) throws -> Value) throws -> Value? {
        guard let queue = try connection() else { return nil }
        defer { giveBack(queue) }
        return try queue.unsafeRead { db in try isWhole ? Self.inTransaction(db, body) : body(Database(db)) }
    }

    /// As GRDB would do it, with statements that stay prepared.
    private static func inTransaction<Value>(_ db: GRDB.Database, _ body: (Database) throws -> Value) throws -> Value {
        try db.cachedStatement(sql: "BEGIN").execute()
        // An error inside may have ended it.
        defer { if db.isInsideTransaction { try? db.cachedStatement(sql: "ROLLBACK").execute() } }
        return try body(Database(db))
    }

    private func connection() throws -> DatabaseQueue? {
        let (free, mayOpen) = try state.withLock { state in
            guard !state.isClosed else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "The store is closed.") }
            if let last = state.free.popLast() { return (last as DatabaseQueue?, false) }
            guard state.count < configuration.maximumReaderCount else { return (nil, false) }
            state.count += 1
            return (nil, true)
        }
        guard mayOpen else { return free }
        do { return try DatabaseQueue(path: path, configuration: configuration) } catch {
            state.withLock { $0.count -= 1 }
            throw error
        }
    }

    /// A connection that is given back after the end goes with it.
    private func giveBack(_ queue: DatabaseQueue) {
        state.withLock { state in
            if !state.isClosed { state.free.append(queue) }
        }
    }

    func close() throws {
        let free = state.withLock { state in
            defer { state.free = [] }
            state.isClosed = true
            return state.free
        }
        for queue in free { try queue.close() }
    }
}
