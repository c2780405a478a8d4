import Foundation
import GRDB
import GRDBSQLite

// GRDB's own types stand behind `Database`, `Statement` and `Row`: nothing is copied on the way.

extension GRDB.Database: DatabaseConnection {
    var dialect: Dialect { .sqlite }

    func prepared(_ sql: String) throws -> any PreparedStatement { try cachedStatement(sql: sql) }

    func runScript(_ sql: String) throws { try execute(sql: sql) }

    func changes() -> Int { changesCount }

    /// Whoever writes is the only writer.
    func hold(_ name: String) {}
}

extension GRDB.Statement: PreparedStatement {
    func run(_ arguments: [Scalar]) throws {
        try execute(arguments: GRDB.StatementArguments(of: arguments))
    }

    func firstRow(_ arguments: [Scalar]) throws -> Row? {
        try SQLiteResult(of: self, arguments, most: 1).rows.first
    }

    func allRows(_ arguments: [Scalar]) throws -> [Row] {
        try SQLiteResult(of: self, arguments).rows
    }

    func rows(_ arguments: [Scalar]) throws -> any RowFeed {
        SQLiteRows(try GRDB.Row.fetchCursor(self, arguments: GRDB.StatementArguments(of: arguments)), of: sqliteStatement)
    }
}

/// The row at which a statement stands, read where SQLite has it: asked for by thousands, GRDB's conversions cost more than the query.
/// What has another type than was asked for goes through them.
private final class SQLiteRows: RowFeed, RowSource {
    private let cursor: GRDB.RowCursor
    private let statement: OpaquePointer
    private var row = GRDB.Row()

    /// - Parameter cursor: keeps the statement, and resets it at its end.
    init(_ cursor: GRDB.RowCursor, of statement: OpaquePointer) {
        self.cursor = cursor
        self.statement = statement
    }

    func nextRow() throws -> Row? {
        guard let next = try cursor.next() else { return nil }
        row = next
        return Row(self)
    }

    private func isType(_ type: Int32, at column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == type }

    /// The bytes of a text or blob.
    private func bytes(_ start: UnsafeRawPointer?, at column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column))))
    }

    func isNull(at column: Int) -> Bool { isType(SQLITE_NULL, at: column) }
    func scalar(at column: Int) -> Scalar { row.scalar(at: column) }
    func column(named name: String) -> Int? { row.column(named: name) }

    func integer(at column: Int) -> Int64? {
        isType(SQLITE_INTEGER, at: column) ? sqlite3_column_int64(statement, Int32(column)) : row.integer(at: column)
    }

    func real(at column: Int) -> Double? {
        isType(SQLITE_FLOAT, at: column) ? sqlite3_column_double(statement, Int32(column)) : row.real(at: column)
    }

    func text(at column: Int) -> String? {
        guard isType(SQLITE_TEXT, at: column) else { return row.text(at: column) }
        return String(decoding: bytes(sqlite3_column_text(statement, Int32(column)).map { UnsafeRawPointer($0) }, at: column), as: UTF8.self)
    }

    func bytes(at column: Int) -> Data? {
        isType(SQLITE_BLOB, at: column) ? Data(bytes(sqlite3_column_blob(statement, Int32(column)), at: column)) : row.bytes(at: column)
    }

    func uuid(at column: Int) -> UUID? {
        guard isType(SQLITE_BLOB, at: column) else { return row.uuid(at: column) }
        let bytes = bytes(sqlite3_column_blob(statement, Int32(column)), at: column)
        return bytes.count == 16 ? UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) : row.uuid(at: column)
    }
}

extension GRDB.StatementArguments {
    /// Without a key path to each value, which GRDB would look up at run time.
    init(of arguments: [Scalar]) {
        self.init(arguments.map { $0.databaseValue as (any GRDB.DatabaseValueConvertible)? })
    }
}

extension GRDB.Row: RowSource {
    func isNull(at column: Int) -> Bool { hasNull(atIndex: column) }
    func scalar(at column: Int) -> Scalar { Scalar.fromDatabaseValue(self[column]) ?? .null }
    func integer(at column: Int) -> Int64? { self[column] }
    func real(at column: Int) -> Double? { self[column] }
    func text(at column: Int) -> String? { self[column] }
    func bytes(at column: Int) -> Data? { self[column] }
    func uuid(at column: Int) -> UUID? { self[column] }
    func column(named name: String) -> Int? { Array(columnNames).firstIndex(of: name) }
}

extension Scalar: GRDB.DatabaseValueConvertible {
    var databaseValue: GRDB.DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): value.databaseValue
        }
    }

    static func fromDatabaseValue(_ value: GRDB.DatabaseValue) -> Scalar? {
        switch value.storage {
        case .null: .null
        case .int64(let value): .integer(value)
        case .double(let value): .real(value)
        case .string(let value): .text(value)
        case .blob(let value): .bytes(value)
        }
    }
}
