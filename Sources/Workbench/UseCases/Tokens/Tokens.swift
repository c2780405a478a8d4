public import Covalence
import Foundation
public import Store

/// A token as the list of tokens shows it.
public struct TokenLine: Hashable, Sendable, Identifiable {
    public var token: APIToken
    /// Whom it acts for.
    public var member: Member
    /// Whether it lets in now: not ended, and its member may come in.
    public var isLive: Bool
    public var id: Identifier<APIToken> { token.id }
}

extension Workbench {
    /// The visitor's own tokens, newest first.
    public func ownTokens(by visitor: Visitor) async throws -> [TokenLine] {
        try await admit(visitor, to: .seeTokens)
        guard let member = visitor.member else { return [] }
        return lines(try await store.apiTokens(of: member), of: [try await store.member(member)])
    }

    /// Everybody's tokens, newest first.
    public func allTokens(by visitor: Visitor) async throws -> [TokenLine] {
        try await admit(visitor, to: .seeAllTokens)
        return lines(try await store.apiTokens(of: nil), of: try await store.members())
    }

    /// Ends a token at once and for good: one's own, or, for administrators, anybody's.
    ///
    /// - Throws: `StoreError.notFound` also for somebody else's.
    public func revokeToken(_ id: Identifier<APIToken>, by visitor: Visitor) async throws {
        let token = try await store.apiToken(id)
        let isOwn = token.member == visitor.member
        guard isOwn || visitor.may(.administer) else { throw StoreError.notFound("The token \(id)") }
        try await admit(visitor, to: isOwn ? .revokeToken : .revokeAnyToken, .member(token.member))
        try await store.revoke(id, at: machineTime())
    }

    private func lines(_ tokens: [APIToken], of members: [Member]) -> [TokenLine] {
        let byID = Dictionary(members.map { ($0.id, $0) }) { first, _ in first }
        let time = machineTime()
        return tokens.compactMap { token in
            byID[token.member].map { TokenLine(token: token, member: $0, isLive: token.isLive(at: time) && $0.state == .active) }
        }
    }
}
