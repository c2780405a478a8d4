@testable import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct CancellationTests {
    /// A statement of the pool's that runs now, asked by somebody else.
    private func isRunning(_ words: String) async throws -> Bool {
        let watcher = try PostgresPool(Room.address(), logger: Room.quiet)
        let count = try await watcher.one(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE ?", [.text("%\(words)%")])
        await watcher.close()
        return count != .integer(0)
    }

    @Test("A cancelled task stops the server, and the connection stays", arguments: 0..<4)
    func stops(kind: Int) async throws {
        try await Room.withPool(size: 1) { pool in
            let pid = try await pool.one("SELECT pg_backend_pid()")
            let mark = "sleep \(kind) \(UInt64.random(in: 0 ... .max))"
            let task = Task {
                let body: @Sendable (PostgresConnection) throws -> Void = { connection in
                    switch kind {
                    case 0, 1: _ = try connection.query("SELECT pg_sleep(60) /* \(mark) */")
                    case 2: try connection.each("SELECT pg_sleep(60) /* \(mark) */") { _ in true }
                    default: try connection.script("SELECT pg_sleep(60) /* \(mark) */")
                    }
                }
                if kind == 0 { try await pool.write(body) } else { try await pool.read(body) }
            }
            try await Room.until { try await isRunning(mark) }
            task.cancel()
            try await Room.expect(.cancelled) { try await task.value }
            #expect(try await !isRunning(mark))
            // Nothing of the cancellation reaches those who come after.
            for _ in 0..<20 { #expect(try await pool.one("SELECT pg_backend_pid()") == pid) }
        }
    }

    @Test("A task that is cancelled already asks nothing; one between two statements stops before the next")
    func early() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            let gate = Gate()
            let task = Task {
                try await pool.write { connection in
                    try connection.execute("INSERT INTO a VALUES (1)")
                    gate.wait()
                    try connection.execute("INSERT INTO a VALUES (2)")
                }
            }
            await gate.isEntered()
            task.cancel()
            gate.open()
            try await Room.expect(.cancelled) { try await task.value }
            #expect(try await pool.one("SELECT count(*) FROM a") == .integer(0))
            let late = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await pool.one("SELECT 1")
            }
            late.cancel()
            try await Room.expect(.cancelled) { try await late.value }
        }
    }

    @Test("Cancellations at any moment leave nothing half done")
    func anyMoment() async throws {
        try await Room.withPool(size: 2) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            for round in 0..<60 {
                let task = Task {
                    try await pool.write { connection in
                        for part in 0..<10 { try connection.execute("INSERT INTO a VALUES (?)", [.integer(Int64(round * 10 + part))]) }
                        _ = try connection.query("SELECT count(*) FROM a")
                    }
                }
                try await Task.sleep(for: .microseconds(round * 100))
                task.cancel()
                do { try await task.value } catch let error as PostgresError { #expect(error == .cancelled) }
                let here = try await pool.one("SELECT count(*) FROM a WHERE x / 10 = ?", [.integer(Int64(round))])
                #expect(here == .integer(0) || here == .integer(10))
            }
        }
    }

    @Test("A statement that takes longer than allowed is refused by the server")
    func statementTimeout() async throws {
        try await Room.withPool(size: 1, { $0.statementTimeout = .milliseconds(50) }) { pool in
            try await Room.expect("57014") { try await pool.one("SELECT pg_sleep(60)") }
            #expect(try await pool.one("SELECT 1") == .integer(1))
        }
    }

    @Test("Who waits too long for a lock is told so")
    func lockTimeout() async throws {
        try await Room.withPool(size: 2, { $0.lockTimeout = .milliseconds(50) }) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint); INSERT INTO a VALUES (1)") }
            let gate = Gate()
            let holder = Task {
                try await pool.write { connection in
                    try connection.execute("UPDATE a SET x = 2")
                    _ = try connection.changes()
                    gate.wait()
                }
            }
            await gate.isEntered()
            try await Room.expect("55P03") { try await pool.write { try $0.execute("UPDATE a SET x = 3") } }
            gate.open()
            try await holder.value
        }
    }
}
