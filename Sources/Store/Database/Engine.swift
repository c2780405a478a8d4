import Covalence
import Foundation

/// The database of a store: reads and writes, each in one transaction; errors come out as `StoreError`.
struct Engine: Sendable {
    let driver: any EngineDriver
    /// What a write waits for and holds: on PostgreSQL, there is one writer at a time for each of these names. On SQLite there is
    /// one for the whole file.
    var writer = "store"
    /// Rings after every committed change of this process, and once `listen` was called after those of others that the engine tells of.
    var bell = EventBell()

    var dialect: Dialect { driver.dialect }
    /// The file or the database, for sentences.
    var path: String { driver.path }

    /// A consistent view of the database.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await translated {
            try await StoreCall.measure(.read) { began in
                try await driver.read { db in
                    began()
                    return try body(db)
                }
            }
        }
    }

    /// A consistent view of the database for what reads a few rows by their keys: at once and on this thread, where the engine can do that; with
    /// less around it, where not.
    ///
    /// - Parameter isOneStatement: whether it is a single one, which sees one state of the database without a transaction.
    func glance<Value: Sendable>(
        isOneStatement: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await translated {
            try await StoreCall.measure(.read) { began in
                let look = { @Sendable (db: Database) throws -> Value in
                    began()
                    return try body(db)
                }
                // Where its rows are elsewhere, or all connections of this kind are in use, it is a read like others.
                if let glanced = try await driver.glance(isWhole: !isOneStatement, look) { return glanced }
                return try await driver.read(look)
            }
        }
    }

    /// A number that is another after every commit, of this process or another's; asked for at once, on this thread.
    ///
    /// - Returns: nil where this engine has none, or it cannot be told now.
    func state() -> Int64? { driver.state() }

    /// One transaction: all of `body` or nothing. `body` may be run again where the engine asks for it, so it changes nothing but the
    /// database, or what may be changed twice.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let value = try await translated {
            try await StoreCall.measure(.write) { began in
                try await driver.write(as: writer) { db in
                    began()
                    return try body(db)
                }
            }
        }
        bell.ring()
        return value
    }

    /// Several transactions, each with locks of its own.
    func withoutTransaction<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await translated { try await driver.withoutTransaction(body) }
    }

    /// Makes sure that no page of the database holds what was deleted.
    func rewritePages() async throws(StoreError) {
        try await translated { try await driver.rewritePages() }
    }

    /// Makes sure that no log beside the database holds what was deleted.
    func emptyLog() async throws(StoreError) {
        try await translated { try await driver.emptyLog() }
    }

    /// Rings the bell also for what other processes commit, where the engine can tell.
    ///
    /// - Returns: how long such a commit may stay unseen by whoever only waits for the bell.
    func listen() -> Duration { driver.listen(bell) }

    func close() async throws(StoreError) {
        try await translated { try await driver.close() }
    }

    /// The same database with another name to hold while writing.
    func writing(as writer: String) -> Engine { Engine(driver: driver, writer: writer, bell: bell) }

    private func translated<Value: Sendable>(_ call: () async throws -> Value) async throws(StoreError) -> Value {
        do { return try await call() } catch {
            switch error {
            case let error as StoreError: throw error
            case is CancellationError: throw .cancelled
            default: throw driver.meaning(of: error)
            }
        }
    }
}

/// A database engine. There are two: SQLite and PostgreSQL.
protocol EngineDriver: Sendable {
    var dialect: Dialect { get }
    var path: String { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    /// A read that costs less; nil where the engine has no such, or not now. For a few rows by their keys, nothing that takes long.
    ///
    /// - Parameter isWhole: whether it is several statements that are to see one state of the database.
    func glance<Value: Sendable>(isWhole: Bool, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value?
    /// See `Engine.state`.
    func state() -> Int64?
    /// - Parameter writer: what to hold meanwhile.
    func write<Value: Sendable>(as writer: String, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    func withoutTransaction<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    func rewritePages() async throws
    func emptyLog() async throws
    /// Rings the bell after commits of other processes, from the first call on; says after how long to look without having heard it.
    func listen(_ bell: EventBell) -> Duration
    func close() async throws
    /// What a failed call means to the caller.
    func meaning(of error: any Error) -> StoreError
}

extension Identifier {
    /// Sixteen bytes, as the tables have it.
    init(row: Row, _ column: Int) {
        self.init(row[column] as UUID)
    }
}

/// Text as it is compared: without case and accents.
func folded(_ text: String) -> String {
    // Most text is ASCII, where folding is nothing but lower case.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return foldedWhole(text)
}

private func foldedWhole(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
}

extension EngineDriver {
    func glance<Value: Sendable>(isWhole: Bool, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value? { nil }
    func state() -> Int64? { nil }
}
