import Covalence
import Foundation
public import SignIn
import Store

extension Workbench {
    /// Whether the workspace waits for its first administrator.
    public func needsFirstSetUp() async throws -> Bool {
        try await !store.members().contains { $0.role == .administrator && $0.state == .active }
    }

    /// Makes the token of the link that leads to the first set-up; one made before is worth nothing any more. It works for a day.
    ///
    /// - Throws: `DoorProblem.isSetUp`.
    public func beginFirstSetUp(by visitor: Visitor) async throws -> SecretToken {
        try await admit(visitor, to: .inviteMember)
        guard try await needsFirstSetUp() else { throw DoorProblem.isSetUp }
        let (token, stored) = makeToken(.firstSetUp, for: nil, life: LinkLife.firstSetUp)
        try await store.add(stored)
        return token
    }

    /// Whether a link leads to the set-up: for the page that asks for the details.
    ///
    /// - Throws: `DoorProblem.link`, `DoorProblem.isSetUp`.
    public func checkSetUp(token: String) async throws {
        guard try await needsFirstSetUp() else { throw DoorProblem.isSetUp }
        _ = try await look(at: token, .firstSetUp)
    }

    /// Sets the workspace up: its name and its first administrator, who is signed in. The link is used up only when everything typed
    /// can be taken.
    ///
    /// - Throws: `DoorProblem`.
    public func setUp(
        token: String, workspaceName: String, name: String, address: String, password: String, origin: String, browser: String
    ) async throws -> SignedIn {
        try await checkSetUp(token: token)
        let stored = try await look(at: token, .firstSetUp)
        let workspaceName = try Self.checkedName(workspaceName)
        let address = try Self.checkedAddress(address)
        // Broken off before, or invited: whoever holds this link may be them.
        let known = try await store.member(withAddress: address)
        var member = Member(
            id: known?.id ?? .make(at: machineTime()), name: try Self.checkedName(name), address: address, role: .administrator,
            person: known?.person, state: .invited, createdAt: known?.createdAt ?? machineTime()
        )
        let hash = try await hashed(password, for: member)
        try await use(stored)
        try await note(.setUp, .member(member.id), origin: origin, subject: .member(member.id))
        if known == nil { try await store.add(member, token: nil) } else { try await store.update(member, at: machineTime()) }
        let time = machineTime()
        // One-time codes of an account that somebody may have lost are not kept.
        try await store.setCredentials(
            of: member.id, Credentials(password: hash, changedAt: time), endingSessions: true, keeping: nil)
        // Active only when the password is there: broken off before, a new link helps.
        member.state = .active
        try await store.update(member, at: machineTime())
        try await rename(workspaceName)
        return try await beginSession(of: member, origin: origin, browser: browser)
    }
}
