public import Covalence
public import Store

/// A member as the list of members shows them.
public struct MemberLine: Hashable, Sendable {
    public var member: Member
    /// By name.
    public var teams: [Team]
    /// When one of the sessions that are open was used last; nil where none is.
    public var lastSeen: Timestamp?
    public var hasOneTimeCodes: Bool

    /// What a change of the member is held against.
    public var tag: ContentTag { member.tag(in: teams.map(\.id)) }
}

extension Workbench {
    /// Every member, by name.
    public func listMembers(by visitor: Visitor) async throws -> [MemberLine] {
        try await admit(visitor, to: .listMembers)
        let teams = try await store.teams()
        var lines: [MemberLine] = []
        for member in try await store.members() { lines.append(try await line(member, teams)) }
        return lines
    }

    /// One member.
    ///
    /// - Throws: `StoreError.notFound`.
    public func openMember(_ id: Identifier<Member>, by visitor: Visitor) async throws -> MemberLine {
        try await admit(visitor, to: .listMembers, .member(id))
        return try await line(try await store.member(id), try await store.teams())
    }

    /// Gives a member another role. It holds from their next click.
    ///
    /// - Parameter seen: what was seen of the member (`MemberLine.tag`), here and below; nil to change whatever is there.
    /// - Throws: `StoreError.refused` for the last active administrator; `StoreError.conflict(.content)` where the member was changed meanwhile, here and below.
    @discardableResult
    public func changeRole(of id: Identifier<Member>, to role: Role, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws -> Member {
        try await edit(id, expecting: seen, by: visitor) { $0.role = role }
    }

    /// Says which person of the record a member is; nil for none.
    ///
    /// - Throws: `StoreError.notFound` where there is no such person; `StoreError.exists` where another member is that person.
    @discardableResult
    public func changePerson(of id: Identifier<Member>, to person: Identifier<Person>?, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws -> Member {
        try await admit(visitor, to: .changeMember, .member(id))
        if let person {
            _ = try await store.person(person, in: .everything)
            if try await store.members().contains(where: { $0.person == person && $0.id != id }) {
                throw StoreError.exists("Another member who is this person", at: "/person")
            }
        }
        var member = try await store.member(id)
        member.person = person
        try await store.update(member, expecting: seen, at: machineTime())
        return member
    }

    /// Keeps a member out: their sessions and links end at once, and their tokens are revoked for good.
    ///
    /// - Throws: `StoreError.refused` for the last active administrator.
    @discardableResult
    public func suspend(_ id: Identifier<Member>, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws -> Member {
        try await edit(id, expecting: seen, by: visitor) { $0.state = .suspended }
    }

    /// Lets a suspended member in again; one who never chose a password waits for a new invitation. Tokens they had stay revoked.
    @discardableResult
    public func reinstate(_ id: Identifier<Member>, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws -> Member {
        try await admit(visitor, to: .changeMember, .member(id))
        var member = try await store.member(id)
        guard member.state == .suspended else { return member }
        member.state = try await store.credentials(of: id).password == nil ? .invited : .active
        try await store.update(member, expecting: seen, at: machineTime())
        return member
    }

    /// Says which teams a member is in. Whom they manage there stays where they stay.
    ///
    /// - Throws: `StoreError.notFound` for a team.
    public func changeTeams(of id: Identifier<Member>, to teams: Set<Identifier<Team>>, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeTeams, .member(id))
        try await store.setTeams(of: id, to: teams, expecting: seen)
    }

    private func edit(
        _ id: Identifier<Member>, expecting seen: ContentTag?, by visitor: Visitor, _ body: (inout Member) -> Void
    ) async throws -> Member {
        try await admit(visitor, to: .changeMember, .member(id))
        var member = try await store.member(id)
        body(&member)
        try await store.update(member, expecting: seen, at: machineTime())
        return member
    }

    private func line(_ member: Member, _ teams: [Team]) async throws -> MemberLine {
        MemberLine(
            member: member, teams: teams.filter { $0.members.contains { $0.member == member.id } },
            lastSeen: try await store.sessions(of: member.id).map(\.lastUsedAt).max(),
            hasOneTimeCodes: try await store.credentials(of: member.id).oneTimeCodeSecret != nil
        )
    }
}
