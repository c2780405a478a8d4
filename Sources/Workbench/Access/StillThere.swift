import Covalence
import Store

/// Whoever began something that lasts is let in no more.
public struct VisitorGone: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String {
        "The token has ended: it was revoked, it has expired, or its member was suspended. Go on with another one."
    }
}

extension Workbench {
    /// A visitor of a request that lasts, as they are now: with the role they have now, and nil once they may not come in any more, or
    /// their session or token has ended.
    public func stillThere(_ visitor: Visitor) async throws -> Visitor? {
        guard let id = visitor.member else { return visitor }
        guard let member = try await store.members().first(where: { $0.id == id }), member.state == .active else { return nil }
        if let session = visitor.session {
            let time = machineTime()
            // Whoever came with a token has its id there.
            if visitor.scopes != nil {
                guard try await store.apiToken(Identifier(session.uuid)).isLive(at: time) else { return nil }
                var now = visitor
                now.role = member.role
                now.person = member.person
                return now
            }
            guard try await store.sessions(of: id).contains(where: { $0.id == session && !$0.isIdle(at: time) }) else { return nil }
        }
        var now = visitor
        now.role = member.role
        now.person = member.person
        return now
    }
}
