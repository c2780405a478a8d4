/// Writes many rows of one table with few statements: a statement for each row costs as much as the row.
struct RowWriter {
    private let table: String
    private let columns: [String]
    /// How a row's values are written: `(?, ?, ?)`.
    private let row: String
    private let rowsAtOnce: Int
    private var values: [Scalar] = []

    /// - Parameter row: the values of a row where they are more than their places.
    init(_ table: String, _ columns: [String], row: String? = nil) {
        self.table = table
        self.columns = columns
        self.row = row ?? "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        // A power of two, with at most 1,000 values: far below every engine's limit.
        rowsAtOnce = columns.count <= 15 ? 64 : 16
        values.reserveCapacity(rowsAtOnce * columns.count)
    }

    /// Adds a row; written with those after it.
    mutating func add(_ row: StatementArguments, _ db: Database) throws {
        values += row.values
        if values.count == rowsAtOnce * columns.count { try write(values, db) }
    }

    /// Writes what is left, in portions of 32, 16, 8 … rows, so that few statements have to be prepared.
    mutating func finish(_ db: Database) throws {
        var rest = values[...]
        var portion = rowsAtOnce / 2
        while !rest.isEmpty {
            let count = portion * columns.count
            if rest.count >= count {
                try write(Array(rest.prefix(count)), db)
                rest = rest.dropFirst(count)
            } else {
                portion /= 2
            }
        }
        values = []
    }

    private mutating func write(_ portion: [Scalar], _ db: Database) throws {
        let rows = Array(repeating: row, count: portion.count / columns.count).joined(separator: ", ")
        let statement = try db.cachedStatement(sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(rows)")
        try statement.execute(arguments: StatementArguments(scalars: portion))
        values.removeAll(keepingCapacity: true)
    }
}
