public import Covalence
public import Store

/// An interaction with all that its page shows.
public struct OpenInteraction: Sendable {
    public var record: InteractionRecord
    /// The organisations it belongs to, as far as they are in sight.
    public var accounts: [OrganizationSummary]
    /// The people who took part and are known, as far as they are in sight.
    public var people: [PersonSummary]
    /// What is stated of it and still holds, as far as the visitor may know.
    public var known: [Claim]
}

extension Workbench {
    /// Opens an interaction with its words.
    public func openInteraction(_ id: Identifier<Interaction>, by visitor: Visitor) async throws -> OpenInteraction {
        try await admit(visitor, to: .openInteraction, .interaction(id))
        let record = try await store.interaction(id, in: visitor.scope)
        var accounts: [OrganizationSummary] = []
        for account in record.accounts where try await isInSight(account, visitor.scope) {
            accounts.append(try await store.organization(account, in: visitor.scope, at: now()))
        }
        var people: [PersonSummary] = []
        var seen: Set<Identifier<Person>> = []
        for person in record.interaction.participants.compactMap(\.person) where seen.insert(person).inserted && seen.count <= 200 {
            guard try await isInSight(person, visitor.scope) else { continue }
            people.append(try await store.person(person, in: visitor.scope, at: now()))
        }
        return OpenInteraction(
            record: record,
            accounts: accounts.sorted { $0.organization.name < $1.organization.name },
            people: people,
            known: try await known(about: .interaction(id), visitor)
        )
    }

    /// Meetings and interactions in sight as one line in time, newest first where the query does not say otherwise.
    public func history(_ query: HistoryQuery, by visitor: Visitor) async throws -> Page<HistoryLine> {
        try await admit(visitor, to: .listInteractions)
        var query = query
        query.limit = min(max(query.limit, 1), 500)
        return try await store.history(query, in: visitor.scope)
    }
}

extension HistoryQuery {
    /// How much of what is to come stands on a page before somebody asks for more ‡.
    static let shownAhead = 5

    /// The same of what has begun, newest first.
    public func begun(at now: Timestamp) -> HistoryQuery {
        var query = self
        query.before = now.advanced(by: 1)
        query.oldestFirst = false
        return query
    }

    /// The same of what is to come, the nearest first.
    public func ahead(of now: Timestamp) -> HistoryQuery {
        var query = self
        query.from = now.advanced(by: 1)
        query.oldestFirst = true
        return query
    }
}
