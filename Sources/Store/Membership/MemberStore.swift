public import Covalence
public import Foundation

/// Members, teams, how they sign in, their sessions, and who may see single sellers' measures. Secrets come here as hashes only.
public protocol MemberStore: Sendable {
    func members() async throws(StoreError) -> [Member]
    /// - Throws: `StoreError.notFound`.
    func member(_ id: Identifier<Member>) async throws(StoreError) -> Member
    func member(withAddress address: String) async throws(StoreError) -> Member?

    /// Adds a member, with the one-time token that invites them where there is one.
    ///
    /// - Throws: `StoreError.exists` where the address is taken.
    func add(_ member: Member, token: OneTimeToken?) async throws(StoreError)

    /// Replaces name, address, role, person and state. Suspending ends every session and link of theirs and revokes their tokens, in the
    /// same transaction.
    ///
    /// - Parameters:
    ///   - seen: what was seen of the member; nil to replace whatever is there.
    ///   - time: when tokens are revoked.
    /// - Throws: `StoreError.refused` where it would leave a workspace that has an active administrator without one; `StoreError.conflict(.content)`.
    func update(_ member: Member, expecting seen: ContentTag?, at time: Timestamp) async throws(StoreError)

    // MARK: Credentials

    func credentials(of member: Identifier<Member>) async throws(StoreError) -> Credentials
    /// Replaces them; with `endingSessions`, every session but `keeping` ends in the same transaction.
    func setCredentials(of member: Identifier<Member>, _ credentials: Credentials, endingSessions: Bool, keeping: Data?) async throws(StoreError)
    /// Changes them in one transaction with reading them, so that nothing that happened in between is undone.
    ///
    /// - Throws: what `change` throws; nothing is changed then.
    func changeCredentials(
        of member: Identifier<Member>, endingSessions: Bool, keeping: Data?, _ change: @escaping @Sendable (inout Credentials) throws -> Void
    ) async throws(StoreError)
    /// Notes that a one-time code of this step was used; false where that step or a later one was used before.
    func useStep(_ step: Int64, of member: Identifier<Member>) async throws(StoreError) -> Bool
    /// Uses up a recovery code; false where it is not among the unused ones.
    func useRecoveryCode(_ hash: Data, of member: Identifier<Member>) async throws(StoreError) -> Bool
    /// The member behind an identity at a provider.
    func member(issuer: String, subject: String) async throws(StoreError) -> Member?
    /// Binds an identity at a provider to a member; one at each provider.
    ///
    /// - Throws: `StoreError.exists` where it is another member's, or the member has another identity at this provider: an address
    ///   may have been given to somebody else there.
    func bind(issuer: String, subject: String, to member: Identifier<Member>) async throws(StoreError)

    /// Lets go of every identity at providers that is bound to a member.
    func unbind(_ member: Identifier<Member>) async throws(StoreError)

    // MARK: One-time tokens: invitation, reset, first set-up

    /// Adds a token. A set-up or an invitation takes the place of the one before; resets do not.
    func add(_ token: OneTimeToken) async throws(StoreError)
    func oneTimeToken(_ hash: Data) async throws(StoreError) -> OneTimeToken?
    /// Uses a token up: exactly one caller gets it, and only before it expires; nil for everybody else.
    func use(_ hash: Data, at time: Timestamp) async throws(StoreError) -> OneTimeToken?

    // MARK: Sessions

    func add(_ session: Session) async throws(StoreError)
    /// The session with this token's hash, where it has not ended or expired.
    func session(_ hash: Data, at time: Timestamp) async throws(StoreError) -> Session?

    /// A session with its member and the workspace's version, read at one moment: what every request of a browser begins with. Nil where
    /// `session(_:at:)` is.
    func sessionHolder(_ hash: Data, at time: Timestamp) async throws(StoreError) -> SessionHolder?
    /// Notes that a session was used; written at most once a minute.
    func touch(_ hash: Data, at time: Timestamp) async throws(StoreError)
    func endSession(_ hash: Data) async throws(StoreError)
    func endSessions(of member: Identifier<Member>, keeping: Data?) async throws(StoreError)
    func sessions(of member: Identifier<Member>) async throws(StoreError) -> [Session]
    /// Forgets sessions and tokens that expired before this.
    func dropExpired(before time: Timestamp) async throws(StoreError)

