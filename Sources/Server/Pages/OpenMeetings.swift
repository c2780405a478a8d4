import Covalence
import Workbench

/// The meetings that were opened last, as long as nothing about them changes: a page and its pieces are made from one opening.
actor OpenMeetings {
    private let bench: Workbench
    private let visitor: Visitor
    /// The one used last comes last.
    private var kept: [OpenMeeting] = []
    private let most = 8

    init(bench: Workbench, visitor: Visitor) {
        self.bench = bench
        self.visitor = visitor
    }

    /// A meeting as it stands now: its version is asked for each time.
    nonisolated func open(_ id: Identifier<Meeting>) async throws -> OpenMeeting {
        let version: Int
        do {
            version = try await bench.version(of: id, by: visitor)
        } catch {
            // Erased, here or by the command: nothing of it may stay.
            await forget(id)
            throw error
        }
        if let open = await known(id, version: version) { return open }
        let open = try await bench.openMeeting(id, by: visitor)
        await keep(open)
        return open
    }

    /// Lets a meeting go.
    func forget(_ id: Identifier<Meeting>) {
        kept.removeAll { $0.summary.id == id }
    }

    private func known(_ id: Identifier<Meeting>, version: Int) -> OpenMeeting? {
        guard let index = kept.firstIndex(where: { $0.summary.id == id && $0.summary.version == version }) else { return nil }
        let open = kept.remove(at: index)
        kept.append(open)
        return open
    }

    private func keep(_ open: OpenMeeting) {
        forget(open.summary.id)
        kept.append(open)
        if kept.count > most { kept.removeFirst() }
    }
}
