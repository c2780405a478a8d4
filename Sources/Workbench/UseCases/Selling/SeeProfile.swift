public import Covalence
import Foundation
public import Store
public import StrategicSelling

/// The ideal customer profile, with what the accounts in sight say of its criteria.
public struct SeenProfile: Sendable {
    /// 0 where there is none yet.
    public var version: Int
    public var author: String?
    public var madeAt: Timestamp?
    public var profile: IdealCustomerProfile
    /// What is learnt from the accounts in sight now, whichever weights count.
    public var learning: ProfileLearning
    /// Weights that count for everybody: learnt when the profile was set, from what its author saw then.
    public var kept: ProfileLearning?
    /// Accounts in sight of which somebody said that they are among our best, and that they are not.
    public var best: Int
    public var others: Int
    /// Every version, the newest first.
    public var versions: [KeptProfile]
}

/// How an account fits the profile, with the claims behind it.
public struct AccountFit: Sendable {
    public var version: Int
    public var profile: IdealCustomerProfile
    public var score: ProfileScore
    /// Whether it is one of our best; nil where nobody said so.
    public var isBest: Bool?
    /// The claims that the answers rest on, by id.
    public var claims: [Identifier<Claim>: Claim]
}

/// What is kept of a version.
struct ProfileContent: Codable {
    var criteria: [ProfileCriterion]
    var learning: ProfileLearning
}

extension Workbench {
    /// ‡ The most criteria of a profile.
    private static let mostCriteria = 60

    /// The ideal customer profile with lift and numbers of the accounts in sight.
    public func profile(by visitor: Visitor) async throws -> SeenProfile {
        try await admit(visitor, to: .seeProfile)
        let versions = try await store.profiles()
        let content = try versions.first.map(Self.content)
        let profile = try IdealCustomerProfile(content?.criteria ?? [])
        let past = try await pastAccounts(visitor)
        return SeenProfile(
            version: versions.first?.version ?? 0, author: versions.first?.author, madeAt: versions.first?.madeAt, profile: profile, learning: try profile.learn(past),
            kept: content?.learning, best: past.count { $0.isBest }, others: past.count { !$0.isBest }, versions: versions
        )
    }

    /// Sets the criteria of the profile: a new version. Weights that are not set by hand are learnt from the best accounts in sight, and stay until the next one.
    ///
    /// - Parameter version: the version the person saw; 0 for none.
    /// - Throws: `StoreError.refused` where a criterion could not be used; `StoreError.conflict(.record)` where somebody set it meanwhile.
    public func setProfile(_ criteria: [ProfileCriterion], expecting version: Int, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeProfile)
        guard criteria.count <= Self.mostCriteria else { throw StoreError.refused("A profile has at most \(Self.mostCriteria) criteria.", at: "/criteria") }
        for (place, criterion) in criteria.enumerated() {
            guard OneLine.clean(criterion.label) == criterion.label, criterion.label.count <= 200 else {
                throw StoreError.refused("What a criterion asks is one line of at most 200 characters.", at: "/criteria/\(place)/label")
            }
        }
        let profile: IdealCustomerProfile
        do { profile = try IdealCustomerProfile(criteria) } catch { throw StoreError.refused("\(error)") }
        let content = ProfileContent(criteria: criteria, learning: try profile.learn(try await pastAccounts(visitor)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try await store.keep(KeptProfile(
            version: version + 1, content: String(decoding: try encoder.encode(content), as: UTF8.self), author: visitor.name, madeAt: now()
        ))
    }

    /// How an account fits the profile, criterion by criterion; nil where there is no profile yet.
    public func profileFit(of id: Identifier<Organization>, by visitor: Visitor) async throws -> AccountFit? {
        try await admit(visitor, to: .openOrganization, .organization(id))
        let claims = try await store.ledger(about: [.organization(id)], kinds: SellingKinds.profileKinds).asKnown(at: now()).filter(visitor.mayKnow)
        return try await currentProfile()?.fit(of: id, claims)
    }

    /// The profile as it is now; nil where there is none.
    func currentProfile() async throws -> CurrentProfile? {
        guard let kept = try await store.profiles().first else { return nil }
        let content = try Self.content(kept)
        guard !content.criteria.isEmpty else { return nil }
        return CurrentProfile(version: kept.version, profile: try IdealCustomerProfile(content.criteria), learning: content.learning)
    }

    /// Whether the profile would have told our best accounts from the others, among those in sight.
    public func profileBackTest(by visitor: Visitor) async throws -> ProfileBackTest {
        try await admit(visitor, to: .seeProfile)
        let profile = try IdealCustomerProfile(try await store.profiles().first.map(Self.content)?.criteria ?? [])
        return try profile.backTest(try await pastAccounts(visitor))
    }

    /// Accounts in sight of which somebody said whether they are among our best, with what is known of them now.
    private func pastAccounts(_ visitor: Visitor) async throws -> [PastAccount] {
        var past: [PastAccount] = []
        var cursor: PageCursor?
        repeat {
            let page = try await store.organizations(OrganizationQuery(kinds: [.customer, .prospect], cursor: cursor, limit: 500), in: visitor.scope)
            let ledger = try await store.ledger(about: Set(page.items.map { .organization($0.id) }), kinds: SellingKinds.profileKinds)
            let claims = Dictionary(grouping: ledger.asKnown(at: now()).filter(visitor.mayKnow), by: \.subject)
            for item in page.items {
                let known = KnownOfAccount(item.id, claims[.organization(item.id)] ?? [])
                if let isBest = known.isBest { past.append(PastAccount(known.account, isBest: isBest)) }
            }
            cursor = page.next
        } while cursor != nil
        return past
    }

    private static func content(_ kept: KeptProfile) throws -> ProfileContent {
        do { return try JSONDecoder().decode(ProfileContent.self, from: Data(kept.content.utf8)) } catch {
            throw StoreError.corrupt("Version \(kept.version) of the ideal customer profile cannot be read. Set it anew.")
        }
    }
}

/// What confirmed claims say of an account about the profile.
struct KnownOfAccount {
    var account: ProfileAccount
    var isBest: Bool?

    init(_ id: Identifier<Organization>, _ claims: [Claim]) {
        var answers: [String: ProfileAccount.Answer] = [:]
        let held = claims.filter { $0.standing == .confirmed }.sorted {
            ($0.observedAt ?? $0.recordedAt, $0.recordedAt, $0.id) < ($1.observedAt ?? $1.recordedAt, $1.recordedAt, $1.id)
        }
        for claim in held {
            if let stated = SellingKinds.profileAnswer.content(of: claim) { answers[stated.criterion] = .init(stated.answer, claims: [claim.id]) }
            if let isBest = SellingKinds.bestAccount.content(of: claim) { self.isBest = isBest }
        }
        account = ProfileAccount(id: id.description, answers: answers)
    }
}
