public import Covalence
public import Foundation

/// Tokens of the API, and the keys under which requests are sent once. Secrets come here as hashes only.
public protocol TokenStore: Sendable {
    /// Adds a token.
    ///
    /// - Throws: `StoreError.refused` where its member may not come in.
    func add(_ token: APIToken) async throws(StoreError)

    /// The token with this secret's hash, whatever its state; nil where there is none.
    func apiToken(_ hash: Data) async throws(StoreError) -> APIToken?

    /// A token by its id.
    ///
    /// - Throws: `StoreError.notFound`.
    func apiToken(_ id: Identifier<APIToken>) async throws(StoreError) -> APIToken

    /// A member's tokens, or everybody's, newest first; at most 1,000.
    func apiTokens(of member: Identifier<Member>?) async throws(StoreError) -> [APIToken]

    /// Ends a token for good. One that has ended stays as it is.
    func revoke(_ id: Identifier<APIToken>, at time: Timestamp) async throws(StoreError)

    /// Notes that a token was used; written at most once a minute.
    func touch(_ id: Identifier<APIToken>, at time: Timestamp) async throws(StoreError)

    /// Notes a key before its request is carried out, in one transaction with looking whether it is there.
    ///
    /// - Parameters:
    ///   - request: SHA-256 of what was asked.
    ///   - limit: keys noted before this are forgotten.
    /// - Returns: nil where the key is new and the caller is to go on; what is noted under it otherwise.
    func reserve(_ key: String, of token: Identifier<APIToken>, request: Data, at time: Timestamp, forgettingBefore limit: Timestamp) async throws(StoreError) -> KeptAnswer?

    /// Notes how the request of a key was answered.
    func finish(_ key: String, of token: Identifier<APIToken>, status: Int, location: String?, answer: String?) async throws(StoreError)

    /// Forgets a key whose request changed nothing.
    func release(_ key: String, of token: Identifier<APIToken>) async throws(StoreError)
}

/// What lets a program in on behalf of a member.
public struct APIToken: Hashable, Sendable, Identifiable {
    public var id: Identifier<APIToken>
    /// SHA-256 of the secret.
    public var hash: Data
    /// How the token begins, by which its owner knows it again: `cvl_3fA9xQ2b`.
    public var beginning: String
    /// What it is for, in its owner's words.
    public var name: String
    /// The member it acts for.
    public var member: Identifier<Member>
    /// What it may be used for, by name.
    public var scopes: [String]
    public var madeAt: Timestamp
    public var expiresAt: Timestamp
    /// To the minute; nil while not used.
    public var lastUsedAt: Timestamp?
    public var revokedAt: Timestamp?

    public init(
        id: Identifier<APIToken>, hash: Data, beginning: String, name: String, member: Identifier<Member>, scopes: [String],
        madeAt: Timestamp, expiresAt: Timestamp, lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.hash = hash
        self.beginning = beginning
        self.name = name
        self.member = member
        self.scopes = scopes
        self.madeAt = madeAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    /// Whether it lets somebody in.
    public func isLive(at time: Timestamp) -> Bool { revokedAt == nil && expiresAt > time }
}

/// What is noted under a key: what was asked, and how it was answered, without a word of it.
public struct KeptAnswer: Hashable, Sendable {
    /// SHA-256 of what was asked.
    public var request: Data
    public var madeAt: Timestamp
    /// The status; nil while the request runs, or where it was broken off.
    public var status: Int?
    /// Where what was made is.
    public var location: String?
    /// The answer, where it holds ids and numbers only.
    public var answer: String?
}
