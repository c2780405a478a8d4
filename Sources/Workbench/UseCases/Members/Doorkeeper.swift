import Covalence
import Foundation
public import SignIn
import Synchronization

/// What stands before every workspace of a process: who guesses is slowed down, and passwords are hashed one after the other.
public final class Doorkeeper: Sendable {
    /// Hashes and compares passwords.
    public let hasher: PasswordHasher
    private let throttle: Mutex<Throttle>

    /// A doorkeeper who remembers failures of at most `capacity` accounts and addresses.
    public init(hasher: PasswordHasher = PasswordHasher(), capacity: Int = 50_000) {
        self.hasher = hasher
        throttle = Mutex(Throttle(capacity: capacity))
    }

    /// Begins an attempt, which counts as failed until it is said otherwise.
    func begin(_ attempt: Attempt, at time: Timestamp) throws(DoorProblem) {
        let decision = throttle.withLock { $0.begin(attempt.keys, now: time.milliseconds / 1000) }
        if case .wait(let seconds) = decision { throw .wait(seconds: seconds) }
    }

    func succeeded(_ attempt: Attempt) { throttle.withLock { $0.succeeded(attempt.keys) } }

    /// It came to nothing through no fault of whoever made it.
    func withdraw(_ attempt: Attempt) { throttle.withLock { $0.withdraw(attempt.keys) } }

    /// What an attempt is counted under.
    struct Attempt: Sendable {
        let keys: [ThrottleKey]

        /// Somebody tries to be a member of a workspace. The workspace is part of the key, or somebody with the same address in
        /// another one could make failures forgotten.
        init(account address: String, in workspace: Identifier<Workspace>, origin: String) {
            keys = [.account("\(workspace) \(address)")] + (NetworkAddress(origin).map { [.address($0)] } ?? [])
        }

        /// Somebody asks for a reset link. Counted apart from signing in: who forgot a password may go on guessing it.
        init(resetOf address: String, in workspace: Identifier<Workspace>, origin: String) {
            keys = [.account("reset \(workspace) \(address)")]
                + (NetworkAddress(origin).map { [.account("reset from \($0.subscriber)")] } ?? [])
        }
    }
}
