import Synchronization

/// Whether the server takes requests or is about to stop.
final class ServerPhase: Sendable {
    private let draining = Mutex(false)

    /// Whether it was told to stop; requests that run may end.
    var isDraining: Bool { draining.withLock { $0 } }

    func beginDraining() { draining.withLock { $0 = true } }
}
