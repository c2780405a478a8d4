public import Covalence
import Foundation
public import SignIn
public import Store

/// Somebody who was let in: what their browser keeps, and the session behind it.
public struct SignedIn: Sendable {
    /// For the cookie, and nowhere else.
    public var token: SecretToken
    public var session: Session
    public var member: Member
}

/// How long sessions live, in milliseconds.
public enum SessionLife {
    /// After the last use.
    public static let idle: Int64 = 12 * 3_600_000
    /// At most, however much it is used.
    public static let longest: Int64 = 7 * 24 * 3_600_000
}

extension Workbench {
    /// Begins a session; its trace is on the disk before the session is.
    func beginSession(of member: Member, origin: String, browser: String) async throws -> SignedIn {
        let time = machineTime()
        let token = SecretToken.make()
        let session = Session(
            id: .make(at: time), hash: token.digest.data, member: member.id, madeAt: time, lastUsedAt: time,
            expiresAt: time.advanced(by: SessionLife.longest), origin: OneLine.cut(origin) ?? "", browser: OneLine.cut(browser) ?? ""
        )
        try await note(.signedIn, .member(member.id), session: session.id, origin: origin, subject: .member(member.id))
        do {
            try await store.add(session)
        } catch {
            // Suspended while the password was compared.
            if case .refused = error { throw DoorProblem.refused }
            throw error
        }
        try await store.dropExpired(before: time)
        return SignedIn(token: token, session: session, member: member)
    }

    /// Who holds a session's token; nil where it has ended, or its member may not come in any more.
    public func visitor(for token: SecretToken, origin: String) async throws -> Visitor? {
        let time = machineTime()
        guard let holder = try await store.sessionHolder(token.digest.data, at: time) else { return nil }
        let session = holder.session
        guard !session.isIdle(at: time) else {
            try await store.endSession(session.hash)
            return nil
        }
        if time.milliseconds - session.lastUsedAt.milliseconds >= 60_000 { try await store.touch(session.hash, at: time) }
        var visitor = Visitor(holder.member, in: store.id, session: session.id, origin: origin)
        visitor.workspaceVersion = holder.workspaceVersion
        return visitor
    }

    /// Ends the session of a token. Nothing happens where it has ended before.
    public func signOut(_ token: SecretToken, origin: String) async throws {
        guard let session = try await store.session(token.digest.data, at: machineTime()) else { return }
        try await note(.signedOut, .member(session.member), session: session.id, origin: origin, subject: .member(session.member))
        try await store.endSession(session.hash)
    }

    /// Leaves the trace of something at the door.
    func note(
        _ event: DoorEvent, _ identity: Visitor.Identity = .nobody, session: Identifier<Session>? = nil, origin: String,
        subject: ActionSubject = .workspace, isRefused: Bool = false
    ) async throws {
        try await traces?.leave(Trace(
            workspace: store.id, at: machineTime(), visitor: identity, session: session, origin: origin, action: event.rawValue,
            subject: subject, isRefused: isRefused
        ))
    }
}

extension Session {
    /// Whether it was not used for too long.
    func isIdle(at time: Timestamp) -> Bool { time.milliseconds - lastUsedAt.milliseconds >= SessionLife.idle }
}

extension TokenDigest {
    /// As the store keeps it.
    var data: Data { Data(bytes) }
}
