import Foundation

/// What stands in a column.
enum Scalar: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes(Data)
}

/// A value that is written to and read from a column. Ids are 16 bytes, booleans 0 and 1.
protocol DatabaseValue: Sendable {
    var scalar: Scalar { get }
    /// Reads a column; nil where it holds NULL.
    static func read(_ row: Row, _ column: Int) -> Self?
}

extension Int64: DatabaseValue {
    var scalar: Scalar { .integer(self) }
    static func read(_ row: Row, _ column: Int) -> Int64? { row.source.integer(at: column) }
}

extension Int: DatabaseValue {
    var scalar: Scalar { .integer(Int64(self)) }
    static func read(_ row: Row, _ column: Int) -> Int? { row.source.integer(at: column).flatMap { Int(exactly: $0) } }
}

extension Bool: DatabaseValue {
    var scalar: Scalar { .integer(self ? 1 : 0) }
    static func read(_ row: Row, _ column: Int) -> Bool? { row.source.integer(at: column).map { $0 != 0 } }
}

extension Double: DatabaseValue {
    var scalar: Scalar { .real(self) }
    static func read(_ row: Row, _ column: Int) -> Double? { row.source.real(at: column) }
}

extension String: DatabaseValue {
    var scalar: Scalar { .text(self) }
    static func read(_ row: Row, _ column: Int) -> String? { row.source.text(at: column) }
}

extension Data: DatabaseValue {
    var scalar: Scalar { .bytes(self) }
    static func read(_ row: Row, _ column: Int) -> Data? { row.source.bytes(at: column) }
}

extension UUID: DatabaseValue {
    var scalar: Scalar { .bytes(withUnsafeBytes(of: uuid) { Data($0) }) }
    static func read(_ row: Row, _ column: Int) -> UUID? { row.source.uuid(at: column) }
}

extension Optional: DatabaseValue where Wrapped: DatabaseValue {
    var scalar: Scalar { self?.scalar ?? .null }
    static func read(_ row: Row, _ column: Int) -> Wrapped?? { .some(Wrapped.read(row, column)) }
}

// MARK: Values of the first column

extension DatabaseValue {
    /// The first row's value; nil where there is no row, and for NULL.
    static func fetchOne(_ statement: Statement, arguments: StatementArguments = []) throws -> Self? {
        let rows = try statement.prepared.rows(arguments.values)
        // The row is good as long as its feed is there.
        return try withExtendedLifetime(rows) { try rows.nextRow().flatMap { read($0, 0) } }
    }

    /// The first row's value; nil where there is no row, and for NULL.
    static func fetchOne(_ db: Database, sql: String, arguments: StatementArguments = []) throws -> Self? {
        try fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Every row's value.
    static func fetchAll(_ statement: Statement, arguments: StatementArguments = []) throws -> [Self] {
        let rows = try statement.prepared.rows(arguments.values)
        var found: [Self] = []
        while let row = try rows.nextRow() { found.append(row[0]) }
        return found
    }

    /// Every row's value.
    static func fetchAll(_ db: Database, sql: String, arguments: StatementArguments = []) throws -> [Self] {
        try fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }
}
