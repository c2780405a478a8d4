import Foundation
import GRDB
import Synchronization

/// A connection for single statements that read a few rows, done at once, on the thread that asks: handing them to another and coming back costs
/// several times what they do. It never waits for a writer (WAL), and for other glances some microseconds.
final class SQLiteGlance: Sendable {
    private enum State {
        case unopened, closed
        case open(DatabaseQueue)
    }

    private let path: String
    private let configuration: Configuration
    private let state = Mutex(State.unopened)

    /// - Parameter configuration: as that of the other readers of the file. The connection is opened with the first glance.
    init(path: String, configuration: Configuration) {
        var configuration = configuration
        configuration.readonly = true
        self.path = path
        self.configuration = configuration
    }

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try state.withLock { state in
            switch state {
            case .open(let queue): return queue
            case .closed: throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "The store is closed.")
            case .unopened:
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                state = .open(queue)
                return queue
            }
        }
        // One statement sees one state of the database without a transaction around it.
        return try queue.unsafeRead { try body(Database($0)) }
    }

    func close() throws {
        let last = state.withLock { state in
            defer { state = .closed }
            return state
        }
        if case .open(let queue) = last { try queue.close() }
    }
}
