import Foundation
import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct CopyTests {
    @Test("Values come in by COPY as they come in by statements")
    func values() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE v (n bigint, i integer, r double precision, t text, b bytea)")
                let edges = ValuesTests.edges.filter { if case .integer(let number) = $0 { abs(number.clamped) < 1 << 31 } else { true } }
                let rows: [[PostgresValue]] = edges.enumerated().map { number, value in
                    var row: [PostgresValue] = [.integer(Int64(number)), .null, .null, .null, .null]
                    switch value {
                    case .null: break
                    case .integer: row[1] = value
                    case .real: row[2] = value
                    case .text: row[3] = value
                    case .bytes: row[4] = value
                    }
                    return row
                }
                #expect(try connection.copy(into: "COPY v (n, i, r, t, b) FROM STDIN", rows) == rows.count)
                let found = try connection.query("SELECT n, i, r, t, b FROM v ORDER BY n")
                #expect(found.map { row in (0..<5).map { row[$0] } } == rows)
            }
        }
    }

    @Test("A hundred thousand rows")
    func many() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE a (x bigint, t text)")
                let rows = (0..<100_000).lazy.map { [PostgresValue.integer(Int64($0)), .text("text \($0)")] }
                #expect(try connection.copy(into: "COPY a FROM STDIN", rows) == 100_000)
            }
            #expect(try await pool.one("SELECT sum(x) FROM a") == .integer(4_999_950_000))
        }
    }

    @Test("A bad row refuses all of them, and the connection stays")
    func errors() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint, t text)") }
            let pid = try await pool.one("SELECT pg_backend_pid()")
            let good: [PostgresValue] = [.integer(1), .text("a")]
            func copy(_ sql: String, _ rows: [[PostgresValue]]) async throws -> PostgresError {
                try await Room.error { try await pool.write { try $0.copy(into: sql, rows) } }
            }
            #expect(try await copy("COPY a FROM STDIN", [good, [.integer(1), .text("a\0")]]) == .zeroCharacter(parameter: 2))
            #expect(try await copy("COPY a FROM STDIN", [good, [.text("no number"), .text("a")]]).code == "22P02")
            #expect(try await copy("COPY a FROM STDIN", [good, [.integer(1)]]).code == "22P04")
            #expect(try await copy("COPY nowhere FROM STDIN", [good]).code == "42P01")
            #expect(try await pool.one("SELECT pg_backend_pid()") == pid)
            guard case .misuse = try await copy("SELECT 1", [good]) else { return #expect(Bool(false)) }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
            try await pool.write { connection in
                #expect(throws: PostgresError.self) { try connection.attempt { try connection.copy(into: "COPY a FROM STDIN", [[.integer(1)]]) } }
                let count = try connection.copy(into: "COPY a FROM STDIN", [good])
                #expect(count == 1)
            }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(1))
        }
    }
}

extension Int64 {
    /// `abs` of the smallest number would overflow.
    fileprivate var clamped: Int64 { self == .min ? .max : self }
}
