import Synchronization

/// Wakes whoever waits for something to be committed in this process.
final class EventBell: Sendable {
    private struct Waiting {
        var next = 0
        var waking: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Rung while nobody waited: the next wait of a listener that began before ends at once.
        var rings = 0
    }

    private let waiting = Mutex(Waiting())

    /// Something was committed.
    func ring() {
        let woken = waiting.withLock { waiting in
            waiting.rings += 1
            defer { waiting.waking = [:] }
            return Array(waiting.waking.values)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Hears every ring from now on, also those between two waits.
    func listen() -> Listener { Listener(bell: self, heard: waiting.withLock { $0.rings }) }

    /// Somebody who waits, again and again.
    final class Listener {
        private let bell: EventBell
        private var heard: Int

        init(bell: EventBell, heard: Int) {
            self.bell = bell
            self.heard = heard
        }

        /// Returns at the next ring, at once where one was missed, or at a time.
        func next(before end: ContinuousClock.Instant) async {
            let key = bell.waiting.withLock { waiting in
                waiting.next += 1
                return waiting.next
            }
            let bell = bell, heard = heard
            let timer = Task {
                try? await Task.sleep(until: end)
                bell.wake(key)
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isDue = bell.waiting.withLock { waiting in
                        guard waiting.rings == heard, !Task.isCancelled, ContinuousClock.now < end else { return true }
                        waiting.waking[key] = continuation
                        return false
                    }
                    if isDue { continuation.resume() }
                }
            } onCancel: {
                bell.wake(key)
            }
            timer.cancel()
            self.heard = bell.waiting.withLock { $0.rings }
        }
    }

    private func wake(_ key: Int) {
        waiting.withLock { $0.waking.removeValue(forKey: key) }?.resume()
    }
}
