/// One place of the pool: a connection, opened when it is first needed and again when it broke, and the thread it is used on.
actor Worker {
    nonisolated let interrupt: Interrupt
    private let executor: QueueExecutor
    private let connector: Connector
    private var connection: PostgresConnection?
    private var lastUse = ContinuousClock.now

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// After so long without use, the server is asked whether it still hears us. ‡
    private static let quiet = Duration.seconds(10)

    init(_ connector: Connector, number: Int) throws(PostgresError) {
        self.connector = connector
        executor = QueueExecutor("covalence.postgres.\(number)")
        interrupt = try Interrupt()
    }

    /// Runs `body` on the connection. A read is begun a second time on a fresh connection where the first one turned out to be dead
    /// before the server had answered anything; nothing else is ever done twice.
    func run<Value: Sendable>(
        _ mode: PostgresConnection.Mode, until deadline: ContinuousClock.Instant,
        _ body: @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let isFresh = connection == nil
        try await ensureConnection(until: deadline)
        do {
            return try attempt(mode, body)
        } catch Failure.unheard where mode.onlyReads && !isFresh {
            try await ensureConnection(until: deadline)
            return try attempt(mode, body)
        }
    }

    func close() {
        connection = nil
    }

    // MARK: Steps

    private enum Failure: Error {
        /// The connection broke before the server had answered anything.
        case unheard
    }

    private func attempt<Value: Sendable>(
        _ mode: PostgresConnection.Mode, _ body: @Sendable (PostgresConnection) throws -> Value
    ) throws -> Value {
        guard let connection else { throw PostgresError.brokenOff(.nothingChanged) }
        let heard = connection.line.answers
        defer {
            lastUse = .now
            // After work without a transaction, settings and locks of a session may be left that nobody else expects.
            if connection.line.isBroken || mode == .alone { self.connection = nil }
        }
        do {
            try connection.begin(mode)
            let value = try body(connection)
            try connection.finish()
            return value
        } catch {
            let isUnheard = connection.line.isBroken && connection.line.answers == heard
            connection.abandon()
            if mode.onlyReads, isUnheard, case PostgresError.brokenOff? = error as? PostgresError { throw Failure.unheard }
            throw error is CancellationError ? PostgresError.cancelled : error
        }
    }

    private func ensureConnection(until deadline: ContinuousClock.Instant) async throws {
        if let connection {
            let isQuiet = lastUse.duration(to: .now) > Self.quiet
            if connection.isUsable(), !isQuiet || connection.answers() { return }
            self.connection = nil
        }
        var pause = Duration.milliseconds(50)
        while true {
            do {
                connection = try connector.open(interrupt, until: deadline)
                return
            } catch {
                guard connector.isPassing(error) else { throw error }
                // Half of it at random, so that not all come back at the same moment.
                let wait = pause * Double.random(in: 0.5...1)
                guard ContinuousClock.now + wait < deadline else { throw error }
                do { try await Task.sleep(for: wait) } catch { throw PostgresError.cancelled }
                pause = min(pause * 2, .seconds(2))
            }
        }
    }
}
