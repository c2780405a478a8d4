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
        try await store.update(petra)
        #expect(try await store.sessions(of: petra.id).isEmpty)
        #expect(try await store.oneTimeToken(hash(3)) == nil)
        #expect(try await store.session(hash(2), at: .base) != nil)
        let late = newSession(4, of: petra)
        await #expect(throws: StoreError.self) { try await store.add(late) }
        #expect(try await store.sessions(of: petra.id).isEmpty)
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
