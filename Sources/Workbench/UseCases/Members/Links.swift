public import Covalence
import Foundation
public import SignIn
public import Store

/// A link that was just made, for its owner only: it cannot be shown again.
public struct MadeLink: Sendable {
    public var member: Member
    public var purpose: OneTimeToken.Purpose
    /// For the address behind `?token=`.
    public var token: SecretToken
    public var expiresAt: Timestamp
}

/// How long links work, in milliseconds.
public enum LinkLife {
    public static let firstSetUp: Int64 = 24 * 3_600_000
    public static let invitation: Int64 = 72 * 3_600_000
    public static let reset: Int64 = 3_600_000
    /// One that was handed over by a person, who may need a while to.
    public static let handedOver: Int64 = 24 * 3_600_000
}

extension Workbench {
    /// A new token and what is stored of it.
    func makeToken(
        _ purpose: OneTimeToken.Purpose, for member: Identifier<Member>?, life: Int64
    ) -> (token: SecretToken, stored: OneTimeToken) {
        let token = SecretToken.make()
        let time = machineTime()
        return (token, OneTimeToken(
            hash: token.digest.data, purpose: purpose, member: member, madeAt: time, expiresAt: time.advanced(by: life)
        ))
    }

    /// What a link is for, as long as it works; it is not used up.
    func look(at text: String, _ purpose: OneTimeToken.Purpose) async throws -> OneTimeToken {
        guard let token = SecretToken(text: text), let stored = try await store.oneTimeToken(token.digest.data),
              stored.purpose == purpose, stored.expiresAt > machineTime()
        else { throw DoorProblem.link }
        return stored
    }

    /// Uses a link up: one caller gets through.
    func use(_ token: OneTimeToken) async throws {
        guard try await store.use(token.hash, at: machineTime()) != nil else { throw DoorProblem.link }
    }

    /// The member an invitation or a reset is for, as long as the link works and they are in the state it is for.
    func member(of token: OneTimeToken, _ state: Member.State) async throws -> Member {
        guard let id = token.member else { throw DoorProblem.link }
        let member = try await store.member(id)
        guard member.state == state else { throw DoorProblem.link }
        return member
    }

    static func checkedName(_ name: String) throws(DoorProblem) -> String {
        guard let clean = OneLine.clean(String(name.unicodeScalars.prefix(10 * OneLine.longest))), clean.count <= OneLine.longest else { throw .name }
        return clean
    }

    static func checkedAddress(_ address: String) throws(DoorProblem) -> String {
        let typed = address.utf8.count > 1024 ? address : Self.typed(address)
        do { return try MailAddress(typed).mailbox } catch { throw .address(error) }
    }
}
