public import Covalence
import Foundation
import SignIn
public import Store

/// What a member sees of their own account.
public struct OwnAccount: Hashable, Sendable {
    public var member: Member
    public var hasPassword: Bool
    public var hasOneTimeCodes: Bool
    public var recoveryCodesLeft: Int
    /// When password or codes were changed last.
    public var changedAt: Timestamp?
    /// Newest use first.
    public var sessions: [Session]
    /// The session the visitor came with.
    public var thisSession: Identifier<Session>?
    /// Who may see the member's own measures.
    public var seenBy: [MeasureViewer]
}

extension Workbench {
    /// The visitor's own account.
    ///
    /// - Throws: `DoorProblem.notAMember` for the operator.
    public func ownAccount(by visitor: Visitor) async throws -> OwnAccount {
        try await admit(visitor, to: .seeOwnAccount)
        let member = try await own(visitor)
        let credentials = try await store.credentials(of: member.id)
        return OwnAccount(
            member: member, hasPassword: credentials.password != nil, hasOneTimeCodes: credentials.oneTimeCodeSecret != nil,
            recoveryCodesLeft: credentials.recoveryCodes.count, changedAt: credentials.changedAt,
            sessions: try await liveSessions(of: member.id), thisSession: visitor.session, seenBy: try await whoSeesMine(by: visitor)
        )
    }

    /// Changes the visitor's own name.
    ///
    /// - Throws: `DoorProblem.name`.
    @discardableResult
    public func changeOwnName(_ name: String, by visitor: Visitor) async throws -> Member {
        try await admit(visitor, to: .changeOwnAccount)
        var member = try await own(visitor)
        member.name = try Self.checkedName(name)
        try await store.update(member, at: machineTime())
        return member
    }

    /// Changes the visitor's own password; every other session of theirs ends.
    ///
    /// - Throws: `DoorProblem`.
    public func changePassword(from old: String, to new: String, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        let former = try await confirm(old, of: member, origin: visitor.origin)
        let hash = try await hashed(new, for: member)
        try await change(member, visitor, expecting: former, endingSessions: true) { $0.password = hash }
    }

    /// Ends one of the visitor's own sessions.
    ///
    /// - Throws: `StoreError.notFound` where they have no such session.
    public func endOwnSession(_ id: Identifier<Session>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        guard let session = try await store.sessions(of: member.id).first(where: { $0.id == id }) else {
            throw StoreError.notFound("This session")
        }
        try await store.endSession(session.hash)
    }

    /// Ends every session of the visitor, the one they came with apart where `keepingThis`.
    public func signOutEverywhere(keepingThis: Bool = true, by visitor: Visitor) async throws {
        try await admit(visitor, to: .changeOwnAccount)
        let member = try await own(visitor)
        try await store.endSessions(of: member.id, keeping: keepingThis ? try await hash(ofSession: visitor) : nil)
    }

    // MARK: For the use cases beside this one

    /// The member a visitor is.
    func own(_ visitor: Visitor) async throws -> Member {
        guard let id = visitor.member else { throw DoorProblem.notAMember }
        return try await store.member(id)
    }

    /// Changes the visitor's credentials, unless somebody else has changed the password since it was compared.
    func change(
        _ member: Member, _ visitor: Visitor, expecting former: String, endingSessions: Bool,
        _ body: @escaping @Sendable (inout Credentials) -> Void
    ) async throws {
        let time = machineTime()
        let keeping = try await hash(ofSession: visitor)
        do {
            try await store.changeCredentials(of: member.id, endingSessions: endingSessions, keeping: keeping) { credentials in
                guard credentials.password == former else { throw StoreError.refused("") }
                body(&credentials)
                credentials.changedAt = time
            }
        } catch {
            if case .refused = error { throw DoorProblem.changedMeanwhile }
            throw error
        }
    }

    func liveSessions(of member: Identifier<Member>) async throws -> [Session] {
        let time = machineTime()
        return try await store.sessions(of: member).filter { $0.expiresAt > time && !$0.isIdle(at: time) }
    }

    private func hash(ofSession visitor: Visitor) async throws -> Data? {
        guard let member = visitor.member, let session = visitor.session else { return nil }
        return try await store.sessions(of: member).first { $0.id == session }?.hash
    }
}
