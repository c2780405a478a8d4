@testable import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct PoolTests {
    @Test("Two hundred tasks over four connections")
    func many() async throws {
        try await Room.withPool(size: 4) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint); CREATE TABLE total (n bigint); INSERT INTO total VALUES (0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await pool.write { connection in
                            try connection.execute("INSERT INTO a VALUES (?)", [.integer(Int64(number))])
                            try connection.execute("UPDATE total SET n = n + ?", [.integer(Int64(number))])
                        }
                        #expect(try await pool.one("SELECT count(*) FROM a WHERE x = ?", [.integer(Int64(number))]) == .integer(1))
                    }
                }
                try await group.waitForAll()
            }
            // 0 + … + 199
            #expect(try await pool.one("SELECT n FROM total") == .integer(19_900))
            let open = try await pool.one(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'covalence' AND pid = pg_backend_pid() OR query LIKE '%nothing%'")
            #expect(open != .integer(0))
        }
    }

    @Test("Who waits longer than the patience is told so")
    func patience() async throws {
        try await Room.withPool(size: 1, { $0.patience = .milliseconds(300) }) { pool in
            let gate = Gate()
            let busy = Task { try await pool.read { _ in gate.wait() } }
            await gate.isEntered()
            try await Room.expect(.tooBusy(waited: .milliseconds(300))) { try await pool.one("SELECT 1") }
            gate.open()
            try await busy.value
            #expect(try await pool.one("SELECT 1") == .integer(1))
        }
    }

    @Test("First come, first served; who is cancelled while waiting leaves the line")
    func fairness() async throws {
        try await Room.withPool(size: 1) { pool in
            let gate = Gate()
            let busy = Task { try await pool.read { _ in gate.wait() } }
            await gate.isEntered()
            let order = Shared<[Int]>([])
            var tasks: [Task<Void, any Error>] = []
            for number in 0..<20 {
                tasks.append(Task { try await pool.read { _ in order.withLock { $0.append(number) } } })
                try await Room.until { pool.waitingCount == number + 1 }
            }
            tasks[7].cancel()
            try await Room.expect(.cancelled) { try await tasks[7].value }
            gate.open()
            try await busy.value
            for (number, task) in tasks.enumerated() where number != 7 { try await task.value }
            #expect(order.withLock { $0 } == (0..<20).filter { $0 != 7 })
        }
    }

    @Test("Closing lets those finish who are at it, and refuses all others")
    func close() async throws {
        try await Room.withPool(size: 1) { pool in
            let gate = Gate()
            let busy = Task { try await pool.read { connection in gate.wait(); return try connection.query("SELECT 5")[0][0] } }
            await gate.isEntered()
            let waiting = Task { try await pool.one("SELECT 1") }
            try await Room.until { pool.waitingCount == 1 }
            let closing = Task { await pool.close() }
            try await Room.expect(.closed) { try await waiting.value }
            gate.open()
            #expect(try await busy.value == .integer(5))
            await closing.value
            try await Room.expect(.closed) { try await pool.one("SELECT 1") }
        }
    }

    @Test("A session's settings do not outlive work without a transaction")
    func sessionEnds() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.withConnection { try $0.script("SET TimeZone = 'Asia/Tokyo'; SELECT pg_advisory_lock(4711)") }
            #expect(try await pool.one("SELECT current_setting('TimeZone')") == .text("UTC"))
            #expect(try await pool.one("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711") == .integer(0))
        }
    }

    @Test("Sizes that make no sense are refused", arguments: [0, -1, 1001])
    func sizes(size: Int) throws {
        var options = PostgresPool.Options()
        options.size = size
        #expect(throws: PostgresError.self) { try PostgresPool(Room.address(), options: options, logger: Room.quiet) }
    }
}
