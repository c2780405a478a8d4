import Covalence
import Store

/// That a domain or mail address is in use cannot be hidden while it may stand once only; whose it is can.
extension Workbench {
    /// What is told where another organisation has a domain of this one: its name only where the visitor sees it.
    func told(_ error: StoreError, of organization: Organization, _ visitor: Visitor) async throws -> StoreError {
        guard let (place, field) = Self.place(error, "/domains/"), organization.domains.indices.contains(place) else { return error }
        let domain = organization.domains[place]
        if let other = try await store.organization(withDomain: domain) {
            do {
                try await beInSight(other.id, visitor)
                return error
            } catch StoreError.notFound {}
        }
        return .exists("The domain \(domain) (of an organisation that you do not see; an administrator can say which)", at: field)
    }

    /// What is told where somebody else has a mail address of this person: their name only where the visitor sees them.
    func told(_ error: StoreError, of person: Person, _ visitor: Visitor) async throws -> StoreError {
        guard let (place, field) = Self.place(error, "/reach/"), person.reach.indices.contains(place) else { return error }
        let address = person.reach[place].value.lowercased()
        if let other = try await store.people(withAddresses: [address])[address] {
            do {
                _ = try await store.person(other.id, in: visitor.scope)
                return error
            } catch StoreError.notFound {}
        }
        return .exists("The mail address \(address) (of somebody you do not see; an administrator can say who)", at: field)
    }

    /// Which of a list's fields is in use already; nil where the error is about something else.
    private static func place(_ error: StoreError, _ list: String) -> (Int, field: String)? {
        guard case .exists(let reason) = error, let field = reason.field, field.hasPrefix(list) else { return nil }
        return field.dropFirst(list.count).split(separator: "/").first.flatMap { Int($0) }.map { ($0, field) }
    }
}
