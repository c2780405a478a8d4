import Covalence
import Foundation
import SignIn
public import Store

extension Workbench {
    /// Who comes with a token: its member, as their role is now, with the token's scopes on top; nil where it has ended, never was
    /// one, or its member may not come in.
    public func visitor(for secret: APISecret, origin: String) async throws -> (visitor: Visitor, token: APIToken)? {
        let time = machineTime()
        guard secret.workspace == store.id, let token = try await store.apiToken(secret.token.digest.data) else { return nil }
        // Written once a minute at most: a program that asks every second must not fill the disk.
        let isDue = token.lastUsedAt.map { time.milliseconds - $0.milliseconds >= 60_000 } ?? true
        guard token.isLive(at: time) else {
            guard isDue else { return nil }
            try await store.touch(token.id, at: time)
            try await note(.tokenRefused, .member(token.member), session: Identifier(token.id.uuid), origin: origin, subject: .member(token.member), isRefused: true)
            return nil
        }
        let member = try await store.member(token.member)
        guard member.state == .active else { return nil }
        if isDue { try await store.touch(token.id, at: time) }
        // The token's id stands where a session's would: whoever reads the audit log finds the token that was used.
        var visitor = Visitor(member, in: store.id, session: Identifier(token.id.uuid), origin: origin)
        visitor.scopes = Set(token.scopes.compactMap(TokenScope.init(rawValue:)))
        return (visitor, token)
    }
}
