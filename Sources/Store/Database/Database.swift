import Foundation

/// One transaction's view of the database, whichever engine it is. It lives as long as the closure it is given to.
///
/// The tables are read and written with SQL that both engines take; where they differ, `Dialect` has the two forms.
struct Database {
    let connection: any DatabaseConnection

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    /// Which engine's SQL is spoken.
    var dialect: Dialect { connection.dialect }

    /// Runs statements that return nothing: one with arguments, or several, each behind a semicolon, without.
    func execute(sql: String, arguments: StatementArguments = []) throws {
        guard !arguments.isEmpty else { return try connection.runScript(sql) }
        try connection.prepared(sql).run(arguments.values)
    }

    /// A statement that is prepared once per connection.
    func cachedStatement(sql: String) throws -> Statement {
        Statement(try connection.prepared(sql))
    }

    /// How many rows the last statement inserted, changed or deleted. On PostgreSQL this waits for its answer.
    var changesCount: Int {
        get throws { try connection.changes() }
    }

    /// Inserts a row.
    ///
    /// - Returns: the number the table gave it.
    func number(ofInserted sql: String, _ arguments: StatementArguments) throws -> Int64 {
        guard let number = try Int64.fetchOne(cachedStatement(sql: sql + " RETURNING number"), arguments: arguments) else {
            throw StoreError.corrupt("The database does not keep what it is given.")
        }
        return number
    }

    /// Takes the next numbers of a table for rows that are to be written. SQLite hands them out when a row is written, so that nothing is taken by
    /// looking; there is no other writer.
    func reserveNumbers(_ count: Int, of table: String) throws -> [Int64] {
        switch dialect {
        case .sqlite:
            let last = try Int64.fetchOne(cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = ?"), arguments: [table]) ?? 0
            return (0..<Int64(count)).map { last + 1 + $0 }
        case .postgres:
            return try Int64.fetchAll(
                cachedStatement(sql: """
                    WITH counter AS MATERIALIZED (SELECT CAST(pg_get_serial_sequence(?, 'number') AS regclass) AS name)
                    SELECT nextval(name) FROM counter, generate_series(1, ?)
                    """), arguments: [table, count]
            )
        }
    }

    /// Waits until no other transaction holds this name, and holds it until this one ends. SQLite has one writer at a time, so
    /// there is nothing to wait for.
    func lock(_ name: String) throws { try connection.hold(name) }
}

/// What an engine gives for a transaction. Two engines have it: SQLite through GRDB and PostgreSQL through libpq.
protocol DatabaseConnection {
    var dialect: Dialect { get }
    /// A statement that is kept with the connection.
    func prepared(_ sql: String) throws -> any PreparedStatement
    /// Statements without arguments, each behind a semicolon.
    func runScript(_ sql: String) throws
    /// Writes rows of one table.
    func insert(_ rows: PackedRows) throws
    func changes() throws -> Int
    func hold(_ name: String) throws
}

/// A prepared statement of an engine.
protocol PreparedStatement {
    func run(_ arguments: [Scalar]) throws
    /// The first row, or nil.
    func firstRow(_ arguments: [Scalar]) throws -> Row?
    func allRows(_ arguments: [Scalar]) throws -> [Row]
    /// Rows one after the other: a row is good until the next is asked for.
    func rows(_ arguments: [Scalar]) throws -> any RowFeed
}

/// Rows one after the other.
protocol RowFeed {
    func nextRow() throws -> Row?
}

/// A statement to be run any number of times.
struct Statement {
    let prepared: any PreparedStatement

    init(_ prepared: any PreparedStatement) {
        self.prepared = prepared
    }

    func execute(arguments: StatementArguments = []) throws {
        try prepared.run(arguments.values)
    }
}
