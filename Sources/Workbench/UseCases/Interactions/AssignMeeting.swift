public import Covalence
import Formats
public import Store

/// An organisation to which a meeting may belong, and why we think so.
public struct AccountSuggestion: Hashable, Sendable {
    public var organization: OrganizationSummary
    /// In plain words: “Paula Keller works there.”
    public var reason: String
}

extension Workbench {
    /// The accounts a meeting belongs to.
    public func accounts(of meeting: Identifier<Meeting>, by visitor: Visitor) async throws -> [OrganizationSummary] {
        try await admit(visitor, to: .watchMeeting, .meeting(meeting))
        guard visitor.may(.know) else { return [] }
        var found: [OrganizationSummary] = []
        for id in try await store.accounts(of: meeting) where try await isInSight(id, visitor.scope) {
            found.append(try await store.organization(id, in: visitor.scope, at: now()))
        }
        return found.sorted { $0.organization.name < $1.organization.name }
    }

    /// Says to which accounts a meeting belongs. Everybody who works all of them sees it.
    ///
    /// - Parameter expecting: the version of the meeting the person saw; nil to replace whatever is there.
    /// - Throws: `StoreError.notFound` for an account out of sight; `StoreError.refused` for what is no account, and where nobody
    ///   but the visitor's colleagues would see it any more; `StoreError.conflict(.meeting)` where it is another version.
    public func setAccounts(
        of meeting: Identifier<Meeting>, to accounts: Set<Identifier<Organization>>, expecting version: Int? = nil, by visitor: Visitor
    ) async throws {
        try await admit(visitor, to: .assignMeeting, .meeting(meeting))
        guard accounts.count <= 100 else { throw StoreError.refused("A meeting belongs to at most 100 accounts. Leave some out.", at: "/accounts") }
        for account in accounts {
            let organization = try await store.organization(account, in: visitor.scope).organization
            guard organization.kind.isAccount else {
                throw StoreError.refused("“\(organization.name)” is no customer or prospect. Choose an account.", at: "/accounts")
            }
        }
        if accounts.isEmpty, visitor.scope != .everything, try await store.meeting(meeting).broughtInBy != visitor.member {
            throw StoreError.refused("Without an account only whoever brought this meeting in would see it. Choose at least one account.", at: "/accounts")
        }
        try await store.setAccounts(of: meeting, accounts, expecting: version, at: now())
    }

    /// Accounts in sight to which a meeting may belong: where its participants work, whose domain is in its file, whose name was given.
    public func suggestedAccounts(of meeting: Identifier<Meeting>, by visitor: Visitor) async throws -> [AccountSuggestion] {
        try await admit(visitor, to: .watchMeeting, .meeting(meeting))
        guard visitor.may(.change) else { throw NotPermitted(visitor: visitor.name, permission: .change) }
        let there = try await store.accounts(of: meeting)
        let cast = try await store.cast(of: meeting).cast
        var reasons: [(Identifier<Organization>, String)] = []
        for participant in cast.participants {
            if let person = participant.person, try await isInSight(person, visitor.scope),
               let at = try await store.person(person, in: visitor.scope).person.organization {
                reasons.append((at, "\(participant.name) works there."))
            }
            guard let name = participant.organization, !settings.own.isOurs(name: name) else { continue }
            let named = try await store.organizations(OrganizationQuery(text: name, limit: 20), in: visitor.scope).items
            for found in named where OwnCompany.fold(found.organization.name) == OwnCompany.fold(name) {
                reasons.append((found.id, "\(participant.name) was said to speak for it."))
            }
        }
        for domain in try await domains(of: meeting, cast: cast) {
            guard let organization = try await store.organization(withDomain: domain.domain) else { continue }
            reasons.append((organization.id, "Somebody in the meeting writes from \(domain.domain)."))
        }
        var suggestions: [AccountSuggestion] = []
        for (id, reason) in reasons where !there.contains(id) && !suggestions.contains(where: { $0.organization.id == id }) {
            guard try await isInSight(id, visitor.scope) else { continue }
            let summary = try await store.organization(id, in: visitor.scope, at: now())
            if summary.organization.kind.isAccount { suggestions.append(.init(organization: summary, reason: reason)) }
        }
        return suggestions
    }
}
