import Foundation
import Synchronization

/// Whose sessions they are, as they were read from a database in which nobody has changed anything since: every request asks for one.
///
/// Nothing is taken for true that the database does not say now. Its state is a number that differs after every commit, of any process.
final class KnownSessions: Sendable {
    private struct Known {
        var state: Int64
        var holders: [Data: SessionHolder] = [:]
    }

    /// More at once are read anew ‡.
    private static let most = 1024

    private let known = Mutex<Known?>(nil)

    /// What was read in this state of the database.
    func holder(_ hash: Data, in state: Int64) -> SessionHolder? {
        known.withLock { $0?.state == state ? $0?.holders[hash] : nil }
    }

    /// Keeps what was read after the database had been asked for its state.
    func keep(_ holder: SessionHolder, in state: Int64) {
        known.withLock { known in
            if known?.state != state || (known?.holders.count ?? 0) >= Self.most { known = Known(state: state) }
            known?.holders[holder.session.hash] = holder
        }
    }
}
