public import Covalence
public import Store

extension Workbench {
    /// Every team with its members, by name.
    public func listTeams(by visitor: Visitor) async throws -> [Team] {
        try await admit(visitor, to: .listMembers)
        return try await store.teams()
    }

    /// Makes a team.
    ///
    /// - Throws: `DoorProblem.name`; `StoreError.exists` where a team has this name; `StoreError.notFound` for a member.
    @discardableResult
    public func addTeam(_ name: String, members: [Team.Membership] = [], by visitor: Visitor) async throws -> Team {
        try await admit(visitor, to: .changeTeams)
        return try await keep(Team(id: .make(at: machineTime()), name: name, members: members))
    }

    /// Replaces name and members of a team, or puts one back that was removed.
    ///
    /// - Parameter seen: what was seen of it (`Team.tag`); nil to replace whatever is there.
    /// - Throws: as `addTeam`; `StoreError.conflict(.content)` where it is another one by now.
    @discardableResult
    public func saveTeam(_ team: Team, expecting seen: ContentTag? = nil, by visitor: Visitor) async throws -> Team {
        try await admit(visitor, to: .changeTeams)
        return try await keep(team, expecting: seen)
    }

    /// Removes a team; its members stay members. Passing what is returned to `saveTeam` puts it back.
    ///
    /// - Throws: `StoreError.notFound`.
    @discardableResult
    public func removeTeam(_ id: Identifier<Team>, by visitor: Visitor) async throws -> Team {
        try await admit(visitor, to: .changeTeams, .team(id))
        guard let team = try await store.teams().first(where: { $0.id == id }) else { throw StoreError.notFound("The team \(id)") }
        try await store.remove(id)
        return team
    }

    private func keep(_ team: Team, expecting seen: ContentTag? = nil) async throws -> Team {
        var team = team
        team.name = try Self.checkedName(team.name)
        let key = team.name.lowercased()
        if try await store.teams().contains(where: { $0.id != team.id && $0.name.lowercased() == key }) {
            throw StoreError.exists("A team of the name “\(team.name)”", at: "/name")
        }
        try await store.save(team, expecting: seen)
        return team
    }
}
