import Covalence
import Foundation
public import SignIn
import Store

extension Workbench {
    /// Who holds a session's token; nil where it has ended, or its member may not come in any more.
    public func visitor(for token: SecretToken, origin: String) async throws -> Visitor? {
        let hash = Data(token.digest.bytes)
        guard let session = try await store.session(hash, at: now()) else { return nil }
        let member = try await store.member(session.member)
        guard member.state == .active else { return nil }
        try await store.touch(hash, at: now())
        return Visitor(member, in: store.id, session: session.id, origin: origin)
    }
}
