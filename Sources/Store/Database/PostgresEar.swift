import Postgres
import Synchronization

/// Hears what other nodes commit: each commit that changes a workspace notifies the channel named after the schema
/// (`SQLWorkspaceStore.announce`). It has a connection of its own, from the first time that somebody waits.
final class PostgresEar: Sendable {
    private let isListening = Mutex(false)

    /// Begins to listen; later calls do nothing. Ends with the pool.
    func listen(to channel: String, of pool: PostgresPool, _ bell: EventBell) {
        let isFirst = isListening.withLock { isListening in
            defer { isListening = true }
            return !isListening
        }
        guard isFirst else { return }
        let heard = pool.notifications(on: [channel])
        // Also when it begins, and after a gap: what was missed is found by looking.
        Task { for await _ in heard { bell.ring() } }
    }
}
