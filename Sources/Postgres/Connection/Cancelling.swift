internal import CLibPQ
import Dispatch
import Synchronization

/// Asks servers to stop what they do, on a thread apart: asking opens a connection of its own, which can take long.
final class Cancelling: Sendable {
    private let underWay = Mutex(0)

    /// Whether a request has not been answered yet: it could still hit whatever is asked next.
    var isUnderWay: Bool { underWay.withLock { $0 > 0 } }

    func ask(_ connection: OpaquePointer) {
        // Made here, on the connection's own thread, then the request's alone: nothing else reads or frees it.
        nonisolated(unsafe) let request = PQgetCancel(connection)
        guard request != nil else { return }
        underWay.withLock { $0 += 1 }
        DispatchQueue.global().async {
            // Whether it was heard shows by what the server answers; the words of a failure are of no use.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { words in
                _ = PQcancel(request, words.baseAddress, 256)
            }
            PQfreeCancel(request)
            self.underWay.withLock { $0 -= 1 }
        }
    }
}