    // MARK: Teams

    func teams() async throws(StoreError) -> [Team]
    /// Adds or replaces a team.
    ///
    /// - Parameter seen: what was seen of the team; nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.content)`; `StoreError.notFound` for a member, and for a team of which something was seen.
    func save(_ team: Team, expecting seen: ContentTag?) async throws(StoreError)
    /// Says in which teams a member is, in one transaction. Whom they manage where they stay is as it was.
    ///
    /// - Parameter seen: what was seen of the member; nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.content)`; `StoreError.notFound` for the member or a team.
    func setTeams(of member: Identifier<Member>, to teams: Set<Identifier<Team>>, expecting seen: ContentTag?) async throws(StoreError)
    func remove(_ team: Identifier<Team>) async throws(StoreError)

    // MARK: Single sellers' measures

    /// Who may see whose measures.
    func measureGrants() async throws(StoreError) -> [MeasureGrant]
    func add(_ grant: MeasureGrant) async throws(StoreError)
    func removeGrant(viewer: Identifier<Member>, seller: Identifier<Member>) async throws(StoreError)
}

extension MemberStore {
    /// Replaces whatever is there of a member.
    public func update(_ member: Member, at time: Timestamp) async throws(StoreError) { try await update(member, expecting: nil, at: time) }
    /// Adds a team, or replaces whatever is there of it.
    public func save(_ team: Team) async throws(StoreError) { try await save(team, expecting: nil) }
}

/// How a member proves who they are. Nothing of it can be turned back into a secret, the one-time-code secret apart.
public struct Credentials: Hashable, Sendable {
    /// The scrypt hash with its parameters; nil for members who only come through a provider.
    public var password: String?
    /// The shared secret of one-time codes, once confirmed; nil where not set up.
    public var oneTimeCodeSecret: Data?
    /// SHA-256 of the unused recovery codes.
    public var recoveryCodes: [Data]
    public var changedAt: Timestamp?

    public init(password: String? = nil, oneTimeCodeSecret: Data? = nil, recoveryCodes: [Data] = [], changedAt: Timestamp? = nil) {
        self.password = password
        self.oneTimeCodeSecret = oneTimeCodeSecret
        self.recoveryCodes = recoveryCodes
        self.changedAt = changedAt
    }
}

/// A link that works once.
public struct OneTimeToken: Hashable, Sendable {
    /// SHA-256 of the token in the link.
    public var hash: Data
    public var purpose: Purpose
    /// Whom it lets in; nil for the first set-up.
    public var member: Identifier<Member>?
    public var madeAt: Timestamp
    public var expiresAt: Timestamp

    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        case firstSetUp = "first-set-up"
        case invitation
        case reset
    }

    public init(hash: Data, purpose: Purpose, member: Identifier<Member>?, madeAt: Timestamp, expiresAt: Timestamp) {
        self.hash = hash
        self.purpose = purpose
        self.member = member
        self.madeAt = madeAt
        self.expiresAt = expiresAt
    }
}

/// Somebody who is signed in.
public struct Session: Hashable, Sendable, Identifiable {
    /// Names the session in the audit; not the secret.
    public var id: Identifier<Session>
    /// SHA-256 of the token in the cookie.
    public var hash: Data
    public var member: Identifier<Member>
    public var madeAt: Timestamp
    public var lastUsedAt: Timestamp
    public var expiresAt: Timestamp
    /// The address it was begun from.
    public var origin: String
    /// What the browser called itself, cut to 200 characters.
    public var browser: String

    public init(id: Identifier<Session>, hash: Data, member: Identifier<Member>, madeAt: Timestamp, lastUsedAt: Timestamp, expiresAt: Timestamp, origin: String, browser: String) {
        self.id = id
        self.hash = hash
        self.member = member
        self.madeAt = madeAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.origin = origin
        self.browser = browser
    }
}

/// Leave for one member to see another's own measures.
public struct MeasureGrant: Hashable, Sendable {
    public var viewer: Identifier<Member>
    public var seller: Identifier<Member>
    public var grantedBy: Identifier<Member>
    public var at: Timestamp

    public init(viewer: Identifier<Member>, seller: Identifier<Member>, grantedBy: Identifier<Member>, at: Timestamp) {
        self.viewer = viewer
        self.seller = seller
        self.grantedBy = grantedBy
        self.at = at
    }
}
