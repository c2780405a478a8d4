public import Logging
import Synchronization

/// A few connections to one PostgreSQL database, shared by everybody: whoever comes first gets one first.
///
/// Bodies run on threads of their own and may block. A body may run a second time only where it reads and the server had not answered it
/// yet. When the calling task is cancelled, the server is told to stop, and the connection stays.
public final class PostgresPool: Sendable {
    /// How the pool behaves.
    public struct Options: Sendable {
        /// How many connections are open at most.
        public var size = 8
        /// How long somebody waits for a connection, and for a server that went away to come back.
        public var patience: Duration = .seconds(5)
        /// The schema all tables are in (`search_path`); nil leaves it to the server.
        public var schema: String?
        /// Whether the schema is made where it is missing.
        public var makesSchema = true
        /// How long one statement may take; nil leaves it to the server.
        public var statementTimeout: Duration?
        /// How long a statement waits for a lock that somebody else holds.
        public var lockTimeout: Duration = .seconds(10)
        /// What the server calls us in `pg_stat_activity`.
        public var applicationName = "covalence"

        /// As said beside each.
        public init() {}
    }

    private let connector: Connector
    private let options: Options
    private let workers: [Worker]
    private let turns: Turns<Worker>
    private let listeners = Mutex<(next: Int, all: [Int: Listener], isClosed: Bool)>((0, [:], false))

    /// Opens nothing yet; the first use does.
    public init(_ address: PostgresAddress, options: Options = Options(), logger: Logger) throws(PostgresError) {
        guard (1...1000).contains(options.size) else {
            throw .misuse("A pool has 1 to 1,000 connections, not \(options.size).")
        }
        self.options = options
        connector = Connector(address, options: options, logger: logger)
        var workers: [Worker] = []
        for number in 1...options.size { workers.append(try Worker(connector, number: number)) }
        self.workers = workers
        turns = Turns(workers.reversed())
    }

    /// Reads, everything as of one moment (REPEATABLE READ READ ONLY).
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await run(.read, body)
    }

    /// Reads with one statement, which sees everything as of one moment by itself and needs no transaction around it. A second statement is
    /// refused, and so is what gives no rows.
    public func readSingle<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await run(.single, body)
    }

    /// Changes things (READ COMMITTED): all of `body` or nothing. Returns only after the server said that it is kept.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await run(.write, body)
    }

    /// Without a transaction around it, for what cannot be in one (`VACUUM`). Each statement stands alone. The connection is not used
    /// again afterwards, so that settings and locks of the session end with it.
    public func withConnection<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await run(.alone, body)
    }

    /// What is sent to these channels, on a connection of its own that comes back by itself. Ends with the pool, or when nobody reads the
    /// stream any more. Whoever reads too slowly gets ``PostgresNotification/reconnected`` for what was dropped.
    public func notifications(on channels: [String]) -> AsyncStream<PostgresNotification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PostgresNotification.self, bufferingPolicy: .bufferingOldest(Listener.bufferLimit))
        guard let listener = try? Listener(connector, channels: channels, continuation) else {
            connector.logger.error("There are too many files open to listen to the database. Allow this process more (ulimit -n).")
            continuation.finish()
            return stream
        }
        let number = listeners.withLock { listeners -> Int? in
            guard !listeners.isClosed else { return nil }
            listeners.next += 1
            listeners.all[listeners.next] = listener
            return listeners.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            listener.stop()
            self?.listeners.withLock { $0.all[number] = nil }
        }
        listener.start()
        return stream
    }

    /// Lets everybody finish who has a connection, refuses all others, and closes the connections.
    public func close() async {
        let all = listeners.withLock { listeners in
            listeners.isClosed = true
            return listeners.all
        }
        for listener in all.values { listener.stop() }
        await turns.close()
        for worker in workers { await worker.close() }
    }

    deinit {
        for listener in listeners.withLock({ $0.all }).values { listener.stop() }
    }

    private func run<Value: Sendable>(
        _ mode: PostgresConnection.Mode, _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + options.patience
        guard !Task.isCancelled else { throw PostgresError.cancelled }
        let worker = try await turns.take(patience: options.patience)
        defer { turns.giveBack(worker) }
        let ticket = worker.interrupt.begin()
        return try await withTaskCancellationHandler {
            try await worker.run(mode, until: deadline, body)
        } onCancel: {
            worker.interrupt.raise(ticket)
        }
    }

    /// How many wait for a connection, for tests.
    var waitingCount: Int { turns.waitingCount }
}
