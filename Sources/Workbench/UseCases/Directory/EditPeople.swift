public import Covalence
public import Store

extension Workbench {
    /// Adds a person.
    ///
    /// - Throws: `StoreError.refused` where something cannot be kept, `StoreError.exists` where somebody has one of the mail addresses.
    @discardableResult
    public func addPerson(_ person: Person, by visitor: Visitor) async throws -> PersonSummary {
        try await admit(visitor, to: .addPerson)
        let checked = try DirectoryChecks.checked(person)
        if let organization = checked.organization { try await beInSight(organization, visitor) }
        do {
            return try await store.add(checked, by: visitor.member, at: now())
        } catch {
            throw try await told(error, of: checked, visitor)
        }
    }

    /// Replaces what is known of a person.
    ///
    /// - Parameter version: the version the visitor saw.
    @discardableResult
    public func editPerson(_ person: Person, expecting version: Int, by visitor: Visitor) async throws -> PersonSummary {
        try await admit(visitor, to: .editPerson, .person(person.id))
        let checked = try DirectoryChecks.checked(person)
        let former = try await store.person(person.id, in: visitor.scope)
        if let organization = checked.organization, organization != former.person.organization {
            try await beInSight(organization, visitor)
        }
        do {
            return try await store.update(checked, expecting: version, at: now())
        } catch {
            throw try await told(error, of: checked, visitor)
        }
    }
}
