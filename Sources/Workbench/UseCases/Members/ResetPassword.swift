public import Covalence
import Foundation
import SignIn
import Store

extension Workbench {
    /// Makes a reset link for an address, for the caller to mail; nil where there is nobody to mail it to, or too many were asked for.
    /// What is said to whoever asked must be the same either way; send the mail after answering, so that the time is too.
    public func requestReset(address: String, origin: String) async throws -> MadeLink? {
        let address = Self.typed(address)
        try await note(.resetAsked, origin: origin)
        do {
            try doorkeeper.begin(Doorkeeper.Attempt(resetOf: address, in: store.id, origin: origin), at: machineTime())
        } catch {
            return nil
        }
        guard let member = try await store.member(withAddress: address), member.state == .active else { return nil }
        return try await makeReset(for: member, life: LinkLife.reset)
    }

    /// Makes a reset link to hand over to a member.
    ///
    /// - Throws: `DoorProblem.state` where they are not active.
    public func resetLink(for id: Identifier<Member>, by visitor: Visitor) async throws -> MadeLink {
        try await admit(visitor, to: .changeMember, .member(id))
        let member = try await store.member(id)
        guard member.state == .active else { throw DoorProblem.state(member.state) }
        return try await makeReset(for: member, life: LinkLife.handedOver)
    }

    /// Makes a reset link at the terminal. With `removingOneTimeCodes`, for somebody who has lost app and recovery codes, they are set up
    /// anew after.
    ///
    /// - Throws: `StoreError.notFound`; `DoorProblem.state`.
    public func operatorReset(
        address: String, removingOneTimeCodes: Bool = false, by visitor: Visitor
    ) async throws -> MadeLink {
        try await admit(visitor, to: .changeMember)
        guard let member = try await store.member(withAddress: Self.typed(address)) else {
            throw StoreError.notFound("A member with this address")
        }
        let link = try await resetLink(for: member.id, by: visitor)
        if removingOneTimeCodes { try await removeOneTimeCodes(of: member.id, by: visitor) }
        return link
    }

    /// Takes one-time codes from somebody who has lost app and recovery codes.
    public func removeOneTimeCodes(of id: Identifier<Member>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeMember, .member(id))
        let time = machineTime()
        try await store.changeCredentials(of: id, endingSessions: false, keeping: nil) { credentials in
            credentials.oneTimeCodeSecret = nil
            credentials.recoveryCodes = []
            credentials.changedAt = time
        }
    }

    /// The member a reset link is for; the link is not used up.
    ///
    /// - Throws: `DoorProblem.link`.
    public func checkReset(token: String) async throws -> Member {
        try await member(of: try await look(at: token, .reset), .active)
    }

    /// Sets a new password with a link. All sessions of the member end, and so do other reset links; one-time codes stay.
    ///
    /// - Throws: `DoorProblem`.
    public func resetPassword(token: String, password: String, origin: String) async throws {
        let stored = try await look(at: token, .reset)
        let member = try await member(of: stored, .active)
        let hash = try await hashed(password, for: member)
        try await use(stored)
        try await note(.resetDone, .member(member.id), origin: origin, subject: .member(member.id))
        let time = machineTime()
        try await store.changeCredentials(of: member.id, endingSessions: true, keeping: nil) { credentials in
            credentials.password = hash
            credentials.changedAt = time
        }
    }

    private func makeReset(for member: Member, life: Int64) async throws -> MadeLink {
        let (token, stored) = makeToken(.reset, for: member.id, life: life)
        try await store.add(stored)
        return MadeLink(member: member, purpose: .reset, token: token, expiresAt: stored.expiresAt)
    }
}
