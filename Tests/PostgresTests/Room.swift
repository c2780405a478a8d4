import Foundation
import Logging
import Postgres
import Testing

/// The server that `./test` starts; by hand: `COVALENCE_TEST_POSTGRES=$(Tools/setup/postgres.sh start /tmp/some-folder) swift test …`.
enum Room {
    static let text = ProcessInfo.processInfo.environment["COVALENCE_TEST_POSTGRES"]
    static let isThere = text != nil
    static let missing: Comment = "COVALENCE_TEST_POSTGRES is not set: there is no server to test with. ./test starts one."

    static func address() throws -> PostgresAddress { try PostgresAddress(#require(text)) }

    static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// A pool on a schema of its own, which goes with it.
    static func withPool<Value>(
        size: Int = 4, address: PostgresAddress? = nil, _ change: (inout PostgresPool.Options) -> Void = { _ in },
        _ body: (PostgresPool) async throws -> Value
    ) async throws -> Value {
        var options = PostgresPool.Options()
        options.size = size
        let schema = "t" + UUID().uuidString.lowercased().filter(\.isHexDigit)
        options.schema = schema
        // Long, because on a busy machine what computes beside these tests can hold every thread for many seconds.
        options.patience = .seconds(300)
        change(&options)
        let pool = try PostgresPool(address ?? Room.address(), options: options, logger: quiet)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(pool)) } catch { outcome = .failure(error) }
        await pool.close()
        let cleaner = try PostgresPool(Room.address(), logger: quiet)
        try await cleaner.write { try $0.script("SET LOCAL client_min_messages = warning; DROP SCHEMA IF EXISTS \(schema) CASCADE") }
        await cleaner.close()
        return try outcome.get()
    }

    /// The error a body throws.
    static func error(_ body: () async throws -> some Any) async throws -> PostgresError {
        do { _ = try await body() } catch let error as PostgresError { return error }
        throw Surprise.noError
    }

    static func expect(_ expected: PostgresError, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any) async throws {
        let found = try await error(body)
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    /// A statement that the server refuses with this code.
    static func expect(_ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any) async throws {
        let found = try await error(body)
        #expect(found.code == code, "\(found)", sourceLocation: sourceLocation)
    }

    enum Surprise: Error { case noError }

    /// Asks again and again, for up to five minutes, until something is so.
    static func until(_ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("It did not come about within five minutes.")
    }
}

extension PostgresPool {
    func one(_ sql: String, _ values: [PostgresValue] = []) async throws -> PostgresValue {
        try await read { try $0.query(sql, values).first?[0] ?? .null }
    }
}
