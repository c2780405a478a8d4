import Foundation

/// A row as an engine has it; nothing is copied out of it but what is asked for.
struct Row {
    let source: any RowSource

    init(_ source: any RowSource) {
        self.source = source
    }

    /// The value of a column, from 0. Ask for an optional where the column may hold NULL.
    subscript<Value: DatabaseValue>(_ column: Int) -> Value {
        guard let value = Value.read(self, column) else {
            preconditionFailure("Column \(column) of a row holds no \(Value.self).")
        }
        return value
    }

    /// The value of a column by its name.
    subscript<Value: DatabaseValue>(_ name: String) -> Value {
        guard let column = source.column(named: name) else { preconditionFailure("A row has no column \(name).") }
        return self[column]
    }

    func hasNull(atIndex column: Int) -> Bool { source.isNull(at: column) }
}

/// A row of an engine. A column that holds NULL reads as nil.
protocol RowSource {
    func isNull(at column: Int) -> Bool
    func integer(at column: Int) -> Int64?
    func real(at column: Int) -> Double?
    func text(at column: Int) -> String?
    func bytes(at column: Int) -> Data?
    /// Sixteen bytes.
    func uuid(at column: Int) -> UUID?
    func column(named name: String) -> Int?
}

/// Rows one after the other, for results that are long or need not be read to their end.
struct RowCursor {
    fileprivate let feed: any RowFeed

    /// The next row, which is good until the one after it is asked for.
    func next() throws -> Row? { try feed.nextRow() }
}

extension Row {
    static func fetchOne(_ statement: Statement, arguments: StatementArguments = []) throws -> Row? {
        try statement.prepared.firstRow(arguments.values)
    }

    static func fetchOne(_ db: Database, sql: String, arguments: StatementArguments = []) throws -> Row? {
        try fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(_ statement: Statement, arguments: StatementArguments = []) throws -> [Row] {
        try statement.prepared.allRows(arguments.values)
    }

    static func fetchAll(_ db: Database, sql: String, arguments: StatementArguments = []) throws -> [Row] {
        try fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchCursor(_ statement: Statement, arguments: StatementArguments = []) throws -> RowCursor {
        RowCursor(feed: try statement.prepared.rows(arguments.values))
    }

    static func fetchCursor(_ db: Database, sql: String, arguments: StatementArguments = []) throws -> RowCursor {
        try fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    }
}
