internal import CLibPQ
import Synchronization

/// Tells the thread that waits for a server that nobody waits for the answer any more.
///
/// Every use takes a ticket, so that a cancellation which comes too late does not reach the next one.
final class Interrupt: Sendable {
    /// Readable once it is raised.
    let descriptor: Int32
    private let state = Mutex<(ticket: UInt64, isRaised: Bool)>((0, false))

    init() throws(PostgresError) {
        descriptor = covalence_pq_wake_open()
        guard descriptor >= 0 else {
            throw .notReachable("This process has too many files open. Allow it more of them (ulimit -n).")
        }
    }

    deinit { covalence_pq_wake_close(descriptor) }

    var isRaised: Bool { state.withLock { $0.isRaised } }

    /// Begins a use: whatever was raised for an earlier one is forgotten.
    func begin() -> UInt64 {
        state.withLock { state in
            if state.isRaised { covalence_pq_wake_clear(descriptor) }
            state = (state.ticket + 1, false)
            return state.ticket
        }
    }

    func raise(_ ticket: UInt64) {
        state.withLock { state in
            guard state.ticket == ticket, !state.isRaised else { return }
            state.isRaised = true
            covalence_pq_wake(descriptor)
        }
    }
}
