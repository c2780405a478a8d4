public import Covalence
public import Store

extension Workbench {
    /// Adds an organisation.
    ///
    /// - Parameter holders: who works the account. Nil, or nobody: the visitor, unless they see everything. Whoever may not say who
    ///   works which account names themselves or teams of their own.
    /// - Throws: `StoreError.refused` where something cannot be kept, `StoreError.exists` where another one has a domain of it.
    @discardableResult
    public func addOrganization(
        _ organization: Organization, holders: AccountHolders? = nil, by visitor: Visitor
    ) async throws -> OrganizationSummary {
        try await admit(visitor, to: .addOrganization)
        let checked = try DirectoryChecks.checked(organization)
        if let parent = checked.parent { try await beInSight(parent, visitor) }
        let working = checked.kind.isAccount ? try await allowed(holders ?? AccountHolders(), visitor) : AccountHolders()
        do {
            return try await store.add(checked, holders: working, at: now())
        } catch {
            throw try await told(error, of: checked, visitor)
        }
    }

    /// Replaces what is known of an organisation.
    ///
    /// - Parameter version: the version the person saw.
    /// - Throws: `NotPermitted` where what it is to us is for others to say (`kinds(of:for:)`).
    @discardableResult
    public func editOrganization(
        _ organization: Organization, expecting version: Int, by visitor: Visitor
    ) async throws -> OrganizationSummary {
        try await admit(visitor, to: .editOrganization, .organization(organization.id))
        let checked = try DirectoryChecks.checked(organization)
        let former = try await store.organization(organization.id, in: visitor.scope)
        try mayBecome(checked.kind, former.organization.kind, visitor)
        if let parent = checked.parent, parent != former.organization.parent { try await beInSight(parent, visitor) }
        let changed: OrganizationSummary
        do {
            changed = try await store.update(checked, expecting: version, at: now())
        } catch {
            throw try await told(error, of: checked, visitor)
        }
        // A partner that becomes a prospect would go out of sight of the very person who said so.
        if checked.kind.isAccount, !former.organization.kind.isAccount, changed.holders == AccountHolders(), visitor.scope != .everything {
            try await store.setHolders(of: checked.id, try await allowed(AccountHolders(), visitor), expecting: changed.version)
            return try await store.organization(checked.id, in: visitor.scope, at: now())
        }
        return changed
    }

    /// What an organisation of a kind can be changed to by a visitor; it can always stay what it is. What everybody sees is taken out of the
    /// sight of others when it becomes an account, so that whoever says who works accounts says so.
    public func kinds(of kind: Organization.Kind, for visitor: Visitor) -> [Organization.Kind] {
        if kind == .own, !visitor.may(.administer) { return [.own] }
        return Organization.Kind.allCases.filter { $0 == kind || kind.isAccount || !$0.isAccount || visitor.may(.assign) }
    }

    /// Refuses what takes an organisation of a kind out of the sight of others, where the visitor may not say so.
    func mayBecome(_ kind: Organization.Kind, _ former: Organization.Kind, _ visitor: Visitor) throws(NotPermitted) {
        guard !kinds(of: former, for: visitor).contains(kind) else { return }
        throw NotPermitted(
            visitor: visitor.name, permission: former == .own ? .administer : .assign,
            whoMay: former == .own ? "That an organisation is our own company is changed by administrators only."
                : "Everybody sees a \(former.rawValue), and only some see an account: managers and administrators, who say who works it, make it one."
        )
    }

    /// Says who works an account.
    public func setHolders(
        of id: Identifier<Organization>, to holders: AccountHolders, expecting version: Int, by visitor: Visitor
    ) async throws {
        try await admit(visitor, to: .assignAccount, .organization(id))
        guard try await store.organization(id, in: visitor.scope).organization.kind.isAccount || holders == AccountHolders() else {
            throw StoreError.refused("Only customers and prospects are worked by somebody. Change what this organisation is to you first.")
        }
        try await store.setHolders(of: id, holders, expecting: version)
    }

    /// Who works a new account: as asked, where the visitor may say so.
    private func allowed(_ asked: AccountHolders, _ visitor: Visitor) async throws -> AccountHolders {
        guard let member = visitor.member else { return asked }
        if !visitor.may(.assign) {
            guard asked.members.isSubset(of: [member]) else { throw NotPermitted(visitor: visitor.name, permission: .assign) }
            if !asked.teams.isEmpty {
                let own = Set(try await store.teams().filter { $0.members.contains { $0.member == member } }.map(\.id))
                guard asked.teams.isSubset(of: own) else { throw NotPermitted(visitor: visitor.name, permission: .assign) }
            }
        }
        let isNobody = asked == AccountHolders()
        return isNobody && visitor.scope != .everything ? AccountHolders(members: [member]) : asked
    }

    func beInSight(_ id: Identifier<Organization>, _ visitor: Visitor) async throws {
        _ = try await store.organization(id, in: visitor.scope)
    }
}

extension Workbench {
    /// Members and teams that can work an account, for whoever may say who does.
    public func whoCanHold(by visitor: Visitor) async throws -> (members: [Member], teams: [Team]) {
        try await admit(visitor, to: .listOrganizations)
        guard visitor.may(.assign) else { throw NotPermitted(visitor: visitor.name, permission: .assign) }
        let roles: Set<Role> = [.salesperson, .manager, .administrator, .reader]
        let members = try await store.members().filter { $0.state == .active && roles.contains($0.role) }
        return (members.sorted { $0.name < $1.name }, try await store.teams().sorted { $0.name < $1.name })
    }
}
