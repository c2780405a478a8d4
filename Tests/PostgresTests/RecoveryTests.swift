@testable import Postgres
import Foundation
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct RecoveryTests {
    private func proxied() throws -> (CuttingProxy, PostgresAddress) {
        let text = try #require(Room.text)
        var parts = try #require(URLComponents(string: text))
        let proxy = CuttingProxy(to: UInt16(try #require(parts.port)))
        parts.port = Int(proxy.port)
        // Nothing can be seen on the way through TLS.
        parts.query = "sslmode=disable"
        let proxied = try #require(parts.string)
        return (proxy, try PostgresAddress(proxied))
    }

    private func kill(_ pid: PostgresValue) async throws {
        let killer = try PostgresPool(Room.address(), logger: Room.quiet)
        guard case .integer(let number) = pid else { return }
        _ = try await killer.one("SELECT pg_terminate_backend(CAST(? AS integer), 5000)", [.integer(number)])
        await killer.close()
    }

    @Test("A connection that ended while it was idle is replaced without anybody noticing")
    func killedIdle() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            for round in 0..<5 {
                let pid = try await pool.one("SELECT pg_backend_pid()")
                try await kill(pid)
                if round.isMultiple(of: 2) {
                    let now = try await pool.one("SELECT pg_backend_pid()")
                    #expect(now != pid)
                } else {
                    try await pool.write { try $0.execute("INSERT INTO a VALUES (1)") }
                }
            }
            let count = try await pool.one("SELECT count(*) FROM a")
            #expect(count == .integer(2))
        }
    }

    @Test("One that ends in the middle is said to have changed nothing")
    func killedInTheMiddle() async throws {
        try await Room.withPool(size: 1) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            let pid = Shared<PostgresValue>(.null)
            let gate = Gate()
            let task = Task {
                try await pool.write { connection in
                    try connection.execute("INSERT INTO a VALUES (1)")
                    let mine = try connection.query("SELECT pg_backend_pid()")[0][0]
                    pid.withLock { $0 = mine }
                    gate.wait()
                    try connection.execute("INSERT INTO a VALUES (2)")
                }
            }
            await gate.isEntered()
            try await kill(pid.withLock { $0 })
            gate.open()
            try await Room.expect(.brokenOff(.nothingChanged)) { try await task.value }
            let count = try await pool.one("SELECT count(*) FROM a")
            #expect(count == .integer(0))
        }
    }

    @Test("A commit whose answer is lost is unknown, and is not done twice")
    func lostCommit() async throws {
        let (proxy, address) = try proxied()
        defer { proxy.close() }
        try await Room.withPool(size: 1, address: address) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            let runs = Shared(0)
            // With the end of the text: BEGIN … READ COMMITTED is another statement.
            for cut in [CuttingProxy.Cut.after("COMMIT\u{0}"), .before("COMMIT\u{0}")] {
                proxy.cut(cut)
                try await Room.expect(.brokenOff(.unknown)) {
                    try await pool.write { connection in
                        runs.withLock { $0 += 1 }
                        try connection.execute("INSERT INTO a VALUES (1)")
                        _ = try connection.changes()
                    }
                }
            }
            #expect(runs.withLock { $0 } == 2)
            // The first was kept, the second not; which of both, nobody could know.
            let count = try await pool.one("SELECT count(*) FROM a")
            #expect(count == .integer(1))
        }
    }

    @Test("A change that is cut off before its commit changed nothing", arguments: [CuttingProxy.Cut.before("INSERT"), .after("INSERT")])
    func cutChange(cut: CuttingProxy.Cut) async throws {
        let (proxy, address) = try proxied()
        defer { proxy.close() }
        try await Room.withPool(size: 1, address: address) { pool in
            try await pool.write { try $0.script("CREATE TABLE a (x bigint)") }
            proxy.cut(cut)
            try await Room.expect(.brokenOff(.nothingChanged)) { try await pool.write { try $0.execute("INSERT INTO a VALUES (1)") } }
            let count = try await pool.one("SELECT count(*) FROM a")
            #expect(count == .integer(0))
        }
    }

    @Test("A read whose first words never arrived is begun again, once; a later one is not")
    func cutRead() async throws {
        let (proxy, address) = try proxied()
        defer { proxy.close() }
        try await Room.withPool(size: 1, address: address) { pool in
            _ = try await pool.one("SELECT 1")
            proxy.cut(.before("BEGIN"))
            let runs = Shared(0)
            let found = try await pool.read { connection in
                runs.withLock { $0 += 1 }
                return try connection.query("SELECT 5")[0][0]
            }
            #expect(found == .integer(5) && runs.withLock { $0 } == 2)
            proxy.cut(.before("SELECT 7"))
            try await Room.expect(.brokenOff(.nothingChanged)) {
                try await pool.read { connection in
                    _ = try connection.query("SELECT 6")
                    return try connection.query("SELECT 7")[0][0]
                }
            }
            #expect(proxy.accepted == 2)
            let after = try await pool.one("SELECT 8")
            #expect(after == .integer(8))
        }
    }

    @Test("Without a transaction, what was cut off is unknown")
    func cutAlone() async throws {
        let (proxy, address) = try proxied()
        defer { proxy.close() }
        try await Room.withPool(size: 1, address: address) { pool in
            proxy.cut(.after("CREATE TABLE"))
            try await Room.expect(.brokenOff(.unknown)) { try await pool.withConnection { try $0.script("CREATE TABLE a (x bigint)") } }
        }
    }

    @Test("The server is restarted twice under load; what was acknowledged is there, and the pool goes on")
    func restart() async throws {
        let server = try OwnServer()
        defer { try? server.stop() }
        var options = PostgresPool.Options()
        options.size = 4
        options.patience = .seconds(300)
        let pool = try PostgresPool(server.address, options: options, logger: Room.quiet)
        try await pool.write { try $0.script("CREATE TABLE a (x bigint PRIMARY KEY)") }
        let kept = Shared<Set<Int64>>([])
        let unknown = Shared<Set<Int64>>([])
        let isDone = Shared(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<2000 where !isDone.withLock({ $0 }) {
                        let value = Int64(worker * 1_000_000 + number)
                        do {
                            try await pool.write { try $0.execute("INSERT INTO a VALUES (?)", [.integer(value)]) }
                            kept.withLock { _ = $0.insert(value) }
                        } catch PostgresError.brokenOff(.unknown) {
                            unknown.withLock { _ = $0.insert(value) }
                        } catch PostgresError.brokenOff(.nothingChanged) {
                        } catch PostgresError.notReachable {
                        }
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
            }
            group.addTask {
                for _ in 0..<2 {
                    let before = kept.withLock { $0.count }
                    try await Room.until { kept.withLock { $0.count } > before + 50 }
                    try server.restart()
                }
                let before = kept.withLock { $0.count }
                try await Room.until { kept.withLock { $0.count } > before + 50 }
                isDone.withLock { $0 = true }
            }
            try await group.waitForAll()
        }
        let found = try await pool.read { connection in
            Set(try connection.query("SELECT x FROM a").compactMap { row -> Int64? in
                if case .integer(let number) = row[0] { number } else { nil }
            })
        }
        let acknowledged = kept.withLock { $0 }
        #expect(acknowledged.isSubset(of: found))
        #expect(found.subtracting(acknowledged).isSubset(of: unknown.withLock { $0 }))
        await pool.close()
    }
}
