import Synchronization

/// The gate to libical. The library keeps error states for the process and buffers for a thread, and opens its calendar tables on
/// first use; so only one thread at a time is inside. It is entered for one line or one step of a rule, never for a whole file.
enum Libical {
    private static let gate = Mutex<Void>(())

    /// Runs `body` alone. Never call it from inside: it would wait for itself.
    static func alone<Result: Sendable>(_ body: () -> Result) -> Result {
        gate.withLock { _ in body() }
    }
}
