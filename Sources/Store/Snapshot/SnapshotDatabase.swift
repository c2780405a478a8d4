import Foundation
import Synchronization

/// What a snapshot asks of an engine beside plain SQL. All of what differs between engines stands here.
struct SnapshotDatabase {
    let db: Database

    struct Column: Hashable, Sendable {
        var name: String
        /// The place in the primary key, from 1; nil outside of it.
        var key: Int?
    }

    /// The columns of a table; none where there is no such table.
    func columns(of table: String) throws -> [Column] {
        let sql = switch db.dialect {
        case .sqlite: "SELECT name, nullif(pk, 0) FROM pragma_table_info(?) ORDER BY name"
        case .postgres: """
            SELECT CAST(a.attname AS text), CAST(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1 AS bigint)
            FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = to_regclass(CAST(? AS text)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1
            """
        }
        return try Row.fetchAll(db, sql: sql, arguments: [table]).map { Column(name: $0[0], key: $0[1]) }
    }

    /// Every table of ours, those of the search indexes and of migrations apart.
    func tables() throws -> [String] {
        let sql = switch db.dialect {
        case .sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        case .postgres: "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        }
        return try String.fetchAll(db, sql: sql).filter { name in
            name != "said" && name != "wrote" && !["sqlite_", "grdb_", "said_", "wrote_"].contains { name.hasPrefix($0) }
        }
    }
}

extension Engine {
    /// Whether an error says that a row breaks a rule of its table, and not that disk or machine failed.
    func isRefusal(_ error: any Error) -> Bool {
        if case .database = driver.meaning(of: error) { return true }
        return false
    }

    /// `write`, whose body reads from a stream: it runs once, and what it says of a snapshot comes out as it was said.
    func snapshotWrite<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let said = Said()
        do throws(StoreError) {
            return try await write { db in
                // What was read from a stream cannot be read again.
                guard said.begin() else { throw StoreError.locked(path: path) }
                do { return try body(db) } catch {
                    said.keep(error)
                    throw error
                }
            }
        } catch {
            throw said.error ?? error
        }
    }
}

/// What a body said, for its caller: an engine makes a `StoreError` of everything.
private final class Said: Sendable {
    private let state = Mutex<(hasBegun: Bool, error: (any Error)?)>((false, nil))

    var error: (any Error)? { state.withLock { $0.error } }

    func begin() -> Bool {
        state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
    }

    func keep(_ error: any Error) {
        guard error is SnapshotError || error is StoresDiffer else { return }
        state.withLock { $0.error = error }
    }
}

/// Waits on this thread for work of tasks. Only where a thread may wait: in the body of a transaction, which has one of its own.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
        do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
        done.signal()
    }
    done.wait()
    guard let found = outcome.value else { throw StoreError.cancelled }
    return try found.get()
}

private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    var value: Result<Value, any Error>? { result.withLock { $0 } }

    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }
}
