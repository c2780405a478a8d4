public import Covalence
public import Store

/// A person with all that their page shows.
public struct OpenPerson: Sendable {
    public var summary: PersonSummary
    public var organization: OrganizationSummary?
    /// The people above, the nearest first, each with the claim that says so.
    public var reportsTo: [Reporting]
    /// What a change of it is held against.
    public var reportsToTag: ContentTag
    /// The people of the same organisation who report to this one.
    public var reports: [Reporting]
    /// Meetings and interactions that have begun, newest first: the first page.
    public var history: Page<HistoryLine>
    /// The first of what is to come, the nearest first.
    public var ahead: Page<HistoryLine>
    /// What else is stated of the person and still holds, as far as the visitor may know.
    public var known: [Claim]
    /// The files behind what is to come and the first page of the history.
    public var files: [HistoryFile]

    /// Somebody above or below, and what says so.
    public struct Reporting: Hashable, Sendable {
        public var person: PersonSummary
        public var claim: Claim
    }
}

extension Workbench {
    /// The most people of an organisation that are looked through for those who report to somebody ‡.
    private static let mostColleagues = 500
    /// The most steps up that are shown ‡.
    private static let mostSteps = 20

    /// Opens a person.
    public func openPerson(_ id: Identifier<Person>, by visitor: Visitor) async throws -> OpenPerson {
        try await admit(visitor, to: .openPerson, .person(id))
        let time = now(), summary = try await store.person(id, in: visitor.scope, at: time)
        var organization: OrganizationSummary?
        if let at = summary.person.organization, try await isInSight(at, visitor.scope) {
            organization = try await store.organization(at, in: visitor.scope, at: time)
        }
        let history = try await store.history(HistoryQuery(person: id).begun(at: time), in: visitor.scope)
        let ahead = try await store.history(HistoryQuery(person: id, limit: HistoryQuery.shownAhead).ahead(of: time), in: visitor.scope)
        return OpenPerson(
            summary: summary,
            organization: organization,
            reportsTo: try await chain(above: id, visitor),
            reportsToTag: ContentTag(ofIDs: try await reporting(live: id, visitor).map(\.id)),
            reports: try await reports(of: summary, visitor),
            history: history,
            ahead: ahead,
            known: try await known(about: .person(id), visitor).filter { $0.kind != Person.reportsToKind },
            files: try await files(behind: ahead.items.reversed() + history.items, visitor)
        )
    }

    private func chain(above id: Identifier<Person>, _ visitor: Visitor) async throws -> [OpenPerson.Reporting] {
        var chain: [OpenPerson.Reporting] = []
        var seen: Set<Identifier<Person>> = [id]
        var current = id
        while chain.count < Self.mostSteps, let claim = try await reporting(of: current, visitor),
              let above = claim.object.flatMap({ Identifier<Person>($0) }), seen.insert(above).inserted,
              try await isInSight(above, visitor.scope) {
            chain.append(.init(person: try await store.person(above, in: visitor.scope, at: now()), claim: claim))
            current = above
        }
        return chain
    }

    private func reports(of summary: PersonSummary, _ visitor: Visitor) async throws -> [OpenPerson.Reporting] {
        guard let organization = summary.person.organization else { return [] }
        let colleagues = try await store.people(PersonQuery(organization: organization, limit: Self.mostColleagues), in: visitor.scope, at: now()).items
        var found: [OpenPerson.Reporting] = []
        for colleague in colleagues where colleague.id != summary.id {
            guard let claim = try await reporting(of: colleague.id, visitor), claim.object == summary.id.description else { continue }
            found.append(.init(person: colleague, claim: claim))
        }
        return found
    }

    /// Each “reports to” of a person that holds or is suggested, as far as the visitor may know of it.
    func reporting(live id: Identifier<Person>, _ visitor: Visitor) async throws -> [Claim] {
        try await store.claims(about: .person(id), standings: [.suggested, .confirmed]).filter { $0.kind == Person.reportsToKind && visitor.mayKnow($0) }
    }

    /// The newest confirmed “reports to” of a person that the visitor may know of.
    func reporting(of id: Identifier<Person>, _ visitor: Visitor) async throws -> Claim? {
        try await store.claims(about: .person(id), standings: [.confirmed])
            .last { $0.kind == Person.reportsToKind && visitor.mayKnow($0) }
    }
}
