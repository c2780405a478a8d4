import Synchronization

/// Lends a fixed number of things, first come, first served.
final class Turns<Thing: Sendable>: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<Thing, any Error>
        let timer: Task<Void, Never>
    }

    private struct State {
        /// Taken from the end: what was used last is the most likely to be ready.
        var free: [Thing]
        var waiting: [UInt64: Waiter] = [:]
        var first: UInt64 = 0
        var next: UInt64 = 0
        var lent = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func nextWaiter() -> Waiter? {
            while first < next {
                defer { first += 1 }
                if let waiter = waiting.removeValue(forKey: first) { return waiter }
            }
            return nil
        }
    }

    private let state: Mutex<State>

    init(_ things: [Thing]) {
        state = Mutex(State(free: things))
    }

    /// How many wait, for tests.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    func take(patience: Duration) async throws -> Thing {
        let number = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Thing, any Error>? = state.withLock { state in
                    if state.isClosed { return .failure(PostgresError.closed) }
                    if state.waiting.isEmpty, let thing = state.free.popLast() {
                        state.lent += 1
                        return .success(thing)
                    }
                    let timer = Task {
                        guard (try? await Task.sleep(for: patience)) != nil else { return }
                        self.end(number, .tooBusy(waited: patience))
                    }
                    state.waiting[number] = Waiter(continuation: continuation, timer: timer)
                    return nil
                }
                if let answer { return continuation.resume(with: answer) }
                // The handler below may have come too early to find it.
                if Task.isCancelled { end(number, .cancelled) }
            }
        } onCancel: {
            end(number, .cancelled)
        }
    }

    private func end(_ number: UInt64, _ error: PostgresError) {
        guard let waiter = state.withLock({ $0.waiting.removeValue(forKey: number) }) else { return }
        waiter.timer.cancel()
        waiter.continuation.resume(throwing: error)
    }

    func giveBack(_ thing: Thing) {
        let (waiter, closers): (Waiter?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if let waiter = state.nextWaiter() { return (waiter, []) }
            state.free.append(thing)
            state.lent -= 1
            guard state.isClosed, state.lent == 0 else { return (nil, []) }
            defer { state.closers = [] }
            return (nil, state.closers)
        }
        if let waiter {
            waiter.timer.cancel()
            waiter.continuation.resume(returning: thing)
        }
        for closer in closers { closer.resume() }
    }

    /// Nobody gets a turn any more; returns when everything lent is back.
    func close() async {
        await withCheckedContinuation { continuation in
            let (waiters, isDone) = state.withLock { state in
                state.isClosed = true
                defer { state.waiting = [:] }
                if state.lent > 0 { state.closers.append(continuation) }
                return (Array(state.waiting.values), state.lent == 0)
            }
            for waiter in waiters {
                waiter.timer.cancel()
                waiter.continuation.resume(throwing: PostgresError.closed)
            }
            if isDone { continuation.resume() }
        }
    }
}
