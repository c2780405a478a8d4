import Covalence
import Foundation

/// The database of a store: reads and writes, each in one transaction; errors come out as `StoreError`.
struct Engine: Sendable {
    let driver: any EngineDriver
    /// What a write waits for and holds. SQLite has one writer at a time for the whole file, whatever the name.
    var writer = "store"

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

    /// One transaction: all of `body` or nothing. `body` may be run again where the engine asks for it, so it changes nothing but the
    /// database, or what may be changed twice.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try await translated {
            try await StoreCall.measure(.write) { began in
                try await driver.write(as: writer) { db in
                    began()
                    return try body(db)
                }
            }
        }
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

    func close() async throws(StoreError) {
        try await translated { try await driver.close() }
    }

    /// The same database with another name to hold while writing.
    func writing(as writer: String) -> Engine { Engine(driver: driver, writer: writer) }

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

/// A database engine. SQLite is the only one so far.
protocol EngineDriver: Sendable {
    var dialect: Dialect { get }
    var path: String { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    /// - Parameter writer: what to hold meanwhile.
    func write<Value: Sendable>(as writer: String, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    func withoutTransaction<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    func rewritePages() async throws
    func emptyLog() async throws
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
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
}
