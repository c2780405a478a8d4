import GRDB
import GRDBSQLite

// GRDB checks and wraps each value of a statement and copies texts: for rows by the thousand that costs more than writing them. So these go
// to SQLite as they lie in memory.

extension GRDB.Database {
    func insert(_ rows: PackedRows) throws {
        let prepared = try cachedStatement(sql: rows.statement)
        let statement = prepared.sqliteStatement
        defer {
            // The values are gone after this.
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        sqlite3_reset(statement)
        let width = Int32(rows.columns.count)
        try withExtendedLifetime(prepared) {
            try rows.bytes.withUnsafeBytes { bytes in
                var column: Int32 = 0
                for value in rows.values {
                    column += 1
                    try check(Self.bind(value, in: bytes, to: statement, column), SQLITE_OK)
                    guard column == width else { continue }
                    column = 0
                    try check(sqlite3_step(statement), SQLITE_DONE)
                    sqlite3_reset(statement)
                }
            }
        }
    }

    /// What is bound stays where it is until the row is written, so that SQLite need not copy it.
    private static func bind(_ value: PackedRows.Value, in bytes: UnsafeRawBufferPointer, to statement: OpaquePointer, _ column: Int32) -> Int32 {
        let start = bytes.baseAddress?.advanced(by: value.kind == .integer ? 0 : Int(value.number))
        return switch value.kind {
        case .null: sqlite3_bind_null(statement, column)
        case .integer: sqlite3_bind_int64(statement, column, value.number)
        case .text: sqlite3_bind_text(statement, column, start?.assumingMemoryBound(to: CChar.self), value.length, nil)
        case .bytes: sqlite3_bind_blob(statement, column, start, value.length, nil)
        }
    }

    private func check(_ code: Int32, _ wanted: Int32) throws {
        guard code != wanted else { return }
        // What SQLite says when its task was cancelled.
        if code & 0xFF == SQLITE_INTERRUPT, Task.isCancelled { throw CancellationError() }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
    }
}
