import Covalence
public import Store

extension Workbench {
    /// Organisations in sight, by name, a page at a time.
    public func organizations(_ query: OrganizationQuery, by visitor: Visitor) async throws -> Page<OrganizationSummary> {
        try await admit(visitor, to: .listOrganizations)
        var query = query
        query.limit = min(max(query.limit, 1), 500)
        return try await store.organizations(query, in: visitor.scope, at: now())
    }

    /// People in sight, by name, a page at a time.
    public func people(_ query: PersonQuery, by visitor: Visitor) async throws -> Page<PersonSummary> {
        try await admit(visitor, to: .listPeople)
        var query = query
        query.limit = min(max(query.limit, 1), 500)
        return try await store.people(query, in: visitor.scope, at: now())
    }

    /// Whether an organisation is in sight.
    func isInSight(_ id: Identifier<Organization>, _ scope: Scope) async throws -> Bool {
        do {
            _ = try await store.organization(id, in: scope)
            return true
        } catch StoreError.notFound { return false }
    }

    /// Whether a person is in sight.
    func isInSight(_ id: Identifier<Person>, _ scope: Scope) async throws -> Bool {
        do {
            _ = try await store.person(id, in: scope)
            return true
        } catch StoreError.notFound { return false }
    }
}
