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

    /// A link token for the first administrator; nil where there is one already.
    public func beginFirstSetUp() async throws -> SecretToken? {
        guard try await !store.members().contains(where: { $0.role == .administrator && $0.state == .active }) else { return nil }
        let token = SecretToken.make(), time = now()
        try await store.add(OneTimeToken(
            hash: Data(token.digest.bytes), purpose: .firstSetUp, member: nil, madeAt: time, expiresAt: time.advanced(by: 86_400_000)
        ))
        return token
    }
}
