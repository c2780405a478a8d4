internal import CLibPQ
import Foundation
import Logging
import Synchronization

/// Opens connections to one database and makes them as we need them.
final class Connector: Sendable {
    let address: PostgresAddress
    let options: PostgresPool.Options
    let logger: Logger
    /// Whether a connection ever came about. Until then a server that does not answer is taken for one that is not there.
    private let hasWorked = Atomic(false)

    init(_ address: PostgresAddress, options: PostgresPool.Options, logger: Logger) {
        self.address = address
        self.options = options
        self.logger = logger
    }

    /// The oldest version that is let in.
    static let oldestVersion = 15
    /// What one attempt gets at most. ‡
    private static let patienceWithOne = Duration.seconds(10)

    /// One attempt. Blocks the thread, until the interrupt is raised at the latest.
    func open(_ interrupt: Interrupt, until deadline: ContinuousClock.Instant) throws(PostgresError) -> PostgresConnection {
        // Even the last moment of a deadline is enough for a server nearby.
        let deadline = max(min(deadline, .now + Self.patienceWithOne), .now + .seconds(1))
        let line = try dial(interrupt, until: deadline)
        let connection = PostgresConnection(line)
        try Self.checkServer(line)
        line.deadline = deadline
        do { try setUp(connection) } catch let error as PostgresError where line.isCancelled {
            throw error == .brokenOff(.nothingChanged) ? .cancelled : error
        } catch let error as PostgresError {
            guard case .brokenOff = error else { throw error }
            throw .notReachable("The server ended the connection before it could be used.")
        } catch {
            throw .notReachable("\(error)")
        }
        line.deadline = nil
        hasWorked.store(true, ordering: .relaxed)
        return connection
    }

    /// Whether trying again soon makes sense.
    func isPassing(_ error: PostgresError) -> Bool {
        guard case .notReachable = error else { return false }
        return hasWorked.load(ordering: .relaxed)
    }

    // MARK: Dialling

    private var settings: [(name: String, value: String)] {
        var all = address.settings
        // A machine that vanished without a word is noticed within half a minute. ‡
        let defaults = [
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "25000",
            "application_name": options.applicationName,
        ]
        all.merge(defaults) { given, _ in given }
        all["client_encoding"] = "UTF8"
        return all.map { ($0.key, $0.value) }
    }

    private func dial(_ interrupt: Interrupt, until deadline: ContinuousClock.Instant) throws(PostgresError) -> Line {
        guard let raw = Self.start(settings) else { throw .notReachable("There is no memory left for a connection.") }
        let line = Line(raw, interrupt: interrupt, notices: Notices(logger))
        // With codes instead of words, what the server says can be told apart in any language.
        PQsetErrorVerbosity(raw, PQERRORS_SQLSTATE)
        var wanted = COVALENCE_PQ_WRITABLE
        while PQstatus(raw) != CONNECTION_BAD {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .notReachable("\(address) did not answer in time.") }
            guard !interrupt.isRaised else { throw .cancelled }
            let came = covalence_pq_wait(PQsocket(raw), Int32(wanted), interrupt.descriptor, Int32(clamping: left.milliseconds + 1))
            guard came & Int32(COVALENCE_PQ_READABLE | COVALENCE_PQ_WRITABLE) != 0 else { continue }
            switch PQconnectPoll(raw) {
            case PGRES_POLLING_READING: wanted = COVALENCE_PQ_READABLE
            case PGRES_POLLING_WRITING: wanted = COVALENCE_PQ_WRITABLE
            case PGRES_POLLING_OK:
                PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
                guard PQsetnonblocking(raw, 1) == 0 else { throw .notReachable("The connection cannot be used without blocking.") }
                return line
            default: throw ConnectFailure(raw).error
            }
        }
        throw ConnectFailure(raw).error
    }

    private static func start(_ settings: [(name: String, value: String)]) -> OpaquePointer? {
        var names: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0.name) }
        var values: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0.value) }
        defer { for text in names + values { free(text) } }
        names.append(nil)
        values.append(nil)
        return names.withUnsafeBufferPointer { names in
            values.withUnsafeBufferPointer { values in
                names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectStartParams(names.baseAddress, values.baseAddress, 0)
                    }
                }
            }
        }
    }

    // MARK: Making it ours

    private static func checkServer(_ line: Line) throws(PostgresError) {
        let version = Int(PQserverVersion(line.raw))
        guard version >= oldestVersion * 10_000 else {
            throw .notSupported(
                "The database server is PostgreSQL \(version / 10_000); Covalence needs \(oldestVersion) or later. Use a newer server.")
        }
        let encoding = PQparameterStatus(line.raw, "server_encoding").map { String(cString: $0) } ?? "unknown"
        guard encoding == "UTF8" else {
            throw .notSupported(
                "The database keeps its text as \(encoding); Covalence needs UTF8. Make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.")
        }
    }

    private func setUp(_ connection: PostgresConnection) throws {
        let schema = options.schema.map(PostgresValue.text) ?? .null
        let rows = try connection.query(
            """
            SELECT current_setting('synchronous_commit'), current_setting('fsync'),
                CAST(?1 AS text) IS NULL OR to_regnamespace(quote_ident(CAST(?1 AS text))) IS NOT NULL,
                set_config('TimeZone', 'UTC', false), set_config('standard_conforming_strings', 'on', false),
                set_config('lock_timeout', ?2, false),
                set_config('statement_timeout', coalesce(CAST(?3 AS text), current_setting('statement_timeout')), false),
                set_config('search_path', CASE WHEN CAST(?1 AS text) IS NULL THEN current_setting('search_path')
                    ELSE quote_ident(CAST(?1 AS text)) END, false)
            """,
            [
                schema, .text("\(options.lockTimeout.milliseconds)ms"),
                options.statementTimeout.map { .text("\(max($0.milliseconds, 1))ms") } ?? .null,
            ])
        guard let row = rows.first else { return }
        // What is acknowledged has to be on the disk; on a standby too, where the operator asks for that.
        if row[0] != .text("on"), row[0] != .text("remote_apply") {
            _ = try connection.query("SELECT set_config('synchronous_commit', 'on', false)")
            logger.debug("synchronous_commit was off and is on for this connection")
        }
        if row[1] != .text("on") {
            logger.warning("The database server runs with fsync off: what it acknowledges can be lost. Set fsync = on.")
        }
        if row[2] == .integer(0), options.makesSchema, let name = options.schema { try make(schema: name, connection) }
    }

    /// Several connections may come here at once.
    private func make(schema name: String, _ connection: PostgresConnection) throws {
        let quoted = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        do { try connection.script("CREATE SCHEMA IF NOT EXISTS \(quoted)") } catch let error as PostgresError {
            guard ["23505", "42P06"].contains(error.code) else { throw error }
            connection.failure = nil
        }
    }
}
