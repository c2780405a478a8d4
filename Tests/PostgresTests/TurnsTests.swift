@testable import Postgres
import Testing

@Suite("Turns") struct TurnsTests {
    /// Whoever asks while another is between asking and waiting must not be left behind: then all that come after wait for a thing that is free.
    @Test("nobody is left behind, however many ask and leave at once")
    func nobodyIsLeftBehind() async throws {
        let turns = Turns([1, 2])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    for round in 0..<4_000 {
                        let thing = try await turns.take(patience: .seconds(60))
                        if round.isMultiple(of: 3) { await Task.yield() }
                        turns.giveBack(thing)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(turns.waitingCount == 0)
        #expect(try await Set([turns.take(patience: .seconds(60)), turns.take(patience: .seconds(60))]) == [1, 2])
    }

    @Test("who leaves the line is passed over, and the rest keep their order")
    func leaving() async throws {
        let turns = Turns(["one"])
        let thing = try await turns.take(patience: .seconds(60))
        let order = Shared<[Int]>([])
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<4 {
            tasks.append(Task {
                let mine = try await turns.take(patience: .seconds(60))
                order.withLock { $0.append(number) }
                turns.giveBack(mine)
            })
            try await Room.until { turns.waitingCount == number + 1 }
        }
        for number in [0, 2] {
            tasks[number].cancel()
            try await Room.expect(.cancelled) { try await tasks[number].value }
        }
        try await Room.expect(.tooBusy(waited: .milliseconds(20))) { try await turns.take(patience: .milliseconds(20)) }
        turns.giveBack(thing)
        for number in [1, 3] { try await tasks[number].value }
        #expect(order.withLock { $0 } == [1, 3])
        #expect(try await turns.take(patience: .seconds(60)) == "one")
    }
}
