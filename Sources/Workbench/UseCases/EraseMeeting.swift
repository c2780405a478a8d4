public import Covalence
import Store

extension Workbench {
    /// Erases a meeting for good: its words, findings, files and recordings, also from the search index and the log.
    public func erase(_ id: Identifier<Meeting>, by visitor: Visitor) async throws {
        // What is erased is out of everybody's sight; erasing it again does nothing, for those who may erase.
        if visitor.may(.erase), try await store.erasure(of: id) != nil { return try await admit(visitor, to: .eraseMeeting) }
        try await admit(visitor, to: .eraseMeeting, .meeting(id))
        // Also where erasing fails half-way: the rows go first.
        defer { letGo(of: id) }
        try await store.erase(id)
        try await forgetLearnt()
    }
}
