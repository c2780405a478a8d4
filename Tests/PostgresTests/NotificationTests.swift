@testable import Postgres
import Testing

@Suite(.enabled(if: Room.isThere, Room.missing)) struct NotificationTests {
    @Test("Messages come with the commit, in order, on the channels asked for; a break is said and mended", .timeLimit(.minutes(2)))
    func messages() async throws {
        try await Room.withPool(size: 1) { pool in
            let channel = "it's \"odd\" \(UInt64.random(in: 0 ... .max))"
            var stream = pool.notifications(on: [channel, channel + "2"]).makeAsyncIterator()
            #expect(await stream.next() == .listening)
            try await pool.write { connection in
                try connection.notify(channel, "one")
                try connection.notify(channel + "2", "größer 😀")
                try connection.notify(channel + "3", "not ours")
            }
            #expect(await stream.next() == .message(channel: channel, payload: "one"))
            #expect(await stream.next() == .message(channel: channel + "2", payload: "größer 😀"))
            _ = try? await pool.write { connection in
                try connection.notify(channel, "taken back")
                throw PostgresError.cancelled
            }
            // The listener's connection, by what it asked last.
            let killed = try await pool.one(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE query LIKE ?", [.text("LISTEN %\(channel.dropFirst(8))2%")])
            #expect(killed == .integer(1))
            #expect(await stream.next() == .reconnected)
            try await pool.write { try $0.notify(channel, "two") }
            #expect(await stream.next() == .message(channel: channel, payload: "two"))
        }
    }

    @Test("A slow reader is told that messages were dropped", .timeLimit(.minutes(2)))
    func slow() async throws {
        try await Room.withPool(size: 1) { pool in
            let channel = "slow\(UInt64.random(in: 0 ... .max))"
            var stream = pool.notifications(on: [channel]).makeAsyncIterator()
            #expect(await stream.next() == .listening)
            try await pool.write { connection in
                for number in 0..<3000 { try connection.notify(channel, "\(number)") }
            }
            var seen = 0
            while let next = await stream.next(), next != .reconnected {
                guard case .message(_, "\(seen)") = next else { break }
                seen += 1
            }
            #expect((1...3000).contains(seen))
            try await pool.write { try $0.notify(channel, "after") }
            var last: PostgresNotification?
            while let next = await stream.next() {
                last = next
                if next == .message(channel: channel, payload: "after") || next == .reconnected { break }
            }
            #expect(last != nil)
        }
    }

    @Test("The stream ends with the pool; after it there is none", .timeLimit(.minutes(2)))
    func end() async throws {
        try await Room.withPool(size: 1) { pool in
            let stream = pool.notifications(on: ["nothing"])
            var iterator = stream.makeAsyncIterator()
            #expect(await iterator.next() == .listening)
            await pool.close()
            #expect(await iterator.next() == nil)
            var late = pool.notifications(on: ["nothing"]).makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    @Test("Whoever stops reading leaves no connection behind", .timeLimit(.minutes(2)))
    func leaving() async throws {
        try await Room.withPool(size: 1) { pool in
            let channel = "leaving\(UInt64.random(in: 0 ... .max))"
            let reader = Task {
                for await next in pool.notifications(on: [channel]) where next == .listening { return true }
                return false
            }
            #expect(await reader.value)
            try await Room.until {
                try await pool.one("SELECT count(*) FROM pg_stat_activity WHERE query = ?", [.text("LISTEN \"\(channel)\"")]) == .integer(0)
            }
        }
    }
}
