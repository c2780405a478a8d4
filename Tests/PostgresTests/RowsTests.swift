import Foundation
@testable import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct RowsTests {
    @Test("Rows one by one, to the end and up to a point; the connection goes on")
    func each() async throws {
        try await Room.withPool(size: 1) { pool in
            let pid = try await pool.one("SELECT pg_backend_pid()")
            for limit in [0, 1, 5, 2_000, 1_000_000] {
                try await pool.read { connection in
                    var sum: Int64 = 0
                    var seen = 0
                    try connection.each("SELECT x, ? FROM generate_series(1, ?) AS x", [.text("t"), .integer(100_000)]) { row in
                        guard case .integer(let number) = row[0], row[1] == .text("t"), row.columnNames[0] == "x" else { return false }
                        sum += number
                        seen += 1
                        return seen < limit
                    }
                    let expected = Int64(max(1, min(limit, 100_000)))
                    #expect(sum == expected * (expected + 1) / 2)
                    #expect(try connection.query("SELECT 7")[0][0] == .integer(7))
                }
            }
            #expect(try await pool.one("SELECT pg_backend_pid()") == pid)
        }
    }

    @Test("Stopping early in a change keeps what the statement did")
    func eachInWrite() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE a (x bigint)")
                try connection.each("INSERT INTO a SELECT generate_series(1, 5000) RETURNING x") { _ in false }
            }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(5000))
        }
    }

    @Test("Errors before, within and from the body")
    func eachErrors() async throws {
        struct Mine: Error {}
        try await Room.withPool(size: 1) { pool in
            try await Room.expect("42703") { try await pool.read { try $0.each("SELECT no_column") { _ in true } } }
            try await Room.expect("22012") {
                try await pool.read { try $0.each("SELECT 1 / (3000 - x) FROM generate_series(1, 5000) AS x") { _ in true } }
            }
            await #expect(throws: Mine.self) {
                try await pool.read { try $0.each("SELECT generate_series(1, 500000)") { _ in throw Mine() } }
            }
            try await pool.read { connection in
                #expect(throws: Mine.self) { try connection.each("SELECT generate_series(1, 500000)") { _ in throw Mine() } }
                #expect(try connection.query("SELECT 7")[0][0] == .integer(7))
                try connection.each("SELECT generate_series(1, 3)") { _ in
                    #expect(throws: PostgresError.self) { try connection.query("SELECT 1") }
                    return true
                }
            }
        }
    }

    @Test("Memory stays as it is while many rows pass")
    func constantMemory() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.read { connection in
                func residentPages() throws -> Int {
                    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
                    return try #require(Int(text.split(separator: " ")[1]))
                }
                var first: Int?
                var count = 0
                // 200 MB of rows.
                try connection.each("SELECT repeat('x', 10000) FROM generate_series(1, 20000)") { _ in
                    count += 1
                    if count == 1000 { first = try residentPages() }
                    return true
                }
                #expect(count == 20_000)
                // Other tests run beside this one: less than half of what was read is what can be said.
                #expect(try residentPages() - #require(first) < 100 << 20 / 4096)
            }
        }
    }

    @Test("A walk lets other statements in between, and walks within walks")
    func walk() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.read { connection in
                var sum: Int64 = 0
                try connection.walk("SELECT x FROM generate_series(1, ?) AS x", [.integer(1000)]) { row in
                    guard case .integer(let number) = row[0] else { return false }
                    guard case .integer(let double) = try connection.query("SELECT ? * 2", [row[0]])[0][0] else { return false }
                    if number % 100 == 0 {
                        try connection.walk("SELECT CAST(x AS text), 'b' FROM generate_series(1, 40) AS x") { inner in
                            #expect(inner.count == 2)
                            return inner[0] != .text("20")
                        }
                    }
                    sum += double
                    return number < 900
                }
                // 2 × (1 + … + 900)
                #expect(sum == 810_900)
                try connection.walk("SELECT 1 WHERE false") { _ in true }
                #expect(try connection.query("SELECT count(*) FROM pg_cursors")[0][0] == .integer(0))
            }
        }
    }
}
