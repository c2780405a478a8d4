import Foundation
import GRDB
import GRDBSQLite

/// What a statement answered, copied out of SQLite cell by cell. GRDB's own copies are converted by way of generic code that is not
/// specialised for what is asked, which for a list of fifty meetings took longer than the query.
final class SQLiteResult {
    private enum Cell {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
        case bytes(Data)
        /// A blob of sixteen bytes, as ids are.
        case sixteen(uuid_t)
    }

    private let names: [String]
    private let cells: [Cell]
    private let count: Int

    /// Runs a statement to its end, or until so many rows are there.
    init(of statement: GRDB.Statement, _ arguments: [Scalar], most: Int = .max) throws {
        let names = statement.columnNames
        var cells: [Cell] = [], count = 0
        // Steps through the rows, and puts the statement back when it goes.
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: GRDB.StatementArguments(of: arguments))
        try withExtendedLifetime(cursor) {
            while count < most, try cursor.next() != nil {
                for column in 0..<Int32(names.count) { cells.append(Self.cell(statement.sqliteStatement, column)) }
                count += 1
            }
        }
        self.names = names
        self.cells = cells
        self.count = count
    }

    var rows: [Row] { (0..<count).map { Row(OneRow(result: self, start: $0 * names.count)) } }

    private static func cell(_ statement: OpaquePointer, _ column: Int32) -> Cell {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, column).map { UnsafeRawPointer($0) }
            return .text(String(decoding: UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
            return bytes.count == 16 ? .sixteen(bytes.loadUnaligned(as: uuid_t.self)) : .bytes(Data(bytes))
        default: return .null
        }
    }

    private static func data(_ id: uuid_t) -> Data { withUnsafeBytes(of: id) { Data($0) } }

    /// A row of it. What a column holds in another kind than is asked for is converted where that loses nothing, as GRDB does it.
    private struct OneRow: RowSource {
        let result: SQLiteResult
        let start: Int

        private func cell(_ column: Int) -> Cell {
            precondition(column >= 0 && column < result.names.count, "A row has no column \(column).")
            return result.cells[start + column]
        }

        func isNull(at column: Int) -> Bool {
            if case .null = cell(column) { true } else { false }
        }

        func scalar(at column: Int) -> Scalar {
            switch cell(column) {
            case .null: .null
            case .integer(let value): .integer(value)
            case .real(let value): .real(value)
            case .text(let value): .text(value)
            case .bytes(let value): .bytes(value)
            case .sixteen(let value): .bytes(SQLiteResult.data(value))
            }
        }

        func integer(at column: Int) -> Int64? {
            switch cell(column) {
            case .integer(let value): value
            case .real(let value): Int64(exactly: value)
            default: nil
            }
        }

        func real(at column: Int) -> Double? {
            switch cell(column) {
            case .real(let value): value
            case .integer(let value): Double(value)
            default: nil
            }
        }

        func text(at column: Int) -> String? {
            switch cell(column) {
            case .text(let value): value
            case .bytes(let value): String(data: value, encoding: .utf8)
            case .sixteen(let value): String(data: SQLiteResult.data(value), encoding: .utf8)
            default: nil
            }
        }

        func bytes(at column: Int) -> Data? {
            switch cell(column) {
            case .bytes(let value): value
            case .sixteen(let value): SQLiteResult.data(value)
            case .text(let value): Data(value.utf8)
            default: nil
            }
        }

        func uuid(at column: Int) -> UUID? {
            switch cell(column) {
            case .sixteen(let value): UUID(uuid: value)
            case .text(let value): UUID(uuidString: value)
            default: nil
            }
        }

        func column(named name: String) -> Int? { result.names.firstIndex(of: name) }
    }
}
