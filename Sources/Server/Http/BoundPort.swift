import Synchronization

/// The port the server listens on, known once it is bound (port 0 asks the system for a free one).
final class BoundPort: Sendable {
    private let number = Mutex<Int?>(nil)

    /// Nil until the server is bound.
    var value: Int? {
        get { number.withLock { $0 } }
        set { number.withLock { $0 = newValue } }
    }
}
