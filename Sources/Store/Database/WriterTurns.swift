import Synchronization

/// Those of one process who want to write under the same name, one after the other, in the order they came.
final class WriterTurns: Sendable {
    /// Who waits, by the name that is held.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    func take(_ name: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[name] != nil else {
                    waiting[name] = []
                    return true
                }
                waiting[name]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack(_ name: String) {
        let next: CheckedContinuation<Void, Never>? = waiting.withLock { waiting in
            guard let first = waiting[name]?.first else {
                waiting[name] = nil
                return nil
            }
            waiting[name]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
