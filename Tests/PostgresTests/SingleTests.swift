@testable import Postgres
import Testing

@Suite("One statement that reads", .enabled(if: Room.isThere, Room.missing)) struct SingleTests {
    private static let refused = PostgresError.misuse(
        "This is for one statement that reads. For several, or to change something, use read or write of the pool.")

    @Test("It gives its rows, with no transaction open meanwhile or afterwards")
    func rows() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint); INSERT INTO a VALUES (1), (2), (3)") }
            for _ in 0..<3 {
                let rows = try await pool.readSingle { try $0.query("SELECT x FROM a WHERE x >= ? ORDER BY x", [.integer(2)]) }
                #expect(rows.map { $0[0] } == [.integer(2), .integer(3)])
            }
            // A transaction of `read` would be at another level.
            let level = try await pool.readSingle { try $0.query("SELECT current_setting('transaction_isolation')").first?[0] }
            #expect(level == .text("read committed"))
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(3))
        }
    }

    @Test("A second statement is refused, and what changes something; nothing is changed, and the connection goes on")
    func more() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            let process = try await pool.one("SELECT pg_backend_pid()")
            let uses: [@Sendable (PostgresConnection) throws -> Void] = [
                { _ = try $0.query("SELECT 1") + $0.query("SELECT 2") },
                { connection in
                    _ = try connection.query("SELECT 1")
                    try connection.each("SELECT 2") { _ in true }
                },
                { try $0.execute("INSERT INTO a VALUES (1)") },
                { try $0.script("INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)") },
                { _ = try $0.copy(into: "COPY a (x) FROM STDIN", [[.integer(1)]]) },
            ]
            for use in uses { try await Room.expect(Self.refused) { try await pool.readSingle(use) } }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
            #expect(try await pool.one("SELECT pg_backend_pid()") == process)
        }
    }

    @Test("After a statement that fails, the next one is answered on the same connection")
    func failing() async throws {
        try await Room.withPool(size: 1) { pool in
            let process = try await pool.one("SELECT pg_backend_pid()")
            try await Room.expect("42P01") { try await pool.readSingle { try $0.query("SELECT 1 FROM nowhere") } }
            try await Room.expect("22012") { try await pool.readSingle { try $0.query("SELECT 1 / ?", [.integer(0)]) } }
            #expect(try await pool.readSingle { try $0.query("SELECT pg_backend_pid()").first?[0] } == process)
        }
    }

    @Test("It is asked once more where the server went away before it answered")
    func again() async throws {
        try await Room.withPool(size: 1) { pool in
            let ended = try #require(try await pool.readSingle { try $0.query("SELECT pg_backend_pid()").first?[0] })
            try await Room.withPool(size: 1) { other in
                try await other.withConnection { _ = try $0.query("SELECT pg_terminate_backend(CAST(? AS int))", [ended]) }
            }
            let next = try await pool.readSingle { try $0.query("SELECT pg_backend_pid()").first?[0] }
            #expect(next != nil && next != ended)
        }
    }
}
