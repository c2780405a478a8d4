public import Covalence
import Foundation
import SignIn
public import Store

/// A token as it is asked for.
public struct TokenDraft: Hashable, Sendable {
    /// What it is for, in its owner's words.
    public var name: String
    public var scopes: Set<TokenScope>
    /// 1 to 366.
    public var days: Int

    /// The longest a token lives.
    public static let mostDays = 366

    /// What a token is asked to be; days from 1 to 366.
    public init(name: String, scopes: Set<TokenScope>, days: Int = 90) {
        self.name = name
        self.scopes = scopes
        self.days = days
    }
}

/// A token with its secret, which is not to be seen again.
public struct MadeToken: Sendable {
    public var token: APIToken
    /// For the member who uses it, and nowhere else.
    public var secret: APISecret
}

extension Workbench {
    /// The most tokens of one member that let in at the same time ‡.
    static let mostTokens = 50

    /// Makes a token that acts for the visitor.
    ///
    /// - Parameter member: whom it acts for; nil for the visitor. Only the operator at the terminal, who could read the files anyway,
    ///   makes one for somebody else.
    /// - Throws: `StoreError.refused` where name, scopes or days cannot be, or there are too many; `NotPermitted` for somebody
    ///   who came with a token: else one that leaks could outlive itself.
    public func makeToken(_ draft: TokenDraft, for member: Identifier<Member>? = nil, by visitor: Visitor) async throws -> MadeToken {
        try await admit(visitor, to: .makeToken, (member ?? visitor.member).map { .member($0) } ?? .workspace)
        guard visitor.scopes == nil else {
            throw StoreError.refused("A token makes no tokens. Sign in and make one on the page “Tokens” of your settings.")
        }
        if let member, member != visitor.member, visitor.identity != .operatorAtTerminal {
            throw NotPermitted(visitor: visitor.name, permission: .administer)
        }
        guard let owner = member ?? visitor.member else {
            throw StoreError.refused("A token acts for a member. Say for whom: --member ADDRESS.")
        }
        guard let name = OneLine.clean(draft.name), name.count <= OneLine.longest else {
            throw StoreError.refused("A token has a name of 1 to \(OneLine.longest) characters, which says what it is for. Write one.", at: "/name")
        }
        guard !draft.scopes.isEmpty else { throw StoreError.refused("A token without a scope can do nothing. Choose at least one.", at: "/scopes") }
        guard (1...TokenDraft.mostDays).contains(draft.days) else {
            throw StoreError.refused("A token lives 1 to \(TokenDraft.mostDays) days. Choose a number between them.", at: "/days")
        }
        let role = try await store.member(owner).role
        for scope in draft.scopes where !role.permissions.contains(where: { $0.scope == scope }) {
            throw StoreError.refused("The role of a \(role.rawValue) allows nothing for which the scope “\(scope.rawValue)” would be. Leave it out.", at: "/scopes")
        }
        let time = machineTime()
        guard try await store.apiTokens(of: owner).count(where: { $0.isLive(at: time) }) < Self.mostTokens else {
            throw StoreError.refused("There are \(Self.mostTokens) tokens already. Revoke those that are not needed any more.")
        }
        let secret = APISecret(store.id)
        let token = APIToken(
            id: .make(at: time), hash: secret.token.digest.data, beginning: secret.beginning, name: name, member: owner,
            scopes: TokenScope.allCases.filter(draft.scopes.contains).map(\.rawValue), madeAt: time,
            expiresAt: time.advanced(by: Int64(draft.days) * 86_400_000)
        )
        try await store.add(token)
        return MadeToken(token: token, secret: secret)
    }
}
