import Covalence
import Store
import Synchronization
import Workbench

/// What is learnt about a request on its way in, for its line in the log: ids and numbers, never names. One for each request; the layers inside
/// have a copy of the context each, and all of them this.
final class RequestNotes: Sendable {
    struct Ids: Sendable {
        var workspace: Identifier<Workspace>?
        var member: Identifier<Member>?
    }

    private struct State {
        var ids = Ids()
        var received = 0
        var isBrokenOff = false
    }

    private let state = Mutex(State())

    var ids: Ids { state.withLock { $0.ids } }
    /// Bytes of the body that were read so far.
    var received: Int { state.withLock { $0.received } }
    /// Whether the body broke off before its end.
    var isBrokenOff: Bool { state.withLock { $0.isBrokenOff } }

    /// Notes that bytes of the body came.
    func came(_ count: Int) { state.withLock { $0.received += count } }

    /// Notes that the body broke off.
    func brokeOff() { state.withLock { $0.isBrokenOff = true } }

    /// Notes who was let in.
    func note(_ guest: Guest) {
        let workspace = guest.bench.workspace.id
        state.withLock { state in
            state.ids.workspace = workspace
            if case .member(let member) = guest.visitor.identity { state.ids.member = member }
        }
    }
}
