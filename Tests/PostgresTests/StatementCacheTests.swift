@testable import Postgres
import Testing

@Suite struct StatementCacheTests {
    @Test("A statement is prepared once for its text and types, and null goes with any type")
    func variants() throws {
        var cache = StatementCache(limit: 10)
        let first = try cache.plan("SELECT ?, ?", [.integer(1), .text("a")])
        #expect(first.isNew)
        #expect(try !cache.plan("SELECT ?, ?", [.integer(2), .text("b")]).isNew)
        let withNull = try cache.plan("SELECT ?, ?", [.null, .text("b")])
        #expect(!withNull.isNew && withNull.name == first.name)
        #expect(try cache.plan("SELECT ?, ?", [.text("x"), .text("b")]).isNew)
        #expect(cache.count == 2)
        // What was prepared for null only is not used for a value.
        #expect(try cache.plan("SELECT ?1", [.null]).isNew)
        #expect(try cache.plan("SELECT ?1", [.integer(1)]).isNew)
    }

    @Test("The least recently used goes first")
    func bound() throws {
        var cache = StatementCache(limit: 3)
        let names = try (0..<3).map { try cache.plan("SELECT \($0)", []).name }
        _ = try cache.plan("SELECT 0", [])
        _ = try cache.plan("SELECT 3", [])
        #expect(cache.count == 3)
        #expect(cache.takeRetired() == [.one(names[1])])
        #expect(try !cache.plan("SELECT 0", []).isNew)
        #expect(try cache.plan("SELECT 1", []).isNew)
    }

    @Test("One text with many types stays within the bound")
    func boundWithinOneText() throws {
        var cache = StatementCache(limit: 2)
        let values: [PostgresValue] = [.integer(1), .real(1), .text("")]
        for value in values + values { _ = try cache.plan("SELECT ?", [value]) }
        #expect(cache.count == 2)
        #expect(cache.takeRetired().count == 4)
    }

    @Test("What the server did not prepare is prepared again; very long texts are not kept")
    func forgets() throws {
        var cache = StatementCache(limit: 3)
        cache.forget(try cache.plan("SELECT 1", []).name)
        #expect(cache.count == 0)
        #expect(try cache.plan("SELECT 1", []).isNew)
        let long = "SELECT '" + String(repeating: "x", count: 40_000) + "'"
        #expect(try cache.plan(long, []).name.isEmpty)
        #expect(try cache.plan(long, []).isNew)
        #expect(cache.count == 1)
        cache.startAfresh()
        #expect(cache.takeRetired() == [.all])
    }

    @Test("A wrong number of values is refused")
    func counts() {
        var cache = StatementCache(limit: 3)
        #expect(throws: PostgresError.self) { try cache.plan("SELECT ?, ?", [.null]) }
        #expect(throws: PostgresError.self) { try cache.plan("SELECT 1", [.null]) }
        #expect(cache.count == 0)
    }

    @Test("The server keeps no more statements than the bound", .enabled(if: Room.isThere, Room.missing))
    func boundOnTheServer() async throws {
        try await Room.withPool(size: 1) { pool in
            let kept = try await pool.read { connection in
                for number in 0..<600 {
                    let found = try connection.query("SELECT \(number) + ?", [.integer(1)])[0][0]
                    #expect(found == .integer(Int64(number + 1)))
                }
                // Statements that fail leave nothing behind either.
                for number in 0..<5 { try? connection.attempt { try connection.execute("SELECT no_column_\(number)") ; _ = try connection.changes() } }
                return try connection.query("SELECT count(*), count(*) FILTER (WHERE statement LIKE '%no_column%') FROM pg_prepared_statements")[0]
            }
            #expect(kept[0] == .integer(Int64(PostgresConnection.preparedLimit)))
            #expect(kept[1] == .integer(0))
        }
    }

    @Test("A table that changes under a prepared statement", .enabled(if: Room.isThere, Room.missing))
    func changedTables() async throws {
        try await Room.withPool(size: 2) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint); INSERT INTO a VALUES (1)") }
            // On both connections.
            for _ in 0..<2 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 { group.addTask { _ = try await pool.read { try $0.query("SELECT *, pg_sleep(0.2) FROM a") } } }
                    try await group.waitForAll()
                }
            }
            try await pool.write { connection in
                _ = try connection.query("SELECT * FROM a")
                try connection.script("ALTER TABLE a ADD y text DEFAULT 'new'")
                #expect(try connection.query("SELECT * FROM a")[0].columnNames == ["x", "y"])
            }
            // Another connection fails at most once.
            for _ in 0..<4 { _ = try? await pool.read { try $0.query("SELECT *, pg_sleep(0.0) FROM a") } }
            for _ in 0..<4 { #expect(try await pool.read { try $0.query("SELECT *, pg_sleep(0.0) FROM a")[0].count } == 3) }
        }
    }
}
