import Covalence
import Store
import Workbench

/// The meetings that were opened last, as long as nothing about them changes: a page and its pieces are made from one opening.
///
/// What one member sees is never given to another: each keeps their own, and is let in anew each time.
actor OpenMeetings {
    private struct Key: Hashable {
        var workspace: Identifier<Workspace>
        var visitor: Visitor.Identity
        var role: Role
        var meeting: Identifier<Meeting>
    }

    /// The one used last comes last.
    private var kept: [(key: Key, meeting: OpenMeeting)] = []
    private let most = 32

    /// A meeting as it stands now, for this visitor: whether they may, and its version, are asked for each time.
    nonisolated func open(_ id: Identifier<Meeting>, _ context: ServerContext) async throws -> OpenMeeting {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let key = Key(workspace: bench.workspace.id, visitor: visitor.identity, role: visitor.role, meeting: id)
        do {
            if await has(key) {
                let version = try await bench.reopenMeeting(id, by: visitor)
                if let open = await known(key, version: version) { return open }
            }
            let open = try await bench.openMeeting(id, by: visitor)
            await keep(open, key)
            return open
        } catch {
            // Erased, here or by the command, or out of sight: nothing of it may stay.
            await forget(key)
            throw error
        }
    }

    /// Lets a meeting go, whoever opened it.
    func forget(_ id: Identifier<Meeting>, in workspace: Identifier<Workspace>) {
        kept.removeAll { $0.key.meeting == id && $0.key.workspace == workspace }
    }

    /// Lets every meeting of a workspace go.
    func forgetAll(in workspace: Identifier<Workspace>) { kept.removeAll { $0.key.workspace == workspace } }

    private func forget(_ key: Key) { kept.removeAll { $0.key == key } }

    private func has(_ key: Key) -> Bool { kept.contains { $0.key == key } }

    private func known(_ key: Key, version: Int) -> OpenMeeting? {
        guard let index = kept.firstIndex(where: { $0.key == key && $0.meeting.summary.version == version }) else { return nil }
        let open = kept.remove(at: index)
        kept.append(open)
        return open.meeting
    }

    private func keep(_ open: OpenMeeting, _ key: Key) {
        forget(key)
        kept.append((key, open))
        if kept.count > most { kept.removeFirst() }
    }
}
