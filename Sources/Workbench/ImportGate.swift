import Store
import Synchronization

/// Lets one import at a time go on for the same bytes; imports of other files do not wait.
final class ImportGate: Sendable {
    private struct Waiting {
        var number: Int
        /// Resumed with whether it may go on: not where its task was cancelled.
        var turn: CheckedContinuation<Bool, Never>
    }

    private struct Queues {
        /// Who waits for each file; empty while one import runs and nobody waits.
        var waiting: [ContentHash: [Waiting]] = [:]
        /// Cancelled before they began to wait.
        var cancelled: Set<Int> = []
        var next = 0
    }

    private let queues = Mutex(Queues())

    /// Runs `work` when no other import of these bytes runs.
    ///
    /// - Throws: `StoreError.cancelled` where the task is cancelled while it waits; what `work` throws.
    func alone<Result: Sendable>(
        with file: ContentHash,
        _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        guard await enter(file) else { throw StoreError.cancelled }
        defer { leave(file) }
        return try await work()
    }

    private func enter(_ file: ContentHash) async -> Bool {
        let number = queues.withLock { queues in
            queues.next += 1
            return queues.next
        }
        defer { queues.withLock { _ = $0.cancelled.remove(number) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                let answer: Bool? = queues.withLock { queues in
                    if queues.cancelled.contains(number) { return false }
                    guard queues.waiting[file] != nil else {
                        queues.waiting[file] = []
                        return true
                    }
                    queues.waiting[file]?.append(Waiting(number: number, turn: turn))
                    return nil
                }
                if let answer { turn.resume(returning: answer) }
            }
        } onCancel: {
            let waiting: Waiting? = queues.withLock { queues in
                guard let place = queues.waiting[file]?.firstIndex(where: { $0.number == number }) else {
                    // It does not wait yet, or has its turn already and finds out by itself.
                    queues.cancelled.insert(number)
                    return nil
                }
                return queues.waiting[file]?.remove(at: place)
            }
            waiting?.turn.resume(returning: false)
        }
    }

    private func leave(_ file: ContentHash) {
        let next: Waiting? = queues.withLock { queues in
            guard var waiting = queues.waiting[file], !waiting.isEmpty else {
                queues.waiting[file] = nil
                return nil
            }
            let first = waiting.removeFirst()
            queues.waiting[file] = waiting
            return first
        }
        next?.turn.resume(returning: true)
    }
}
