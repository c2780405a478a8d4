import Covalence
import Store
import Synchronization
import Workbench

/// What is learnt about a request on its way in, for its line in the log: ids, never names. One for each request; the layers inside
/// have a copy of the context each, and all of them this.
final class RequestNotes: Sendable {
    struct Ids: Sendable {
        var workspace: Identifier<Workspace>?
        var member: Identifier<Member>?
    }

    private let state = Mutex(Ids())

    var ids: Ids { state.withLock { $0 } }

    /// Notes who was let in.
    func note(_ guest: Guest) {
        let workspace = guest.bench.workspace.id
        state.withLock { ids in
            ids.workspace = workspace
            if case .member(let member) = guest.visitor.identity { ids.member = member }
        }
    }
}
