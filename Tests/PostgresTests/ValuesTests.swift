import Foundation
import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct ValuesTests {
    static let edges: [PostgresValue] = [
        .null, .integer(0), .integer(-1), .integer(.min), .integer(.max), .integer(1 << 32),
        .real(0), .real(-0.0), .real(1.5), .real(.infinity), .real(-.infinity), .real(.leastNonzeroMagnitude),
        .real(.greatestFiniteMagnitude), .text(""), .text("a"), .text("it's \"quoted\" \\ ?"), .text("line\nline\r\n\ttab"),
        .text("\u{1}\u{7F}\u{FEFF}\u{FFFF}"), .bytes(Data()), .bytes(Data([0])), .bytes(Data(0...255)),
    ]

    @Test("Every value comes back as it went, through a table")
    func roundTrip() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE v (n bigint, i bigint, r double precision, t text, b bytea)")
                for (number, value) in Self.edges.enumerated() {
                    var row: [PostgresValue] = [.integer(Int64(number)), .null, .null, .null, .null]
                    switch value {
                    case .null: break
                    case .integer: row[1] = value
                    case .real: row[2] = value
                    case .text: row[3] = value
                    case .bytes: row[4] = value
                    }
                    try connection.execute("INSERT INTO v VALUES (?, ?, ?, ?, ?)", row)
                }
            }
            let rows = try await pool.read { try $0.query("SELECT i, r, t, b FROM v ORDER BY n") }
            #expect(rows.count == Self.edges.count)
            for (row, value) in zip(rows, Self.edges) {
                let found = (0..<4).map { row[$0] }.filter { $0 != .null }
                #expect(found == (value == .null ? [] : [value]))
            }
            let nan = try await pool.one("SELECT ?", [.real(.nan)])
            guard case .real(let number) = nan else { return #expect(Bool(false), "\(nan)") }
            #expect(number.isNaN)
        }
    }

    @Test("Every plane of Unicode comes back as it went")
    func unicode() async throws {
        try await Room.withPool(size: 1) { pool in
            for plane in 0...16 {
                var text = ""
                // The first plane whole, of the others every 7th scalar and both ends.
                for value in stride(from: UInt32(plane) << 16 | 1, through: UInt32(plane) << 16 | 0xFFFF, by: plane == 0 ? 1 : 7) {
                    if let scalar = UnicodeScalar(value) { text.unicodeScalars.append(scalar) }
                }
                if let last = UnicodeScalar(UInt32(plane) << 16 | 0xFFFF) { text.unicodeScalars.append(last) }
                let back = try await pool.read { [text] in try $0.query("SELECT ?, length(?1)", [.text(text)])[0] }
                // Compared by scalars: Swift's own comparison takes equivalent texts for the same.
                guard case .text(let found) = back[0] else { return #expect(Bool(false)) }
                #expect(found.unicodeScalars.elementsEqual(text.unicodeScalars))
                #expect(back[1] == .integer(Int64(text.unicodeScalars.count)))
            }
        }
    }

    @Test("Ten megabytes of bytes and of text")
    func large() async throws {
        try await Room.withPool(size: 1) { pool in
            var state: UInt64 = 88_172_645_463_325_252
            let data = Data((0..<10 << 20).map { _ in
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return UInt8(truncatingIfNeeded: state)
            })
            let bytes = try await pool.one("SELECT ?", [.bytes(data)])
            #expect(bytes == .bytes(data))
            let text = String(repeating: "größer ", count: 10 << 17)
            #expect(try await pool.one("SELECT ?", [.text(text)]) == .text(text))
        }
    }

    /// Expected values by hand from PostgreSQL's documentation of each type.
    @Test("Types of columns become ours", arguments: [
        ("CAST(-32768 AS smallint)", PostgresValue.integer(-32768)),
        ("CAST(2147483647 AS integer)", .integer(2_147_483_647)),
        ("CAST(4294967295 AS oid)", .integer(4_294_967_295)),
        ("true", .integer(1)), ("false", .integer(0)), ("CAST(NULL AS boolean)", .null),
        ("CAST(1.5 AS real)", .real(1.5)),
        ("CAST('a' AS varchar(3))", .text("a")), ("CAST('a' AS char(3))", .text("a  ")), ("CAST('a' AS name)", .text("a")),
        ("CAST('a' AS \"char\")", .text("a")), ("'literal'", .text("literal")),
        ("CAST('{\"a\": 1}' AS json)", .text("{\"a\": 1}")), ("CAST('{\"a\":1}' AS jsonb)", .text("{\"a\": 1}")),
        ("CAST('00112233-4455-6677-8899-AABBCCDDEEFF' AS uuid)", .text("00112233-4455-6677-8899-aabbccddeeff")),
        ("pg_notify('nobody', '')", .null),
        ("0.0", .integer(0)), ("1.0", .integer(1)), ("-10000", .integer(-10000)), ("10000.0", .integer(10000)), ("100000000", .integer(100_000_000)),
        ("9223372036854775807.0", .integer(.max)), ("-9223372036854775808.0", .integer(.min)),
        ("9223372036854775808.0", .real(9_223_372_036_854_775_808)), ("-9223372036854775809.0", .real(-9_223_372_036_854_775_808)),
        ("1.5", .real(1.5)), ("-0.25", .real(-0.25)), ("0.00000001", .real(1e-8)), ("12345.678901", .real(12345.678901)),
        ("1e30", .real(1e30)), ("1e-30", .real(1e-30)), ("100000000000000000000.5", .real(1e20)),
        ("CAST('Infinity' AS numeric)", .real(.infinity)), ("CAST('-Infinity' AS numeric)", .real(-.infinity)),
        ("(SELECT sum(x) FROM (VALUES (CAST(9223372036854775806 AS bigint)), (1)) AS v (x))", .integer(.max)),
        ("(SELECT avg(x) FROM (VALUES (CAST(1 AS bigint)), (2)) AS v (x))", .real(1.5)),
    ])
    func types(expression: String, expected: PostgresValue) async throws {
        try await Room.withPool(size: 1) { pool in
            let found = try await pool.write { try $0.query("SELECT \(expression)")[0][0] }
            #expect(found == expected)
        }
    }

    @Test("A type that is not read says what to do, and the connection stays")
    func unreadable() async throws {
        try await Room.withPool(size: 1) { pool in
            let pid = try await pool.one("SELECT pg_backend_pid()")
            let error = try await Room.error { try await pool.one("SELECT CAST('2026-01-02' AS date) AS due") }
            #expect(error == .unreadable(column: "due", type: 1082))
            #expect(error.description.contains("due") && error.description.contains("date") && error.description.contains("CAST"))
            // Where it is null too.
            try await Room.expect(.unreadable(column: "gap", type: 1186)) { try await pool.one("SELECT CAST(NULL AS interval) AS gap") }
            #expect(try await pool.one("SELECT pg_backend_pid()") == pid)
        }
    }

    @Test("A zero character is refused before it is sent")
    func zeroCharacter() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                #expect(throws: PostgresError.zeroCharacter(parameter: 2)) {
                    try connection.query("SELECT ?, ?", [.integer(1), .text("a\0b")])
                }
                // Nothing was sent: the transaction is as it was.
                let found = try connection.query("SELECT 1")[0][0]
                #expect(found == .integer(1))
            }
        }
    }

    @Test("The session is in UTC and UTF-8, and commits wait for the disk")
    func session() async throws {
        try await Room.withPool(size: 1) { pool in
            for (name, value) in [
                ("TimeZone", "UTC"), ("client_encoding", "UTF8"), ("standard_conforming_strings", "on"), ("synchronous_commit", "on"),
                ("lock_timeout", "10s"), ("application_name", "covalence"), ("transaction_isolation", "repeatable read"), ("transaction_read_only", "on"),
            ] { #expect(try await pool.one("SELECT current_setting(?)", [.text(name)]) == .text(value)) }
            let written = try await pool.write { try $0.query("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")[0] }
            #expect(written[0] == .text("read committed") && written[1] == .text("off"))
        }
    }
}
