import GRDB

/// Writes many rows of one table with few statements: a statement for each row costs as much as the row.
struct RowWriter {
    private let table: String
    private let columns: [String]
    private let rowsAtOnce: Int
    private var values: [(any DatabaseValueConvertible)?] = []
    private var rows = 0

    /// - Parameter rowsAtOnce: rows in one statement; with at most 1,000 values, far below every engine's limit.
    init(_ table: String, _ columns: [String], rowsAtOnce: Int? = nil) {
        self.table = table
        self.columns = columns
        self.rowsAtOnce = rowsAtOnce ?? max(1, min(64, 1_000 / columns.count))
        values.reserveCapacity(self.rowsAtOnce * columns.count)
    }

    /// Adds a row; written with those after it.
    mutating func add(_ row: [(any DatabaseValueConvertible)?], _ db: Database) throws {
        values += row
        rows += 1
        if rows == rowsAtOnce { try write(db) }
    }

    /// Writes what is left.
    mutating func finish(_ db: Database) throws {
        if rows > 0 { try write(db) }
    }

    private mutating func write(_ db: Database) throws {
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES " + Array(repeating: row, count: rows).joined(separator: ", ")
        // Only full statements are worth being prepared once: their text is always the same.
        let statement = rows == rowsAtOnce ? try db.cachedStatement(sql: sql) : try db.makeStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(values))
        values.removeAll(keepingCapacity: true)
        rows = 0
    }
}
