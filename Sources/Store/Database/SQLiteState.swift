import GRDBSQLite
import Synchronization

/// The number of a database's state: another after every commit of any process († sqlite.org, “PRAGMA data_version”).
///
/// Every request asks for it, so that it is asked by one statement that stays prepared, on a connection that does nothing else, on the thread that
/// asks. It never waits for a writer (WAL), and for others who ask some microseconds.
final class SQLiteState: Sendable {
    private struct Connection {
        let database: OpaquePointer
        let statement: OpaquePointer
    }

    private enum State {
        case unopened, closed
        case open(Connection)
    }

    private let path: String
    private let state = Mutex(State.unopened)

    /// - Parameter path: of a database in WAL mode. The connection is opened when it is first asked for.
    init(path: String) { self.path = path }

    deinit { close() }

    /// Nil where it cannot be told now.
    func number() -> Int64? {
        state.withLock { state in
            if case .unopened = state { state = Self.connection(to: path).map { .open($0) } ?? .closed }
            guard case .open(let connection) = state else { return nil }
            defer { sqlite3_reset(connection.statement) }
            return sqlite3_step(connection.statement) == SQLITE_ROW ? sqlite3_column_int64(connection.statement, 0) : nil
        }
    }

    func close() {
        state.withLock { state in
            if case .open(let connection) = state {
                sqlite3_finalize(connection.statement)
                sqlite3_close(connection.database)
            }
            state = .closed
        }
    }

    /// Nil where the database cannot be opened: whoever reads it says why.
    private static func connection(to path: String) -> Connection? {
        var database: OpaquePointer?, statement: OpaquePointer?
        // One thread at a time: the lock sees to it.
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &database, flags, nil) == SQLITE_OK, let database,
              sqlite3_prepare_v3(database, "PRAGMA data_version", -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil) == SQLITE_OK, let statement
        else {
            sqlite3_close(database)
            return nil
        }
        return Connection(database: database, statement: statement)
    }
}
