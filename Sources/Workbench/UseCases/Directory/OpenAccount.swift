public import Covalence
public import Store

/// An organisation with all that its page shows.
public struct OpenAccount: Sendable {
    public var summary: OrganizationSummary
    /// The organisations it belongs to, the nearest first, as far as they are in sight.
    public var parents: [OrganizationSummary]
    /// Those that belong to it.
    public var children: [OrganizationSummary]
    /// Who works there; at most 200, by name.
    public var people: [PersonSummary]
    /// The members who work the account by themselves.
    public var holders: [Member]
    /// The teams that work it.
    public var teams: [Team]
    /// Meetings and interactions that have begun, newest first: the first page.
    public var history: Page<HistoryLine>
    /// The first of what is to come, the nearest first.
    public var ahead: Page<HistoryLine>
    /// What is stated of it and still holds, as far as the visitor may know.
    public var known: [Claim]
    /// The files behind what is to come and the first page of the history.
    public var files: [HistoryFile]
}

/// A file behind a line of a history.
public struct HistoryFile: Hashable, Sendable {
    public var line: HistoryLine
    /// What it is to a meeting; nil for the file an interaction came from.
    public var role: MeetingFile.Role?
    public var file: StoredFile
}

extension Workbench {
    /// Opens an organisation: customer, prospect or any other.
    public func openAccount(_ id: Identifier<Organization>, by visitor: Visitor) async throws -> OpenAccount {
        try await admit(visitor, to: .openOrganization, .organization(id))
        let time = now(), summary = try await store.organization(id, in: visitor.scope, at: time)
        var holders: [Member] = [], teams: [Team] = []
        if !summary.holders.members.isEmpty { holders = try await store.members().filter { summary.holders.members.contains($0.id) } }
        if !summary.holders.teams.isEmpty { teams = try await store.teams().filter { summary.holders.teams.contains($0.id) } }
        let history = try await store.history(HistoryQuery(organization: id).begun(at: time), in: visitor.scope)
        let ahead = try await store.history(HistoryQuery(organization: id, limit: HistoryQuery.shownAhead).ahead(of: time), in: visitor.scope)
        return OpenAccount(
            summary: summary,
            parents: try await parents(of: summary.organization, visitor),
            children: try await store.organizations(OrganizationQuery(parent: id, limit: 200), in: visitor.scope, at: time).items,
            people: try await store.people(PersonQuery(organization: id, limit: 200), in: visitor.scope, at: time).items,
            holders: holders,
            teams: teams,
            history: history,
            ahead: ahead,
            known: try await known(about: .organization(id), visitor),
            files: try await files(behind: ahead.items.reversed() + history.items, visitor)
        )
    }

    private func parents(of organization: Organization, _ visitor: Visitor) async throws -> [OrganizationSummary] {
        var chain: [OrganizationSummary] = []
        var seen: Set<Identifier<Organization>> = [organization.id]
        var next = organization.parent
        // The store lets no circle in; the set keeps a damaged one from hanging the page.
        while let id = next, seen.insert(id).inserted, try await isInSight(id, visitor.scope) {
            let parent = try await store.organization(id, in: visitor.scope, at: now())
            chain.append(parent)
            next = parent.organization.parent
        }
        return chain
    }

    /// What is stated of something and still holds, as far as the visitor may know.
    func known(about subject: Claim.Subject, _ visitor: Visitor) async throws -> [Claim] {
        var known: [Claim] = []
        for claim in try await store.claims(about: subject, standings: [.suggested, .confirmed]) where visitor.mayKnow(claim) {
            if try await isInSight(claim, visitor) { known.append(claim) }
        }
        return known
    }

    func files(behind lines: [HistoryLine], _ visitor: Visitor) async throws -> [HistoryFile] {
        var found: [HistoryFile] = []
        for line in lines {
            switch line.subject {
            case .meeting(let id):
                found += try await store.files(of: id).map { HistoryFile(line: line, role: $0.role, file: $0.file) }
            case .interaction(let id):
                guard let hash = try await store.interaction(id, in: visitor.scope).original else { continue }
                found.append(HistoryFile(line: line, role: nil, file: try await store.file(hash)))
            }
        }
        return found
    }
}
