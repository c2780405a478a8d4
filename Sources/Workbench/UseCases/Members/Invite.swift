public import Covalence
import Foundation
import SignIn
import Store

/// What an invitation says to whoever holds its link.
public struct InvitationDetails: Hashable, Sendable {
    public var workspace: String
    public var name: String
    public var address: String
    public var role: Role
}

extension Workbench {
    /// Invites somebody; the link works for 72 hours, once.
    ///
    /// - Throws: `DoorProblem` for name and address; `StoreError.exists` where the address is taken; `StoreError.notFound` for a team.
    public func invite(
        name: String, address: String, role: Role, teams: Set<Identifier<Team>> = [], by visitor: Visitor
    ) async throws -> MadeLink {
        try await admit(visitor, to: .inviteMember)
        let known = try await store.teams()
        for id in teams where !known.contains(where: { $0.id == id }) { throw StoreError.notFound("The team \(id)") }
        let member = Member(
            id: .make(at: machineTime()), name: try Self.checkedName(name), address: try Self.checkedAddress(address), role: role,
            state: .invited, createdAt: machineTime()
        )
        let (token, stored) = makeToken(.invitation, for: member.id, life: LinkLife.invitation)
        try await store.add(member, token: stored)
        for var team in known where teams.contains(team.id) {
            team.members.append(Team.Membership(member.id))
            try await store.save(team)
        }
        return MadeLink(member: member, purpose: .invitation, token: token, expiresAt: stored.expiresAt)
    }

    /// Makes a new link for somebody who was invited; the former one does not work any more.
    ///
    /// - Throws: `DoorProblem.state` where they are not waiting for one.
    public func inviteAgain(_ id: Identifier<Member>, by visitor: Visitor) async throws -> MadeLink {
        try await admit(visitor, to: .inviteMember, .member(id))
        let member = try await store.member(id)
        guard member.state == .invited else { throw DoorProblem.state(member.state) }
        let (token, stored) = makeToken(.invitation, for: id, life: LinkLife.invitation)
        try await store.add(stored)
        return MadeLink(member: member, purpose: .invitation, token: token, expiresAt: stored.expiresAt)
    }

    /// Whom a link invites, and to what; the link is not used up.
    ///
    /// - Throws: `DoorProblem.link`.
    public func invitation(_ token: String) async throws -> InvitationDetails {
        let member = try await member(of: try await look(at: token, .invitation), .invited)
        return InvitationDetails(workspace: workspace.name, name: member.name, address: member.address, role: member.role)
    }

    /// Accepts an invitation with a name and a password of one's own, and signs in.
    ///
    /// - Throws: `DoorProblem`.
    public func acceptInvitation(
        token: String, name: String, password: String, origin: String, browser: String
    ) async throws -> SignedIn {
        let stored = try await look(at: token, .invitation)
        var member = try await member(of: stored, .invited)
        member.name = try Self.checkedName(name)
        let hash = try await hashed(password, for: member)
        try await use(stored)
        try await note(.invitationAccepted, .member(member.id), origin: origin, subject: .member(member.id))
        let time = machineTime()
        try await store.changeCredentials(of: member.id, endingSessions: false, keeping: nil) { credentials in
            credentials.password = hash
            credentials.changedAt = time
        }
        // An administrator may have changed the rest in the meantime.
        var current = try await store.member(member.id)
        guard current.state == .invited else { throw DoorProblem.link }
        current.name = member.name
        current.state = .active
        try await store.update(current, at: machineTime())
        return try await beginSession(of: current, origin: origin, browser: browser)
    }
}
