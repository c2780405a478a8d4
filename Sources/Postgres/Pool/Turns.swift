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
        /// Who waits in the order they began to, and some who have left.
        var line: ArraySlice<UInt64> = []
        var next: UInt64 = 0
        var lent = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func add(_ waiter: Waiter, _ number: UInt64) {
            if waiting.isEmpty { line = [] }
            waiting[number] = waiter
            line.append(number)
        }

        mutating func nextWaiter() -> Waiter? {
            while let number = line.popFirst() {
                if let waiter = waiting.removeValue(forKey: number) { return waiter }
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
        // Names the caller to the handler below. Their place in the line they get when they begin to wait, under one lock with finding nothing free:
        // who came to wait later than their number said was passed over for good, and all behind them waited for what was free.
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
                    state.add(Waiter(continuation: continuation, timer: timer), number)
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
                defer { (state.waiting, state.line) = ([:], []) }
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
