import Foundation
import Logging
import Postgres

/// A few connections to one schema of a PostgreSQL database.
///
/// Whoever writes holds a lock by name, a workspace's for nearly all: there is one writer at a time for each name, as SQLite has one
/// for its file, so that what was read and checked stays so until it is written.
struct PostgresEngine: EngineDriver {
    let pool: PostgresPool
    let path: String
    private let schema: String
    /// Copies that go with what is erased; nil where none are kept.
    private let copies: CopiesBeforeMigration?
    private let turns = WriterTurns()
    private let ear = PostgresEar()

    var dialect: Dialect { .postgres }

    /// How often a transaction is begun again that another stood in the way of. ‡
    private static let attempts = 5

    init(
        _ address: String, schema: String, options: PostgresStore.Options, copies: CopiesBeforeMigration? = nil
    ) throws(StoreError) {
        self.copies = copies
        do {
            let place = try PostgresAddress(address)
            var settings = PostgresPool.Options()
            settings.size = options.connections
            settings.patience = .milliseconds(options.patience)
            settings.lockTimeout = .milliseconds(options.patience)
            settings.schema = schema
            settings.makesSchema = options.makesSchema
            if let node = options.node { settings.applicationName = NodesPresent.name(of: node, in: schema.hasSuffix("_audit") ? String(schema.dropLast(6)) : schema) }
            self.schema = schema
            path = "\(place), schema \(schema)"
            pool = try PostgresPool(place, options: settings, logger: Logger(label: "covalence.database"))
        } catch {
            throw Self.meaning(of: error, path: "")
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read { try body(Database(PostgresSession(connection: $0))) }
    }

    /// The server is asked on a thread of its own as ever, but without a transaction.
    func glance<Value: Sendable>(isWhole: Bool, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value? {
        isWhole ? nil : try await pool.readSingle { try body(Database(PostgresSession(connection: $0))) }
    }

    func write<Value: Sendable>(as writer: String, _ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        // Those of this process wait here for one another, and not each with a connection of its own.
        await turns.take(writer)
        defer { turns.giveBack(writer) }
        var attempt = 1
        while true {
            do {
                return try await pool.write { connection in
                    let db = Database(PostgresSession(connection: connection))
                    try db.lock(writer)
                    return try body(db)
                }
            } catch let error as PostgresError where error.isWorthRetrying && attempt < Self.attempts {
                attempt += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...(20 * attempt))))
            }
        }
    }

    func withoutTransaction<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.withConnection { try body(Database(PostgresSession(connection: $0))) }
    }

    /// Writes every table anew without the rows that are gone. Each is locked meanwhile, also for reading. Copies made before a migration
    /// hold them all and go.
    func rewritePages() async throws {
        copies?.removeAll()
        try await pool.withConnection { connection in
            try connection.execute("SET lock_timeout = '60s'")
            // Two that do this at once would wait for one another with every table.
            try connection.execute("SELECT pg_advisory_lock(hashtextextended(current_schema() || ' pages', 0))")
            try Self.waitForOlderReaders(connection)
            let tables = try connection.query("""
                SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(quote_ident(current_schema()) AS regnamespace)
                    AND (pg_relation_size(oid) > 0 OR reltoastrelid <> 0 AND pg_relation_size(reltoastrelid) > 0) ORDER BY relname
                """)
            for table in tables {
                guard let name = table.text(at: 0) else { continue }
                try connection.script("VACUUM (FULL) \(name)")
            }
        }
    }

    /// Rows that somebody may still see, because their reading or writing began before, would be carried over. They are given a while to finish.
    private static func waitForOlderReaders(_ connection: PostgresConnection) throws {
        let now = try connection.query("SELECT CAST(pg_current_xact_id() AS text)").first?.text(at: 0) ?? "0"
        for _ in 0..<100 {
            let older = try connection.query("""
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND greatest(age(backend_xmin), age(backend_xid)) > age(CAST(CAST(? AS text) AS xid))
                """, [.text(now)]).first?.integer(at: 0) ?? 0
            if older == 0 { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// What the server keeps in its write-ahead log goes as it is used again; nobody but the operator can hasten that.
    func emptyLog() {}

    /// The server tells; looking is for the case that it cannot.
    func listen(_ bell: EventBell) -> Duration {
        ear.listen(to: schema, of: pool, bell)
        return .seconds(15)
    }

    func close() async { await pool.close() }

    func meaning(of error: any Error) -> StoreError { Self.meaning(of: error, path: path) }

    private static let readOnly = """
        The database can only be read: it is a replica, or set to be read only. Name the server that can be written to; with several, add \
        target_session_attrs=read-write to the address.
        """

    private static func meaning(of error: any Error, path: String) -> StoreError {
        switch error {
        case let error as StoreError: error
        case PostgresError.cancelled: .cancelled
        case PostgresError.badAddress, PostgresError.misuse: .refused("\(error)")
        case PostgresError.zeroCharacter: .refused("A text holds a zero character (U+0000), which is no text. Remove it and try again.")
        case PostgresError.statement(let code, let message, _):
            switch code {
            case "53100": .diskFull(path: path)
            case "55P03": .locked(path: path)
            case "23505": .exists("What was to be added")
            case "54000": .refused("A name or an address is longer than the database can look up. Shorten it and try again.")
            // The server is stopping, starting, or has no room for one more.
            case "57P01", "57P02", "57P03", "53300", "53200": .unavailable("The database cannot answer now: \(message). Try again in a moment.")
            // A replica, or a server that was told to be read only. The first is no code of its own.
            case "25006": .unavailable(readOnly)
            case "0A000" where message.contains("during recovery"): .unavailable(readOnly)
            case "57014": .unavailable("The database took too long. Try again, or ask for less.")
            default: .database(message)
            }
        case PostgresError.brokenOff(.unknown): .unsettled
        case let error as PostgresError: .unavailable("\(error)")
        default: .database("\(error)")
        }
    }
}
