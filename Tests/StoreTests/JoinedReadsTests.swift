import Synchronization
import Testing
@testable import Store

struct JoinedReadsTests {
    /// Says which keys each read was for, and holds the first one back until it is told to go on.
    private final class Reader: Sendable {
        let asked = Mutex<[Set<Int>]>([])
        let (gate, open) = AsyncStream<Void>.makeStream()

        func read(_ keys: Set<Int>) async throws(StoreError) -> [Int: String] {
            let isFirst = asked.withLock { asked in
                asked.append(keys)
                return asked.count == 1
            }
            if isFirst { for await _ in gate { break } }
            return Dictionary(uniqueKeysWithValues: keys.filter { $0 != 13 }.map { ($0, "row \($0)") })
        }
    }

    @Test func whatIsAskedDuringAReadIsReadTogetherAfterIt() async throws {
        let reads = JoinedReads<Int, String>()
        let reader = Reader()
        let first = Task { try await reads.values(around: 0, read: reader.read)[0] }
        while reader.asked.withLock({ $0.isEmpty }) { await Task.yield() }
        let others = (1...20).map { key in Task { try await reads.values(around: key, read: reader.read)[key] } }
        // All of them wait before the first is let go.
        for _ in 0..<200 { await Task.yield() }
        try await Task.sleep(for: .milliseconds(50))
        reader.open.yield()
        #expect(try await first.value == "row 0")
        for (key, other) in zip(1...20, others) { #expect(try await other.value == (key == 13 ? nil : "row \(key)")) }
        let asked = reader.asked.withLock { $0 }
        #expect(asked.first == [0])
        #expect(asked.dropFirst().reduce(into: Set()) { $0.formUnion($1) } == Set(1...20))
        #expect(asked.count < 21, "each was read by itself")
    }

    @Test func aReadThatFailsFailsForAllWhoWaitAndNotForTheNext() async throws {
        let reads = JoinedReads<Int, String>()
        await #expect(throws: StoreError.cancelled) {
            try await reads.values(around: 1) { _ throws(StoreError) in throw .cancelled }
        }
        #expect(try await reads.values(around: 1) { _ in [1: "there"] }[1] == "there")
    }

    @Test func moreThanOneStatementTakesAreReadInTurns() async throws {
        let reads = JoinedReads<Int, String>()
        let reader = Reader()
        let first = Task { try await reads.values(around: 0, read: reader.read)[0] }
        while reader.asked.withLock({ $0.isEmpty }) { await Task.yield() }
        let others = (1...200).map { key in Task { try await reads.values(around: key, read: reader.read)[key] } }
        try await Task.sleep(for: .milliseconds(50))
        reader.open.yield()
        _ = try await first.value
        for other in others { _ = try await other.value }
        #expect(reader.asked.withLock { $0 }.allSatisfy { $0.count <= 64 })
    }
}
