import Foundation
import GRDB

/// What a snapshot asks of an engine beside plain SQL. All of what differs between engines stands here.
struct SnapshotDatabase {
    let db: Database

    static let engine = "sqlite"

    /// The migrations this Covalence knows, oldest first.
    static var migrations: [String] { Schema.migrator.migrations }
    static var auditMigrations: [String] { AuditSchema.migrator.migrations }

    struct Column: Hashable, Sendable {
        var name: String
        /// The place in the primary key, from 1; nil outside of it.
        var key: Int?
    }

    /// The columns of a table in order; none where there is no such table.
    func columns(of table: String) throws -> [Column] {
        try Row.fetchAll(db, sql: "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", arguments: [table]).map { row in
            Column(name: row[0], key: (row[1] as Int) == 0 ? nil : row[1])
        }
    }

    /// Every table of ours.
    func tables() throws -> [String] {
        try String.fetchAll(db, sql: """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'grdb\\_%' ESCAPE '\\'
            AND name NOT LIKE 'said\\_%' ESCAPE '\\' AND name NOT LIKE 'wrote\\_%' ESCAPE '\\' ORDER BY name
            """)
    }

    /// The migrations that made the tables, oldest first.
    func level() throws -> [String] {
        try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    }

    static func value(_ row: Row, _ column: Int) -> SnapshotValue {
        switch (row[column] as DatabaseValue).storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .bytes(data)
        }
    }

    static func arguments(_ values: [SnapshotValue]) -> StatementArguments {
        StatementArguments(values.map { value -> (any DatabaseValueConvertible)? in
            switch value {
            case .null: nil
            case .integer(let number): number
            case .real(let number): number
            case .text(let text): text
            case .bytes(let data): data
            }
        })
    }

    /// Whether an error says that a row breaks a rule of its table, and not that the disk or the machine failed.
    static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode)
    }
}
