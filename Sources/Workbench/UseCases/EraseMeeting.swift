public import Covalence
import Store

extension Workbench {
    /// Erases a meeting for good: its words, findings, files and recordings, also from the search index and the log.
    public func erase(_ id: Identifier<Meeting>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .eraseMeeting, .meeting(id))
        // Also where erasing fails half-way: the rows go first.
        defer { readings.remove(id) }
        try await store.erase(id)
    }
}
