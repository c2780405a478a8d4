import Covalence
import Foundation
import Store
import Testing

@Suite struct SessionTests {
    @Test func aSessionHoldsUntilItEnds() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        let session = newSession(1, of: petra, expires: .minutes(10))
        try await store.add(session)
        #expect(try await store.session(hash(1), at: .minutes(9)) == session)
        #expect(try await store.session(hash(1), at: .minutes(10)) == nil)
        #expect(try await store.session(hash(2), at: .minutes(1)) == nil)
        try await store.endSession(hash(1))
        #expect(try await store.session(hash(1), at: .minutes(1)) == nil)
    }

    /// What is kept in memory is never older than the database, whoever changed it.
    @Test func whatAnotherProcessChangesHoldsAtOnce() async throws {
        let room = try Room()
        let (records, store) = try await room.makeWorkspace()
        let otherRecords = try await room.makeStore()
        let other = try await otherRecords.workspace(store.id)
        var petra = newMember()
        let anna = newMember("Anna", "anna@n.example")
        for member in [petra, anna] { try await store.add(member, token: nil) }
        for (byte, member) in [(1, petra), (2, petra), (3, anna)] as [(UInt8, Member)] { try await store.add(newSession(byte, of: member)) }
        let before = try #require(await store.sessionHolder(hash(1), at: .base))
        for _ in 0..<3 { #expect(try await store.sessionHolder(hash(1), at: .base)?.workspaceVersion == before.workspaceVersion) }
        #expect(try await store.sessionHolder(hash(3), at: .base)?.member.id == anna.id)

        try await other.add(newOrganization("Plant"), holders: AccountHolders(), at: .base)
        #expect(try #require(await store.sessionHolder(hash(1), at: .base)).workspaceVersion > before.workspaceVersion)
        try await other.touch(hash(1), at: .minutes(1))
        #expect(try await store.sessionHolder(hash(1), at: .base)?.session.lastUsedAt == .minutes(1))
        try await other.endSession(hash(1))
        #expect(try await store.sessionHolder(hash(1), at: .base) == nil)
        #expect(try await store.sessionHolder(hash(2), at: .base) != nil)
        petra.state = .suspended
        try await other.update(petra, at: .base)
        #expect(try await store.sessionHolder(hash(2), at: .base) == nil)
        #expect(try await store.sessionHolder(hash(3), at: .base)?.member.id == anna.id)
        // Here, too; and a session that was kept still ends by the clock.
        try await store.endSession(hash(3))
        #expect(try await store.sessionHolder(hash(3), at: .base) == nil)
        try await store.add(newSession(4, of: anna, expires: .minutes(10)))
        #expect(try await store.sessionHolder(hash(4), at: .minutes(9)) != nil)
        #expect(try await store.sessionHolder(hash(4), at: .minutes(10)) == nil)
        try await otherRecords.close()
        try await records.close()
    }

    @Test func useIsNotedOnceAMinute() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        try await store.add(newSession(1, of: petra))
        try await store.touch(hash(1), at: Timestamp.base.advanced(by: 59_999))
        #expect(try await store.session(hash(1), at: .base)?.lastUsedAt == .base)
        try await store.touch(hash(1), at: .minutes(1))
        #expect(try await store.session(hash(1), at: .base)?.lastUsedAt == .minutes(1))
        // A clock set back changes nothing.
        try await store.touch(hash(1), at: .base)
        #expect(try await store.session(hash(1), at: .base)?.lastUsedAt == .minutes(1))
        try await store.touch(hash(7), at: .minutes(5))
    }

    @Test func suspensionEndsSessionsAndLinks() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        var petra = newMember()
        let anna = newMember("Anna", "anna@n.example")
        try await store.add(petra, token: nil)
        try await store.add(anna, token: nil)
        try await store.add(newSession(1, of: petra))
        try await store.add(newSession(2, of: anna))
        try await store.add(OneTimeToken(hash: hash(3), purpose: .reset, member: petra.id, madeAt: .base, expiresAt: .minutes(60)))
        petra.state = .suspended
        try await store.update(petra, at: .base)
        #expect(try await store.sessions(of: petra.id).isEmpty)
        #expect(try await store.oneTimeToken(hash(3)) == nil)
        #expect(try await store.session(hash(2), at: .base) != nil)
        let late = newSession(4, of: petra)
        await #expect(throws: StoreError.self) { try await store.add(late) }
        #expect(try await store.sessions(of: petra.id).isEmpty)
    }

    @Test func suspensionRevokesTokensForGood() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        var petra = newMember()
        let anna = newMember("Anna", "anna@n.example")
        for member in [petra, anna] { try await store.add(member, token: nil) }
        func token(_ byte: UInt8, _ member: Member) -> APIToken {
            APIToken(
                id: .make(at: .base), hash: hash(byte), beginning: "cvl_", name: "Nightly", member: member.id, scopes: ["read"], madeAt: .base, expiresAt: .minutes(600))
        }
        for token in [token(1, petra), token(2, petra), token(3, anna)] { try await store.add(token) }
        try await store.revoke(try #require(await store.apiToken(hash(2))).id, at: .minutes(1))
        func revoked(_ byte: UInt8) async throws -> Timestamp? { try #require(await store.apiToken(hash(byte))).revokedAt }
        petra.name = "Petra Lind"
        try await store.update(petra, at: .minutes(2))
        #expect(try await revoked(1) == nil)
        petra.state = .suspended
        try await store.update(petra, at: .minutes(3))
        petra.state = .active
        try await store.update(petra, at: .minutes(4))
        // What had ended before ended when it did.
        #expect(try await [revoked(1), revoked(2), revoked(3)] == [.minutes(3), .minutes(1), nil])
        try await store.add(token(4, petra))
        #expect(try await revoked(4) == nil)
    }

    @Test func sessionsOfAMemberEndApartFromOne() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        for byte in 1...3 as ClosedRange<UInt8> { try await store.add(newSession(byte, of: petra)) }
        try await store.endSessions(of: petra.id, keeping: hash(2))
        #expect(try await store.sessions(of: petra.id).map(\.hash) == [hash(2)])
        try await store.endSessions(of: petra.id, keeping: nil)
        #expect(try await store.sessions(of: petra.id).isEmpty)
    }

    @Test func expiredSessionsAreForgotten() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        try await store.add(newSession(1, of: petra, expires: .minutes(1)))
        try await store.add(newSession(2, of: petra, expires: .minutes(5)))
        try await store.dropExpired(before: .minutes(2))
        #expect(try await store.sessions(of: petra.id).map(\.hash) == [hash(2)])
    }
}
