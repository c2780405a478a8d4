import Foundation
import GRDB

// GRDB's own types stand behind `Database`, `Statement` and `Row`: nothing is wrapped or copied on the way.

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
        try execute(arguments: GRDB.StatementArguments(arguments))
    }

    func firstRow(_ arguments: [Scalar]) throws -> Row? {
        try GRDB.Row.fetchOne(self, arguments: GRDB.StatementArguments(arguments)).map { Row($0) }
    }

    func allRows(_ arguments: [Scalar]) throws -> [Row] {
        try GRDB.Row.fetchAll(self, arguments: GRDB.StatementArguments(arguments)).map { Row($0) }
    }

    func rows(_ arguments: [Scalar]) throws -> any RowFeed {
        try GRDB.Row.fetchCursor(self, arguments: GRDB.StatementArguments(arguments))
    }
}

extension GRDB.RowCursor: RowFeed {
    func nextRow() throws -> Row? { try next().map { Row($0) } }
}

extension GRDB.Row: RowSource {
    func isNull(at column: Int) -> Bool { hasNull(atIndex: column) }
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
