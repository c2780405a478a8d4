import Foundation
import Postgres

/// A connection to PostgreSQL inside one transaction.
struct PostgresSession: DatabaseConnection {
    let connection: PostgresConnection

    var dialect: Dialect { .postgres }

    func prepared(_ sql: String) -> any PreparedStatement { PostgresStatement(connection: connection, sql: sql) }

    func runScript(_ sql: String) throws {
        // A single statement goes the way of all others, which keeps what is prepared.
        if sql.contains(";") { try connection.script(sql) } else { try connection.execute(sql) }
    }

    /// Few rows go with the other statements, many in a COPY: that is a stop for those before it, and costs the server far less for each row.
    func insert(_ rows: PackedRows) throws {
        guard rows.count >= Self.fewestCopied else {
            for row in rows.postgres { try connection.execute(rows.statement, row) }
            return
        }
        try connection.copy(into: "COPY \(rows.table) (\(rows.columns.joined(separator: ", "))) FROM STDIN", rows.postgres)
    }

    private static let fewestCopied = 16

    func changes() throws -> Int { try connection.changes() }

    /// Names of one schema do not meet those of another.
    func hold(_ name: String) throws {
        try connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || ?, 0))", [.text(name)])
    }
}

/// The connection keeps statements prepared by their text. What gives no rows is sent without waiting for its answer.
struct PostgresStatement: PreparedStatement {
    let connection: PostgresConnection
    let sql: String

    func run(_ arguments: [Scalar]) throws {
        try connection.execute(sql, arguments.map(\.postgres))
    }

    func firstRow(_ arguments: [Scalar]) throws -> Row? {
        try connection.query(sql, arguments.map(\.postgres)).first.map { Row($0) }
    }

    func allRows(_ arguments: [Scalar]) throws -> [Row] {
        try connection.query(sql, arguments.map(\.postgres)).map { Row($0) }
    }

    /// All of them are there at once, so that other statements can be run in between.
    func rows(_ arguments: [Scalar]) throws -> any RowFeed {
        PostgresRows(rows: try connection.query(sql, arguments.map(\.postgres)))
    }
}

private final class PostgresRows: RowFeed {
    private let rows: [PostgresRow]
    private var next = 0

    init(rows: [PostgresRow]) { self.rows = rows }

    func nextRow() -> Row? {
        guard next < rows.count else { return nil }
        defer { next += 1 }
        return Row(rows[next])
    }
}

extension PostgresRow: RowSource {
    func isNull(at column: Int) -> Bool {
        if case .null = self[column] { true } else { false }
    }

    func scalar(at column: Int) -> Scalar {
        switch self[column] {
        case .null: .null
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .text(let value): .text(value)
        case .bytes(let value): .bytes(value)
        }
    }

    func integer(at column: Int) -> Int64? {
        if case .integer(let value) = self[column] { value } else { nil }
    }

    func real(at column: Int) -> Double? {
        switch self[column] {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    func text(at column: Int) -> String? {
        if case .text(let value) = self[column] { value } else { nil }
    }

    func bytes(at column: Int) -> Data? {
        if case .bytes(let value) = self[column] { value } else { nil }
    }

    func uuid(at column: Int) -> UUID? {
        guard let bytes = bytes(at: column), bytes.count == 16 else { return nil }
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    func column(named name: String) -> Int? { columnNames.firstIndex(of: name) }
}

extension PackedRows {
    /// Row by row, made while they are asked for.
    fileprivate var postgres: some Sequence<[PostgresValue]> {
        (0..<count).lazy.map { row in
            bytes.withUnsafeBytes { bytes in
                values[(row * columns.count)..<((row + 1) * columns.count)].map { value in
                    let start = Int(value.number), end = start + Int(value.length)
                    return switch value.kind {
                    case .null: .null
                    case .integer: .integer(value.number)
                    case .text: .text(String(decoding: bytes[start..<end], as: UTF8.self))
                    case .bytes: .bytes(Data(bytes[start..<end]))
                    }
                }
            }
        }
    }
}

extension Scalar {
    fileprivate var postgres: PostgresValue {
        switch self {
        case .null: .null
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .text(let value): .text(value)
        case .bytes(let value): .bytes(value)
        }
    }
}
