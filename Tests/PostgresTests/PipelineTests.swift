@testable import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct PipelineTests {
    @Test("Ten thousand inserts in one pipeline")
    func bulk() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE a (x bigint PRIMARY KEY, t text)")
                for number in 0..<10_000 {
                    try connection.execute("INSERT INTO a VALUES (?, ?)", [.integer(Int64(number)), .text(String(repeating: "x", count: number % 997))])
                }
            }
            // 0 + 1 + … + 9999
            #expect(try await pool.one("SELECT sum(x) FROM a") == .integer(49_995_000))
        }
    }

    @Test("Much goes out while much comes in")
    func bothWays() async throws {
        try await Room.withPool(size: 1) { pool in
            let text = PostgresValue.text(String(repeating: "y", count: 300_000))
            try await pool.write { connection in
                for _ in 0..<200 { try connection.execute("SELECT repeat(?, 3)", [text]) }
                #expect(try connection.changes() == 1)
            }
        }
    }

    @Test("Rows touched")
    func changes() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                #expect(try connection.changes() == 0)
                try connection.script("CREATE TABLE a (x bigint)")
                try connection.execute("INSERT INTO a SELECT generate_series(1, 7)")
                #expect(try connection.changes() == 7)
                try connection.execute("UPDATE a SET x = 0 WHERE x > ?", [.integer(5)])
                #expect(try connection.changes() == 2)
                try connection.execute("DELETE FROM a WHERE x = 99")
                #expect(try connection.changes() == 0)
                #expect(try connection.query("INSERT INTO a VALUES (?) RETURNING x + 1", [.integer(41)])[0][0] == .integer(42))
            }
        }
    }

    @Test("An error comes with the next call that waits, and everything is taken back")
    func lateError() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint CONSTRAINT positive CHECK (x > 0))") }
            let pid = try await pool.one("SELECT pg_backend_pid()")
            let expected = "positive"
            for wait in [true, false] {
                let error = try await Room.error {
                    try await pool.write { connection in
                        try connection.execute("INSERT INTO a VALUES (1)")
                        try connection.execute("INSERT INTO a VALUES (?)", [.integer(-1)])
                        try connection.execute("INSERT INTO a VALUES (2)")
                        if wait { _ = try connection.query("SELECT 1") }
                    }
                }
                guard case .statement(let code, let message, let constraint) = error else { return #expect(Bool(false), "\(error)") }
                #expect(code == "23514" && constraint == expected && !message.isEmpty)
                #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
            }
            // It is still the same connection.
            #expect(try await pool.one("SELECT pg_backend_pid()") == pid)
        }
    }

    @Test("An error that a body keeps to itself still refuses the commit")
    func swallowedError() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint UNIQUE)") }
            let error = try await Room.error {
                try await pool.write { connection in
                    try connection.execute("INSERT INTO a VALUES (1)")
                    _ = try? connection.query("SELECT no_such_column")
                    // Told again, instead of the server's "current transaction is aborted".
                    #expect(throws: PostgresError.self) { try connection.execute("INSERT INTO a VALUES (2)") }
                }
            }
            #expect(error.code == "42703")
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
        }
    }

    @Test("An error of the body itself takes everything back and comes out as it is")
    func bodyError() async throws {
        struct Mine: Error {}
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            await #expect(throws: Mine.self) {
                try await pool.write { connection in
                    try connection.execute("INSERT INTO a VALUES (1)")
                    throw Mine()
                }
            }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
        }
    }

    @Test("A part that is attempted can fail without the rest")
    func attempt() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { connection in
                try connection.script("CREATE TABLE a (x bigint PRIMARY KEY)")
                try connection.execute("INSERT INTO a VALUES (1)")
                #expect(throws: PostgresError.self) {
                    try connection.attempt {
                        try connection.execute("INSERT INTO a VALUES (2)")
                        try connection.execute("INSERT INTO a VALUES (1)")
                    }
                }
                try connection.attempt {
                    try connection.execute("INSERT INTO a VALUES (3)")
                    #expect(throws: PostgresError.self) { try connection.attempt { _ = try connection.query("SELECT nothing_like_it") } }
                    try connection.execute("INSERT INTO a VALUES (4)")
                }
            }
            #expect(try await pool.read { try $0.query("SELECT x FROM a ORDER BY x").map { $0[0] } } == [.integer(1), .integer(3), .integer(4)])
        }
    }

    @Test("Constraints that are checked at the commit")
    func deferred() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write {
                try $0.script("CREATE TABLE a (x bigint PRIMARY KEY, up bigint CONSTRAINT up_is_there REFERENCES a DEFERRABLE INITIALLY DEFERRED)")
            }
            let error = try await Room.error { try await pool.write { try $0.execute("INSERT INTO a VALUES (1, 99)") } }
            #expect(error.code == "23503" && error.description.contains("up_is_there"))
            // The server's detail would name the key.
            #expect(!error.description.contains("99"))
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
        }
    }

    @Test("Nothing is written in a read")
    func readOnly() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            try await Room.expect("25006") { try await pool.read { try $0.execute("INSERT INTO a VALUES (1)") } }
        }
    }

    @Test("Scripts go whole or not at all, and may not end the transaction")
    func scripts() async throws {
        try await Room.withPool(size: 1) { pool in
            try await Room.expect("22P02") {
                try await pool.withConnection { try $0.script("CREATE TABLE a (x bigint); INSERT INTO a VALUES ('no number')") }
            }
            #expect(try await pool.one("SELECT to_regclass('a') IS NULL") == .integer(1))
            let error = try await Room.error { try await pool.write { try $0.script("CREATE TABLE a (x bigint); COMMIT") } }
            guard case .misuse = error else { return #expect(Bool(false), "\(error)") }
            // VACUUM cannot stand in a transaction.
            try await pool.withConnection { connection in
                try connection.script("CREATE TABLE b (x bigint)")
                try connection.execute("INSERT INTO b VALUES (?)", [.integer(5)])
                try connection.execute("VACUUM b")
                #expect(try connection.query("SELECT x FROM b")[0][0] == .integer(5))
            }
        }
    }

    @Test("Bad input is not repeated in an error")
    func quietErrors() async throws {
        try await Room.withPool(size: 1) { pool in
            let error = try await Room.error { try await pool.one("SELECT CAST(? AS bigint)", [.text("s3cret")]) }
            #expect(error.code == "22P02")
            #expect(!error.description.contains("s3cret"))
        }
    }
}
