import Foundation

/// Keeps a body where it is until the test has seen what it wanted to see.
final class Gate: Sendable {
    private let entered = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// In the body: says that it is here, and waits.
    func wait() {
        entered.signal()
        _ = opened.wait(timeout: .now() + 300)
    }

    /// In the test: returns when the body is there.
    func isEntered() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                _ = self.entered.wait(timeout: .now() + 300)
                continuation.resume()
            }
        }
    }

    func open() { opened.signal() }
}
