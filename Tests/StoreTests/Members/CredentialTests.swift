import Covalence
import Foundation
import Store
import Testing

@Suite struct CredentialTests {
    @Test func credentialsAreReplacedAndSessionsEnd() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember(), anna = newMember("Anna", "anna@n.example")
        try await store.add(petra, token: nil)
        try await store.add(anna, token: nil)
        #expect(try await store.credentials(of: petra.id) == Credentials())
        for (byte, member) in [(1, petra), (2, petra), (3, anna)] as [(UInt8, Member)] {
            try await store.add(newSession(byte, of: member))
        }
        try await store.add(OneTimeToken(hash: hash(9), purpose: .reset, member: petra.id, madeAt: .base, expiresAt: .minutes(60)))
        let first = Credentials(
            password: "$scrypt$one", oneTimeCodeSecret: Data([1, 2, 3]), recoveryCodes: [hash(4), hash(5)], changedAt: .base)
        try await store.setCredentials(of: petra.id, first, endingSessions: false, keeping: nil)
        #expect(try await store.credentials(of: petra.id) == first)
        #expect(try await store.sessions(of: petra.id).count == 2)
        #expect(try await store.oneTimeToken(hash(9)) != nil)

        let second = Credentials(password: "$scrypt$two", changedAt: .minutes(1))
        try await store.setCredentials(of: petra.id, second, endingSessions: true, keeping: hash(2))
        #expect(try await store.credentials(of: petra.id) == second)
        #expect(try await store.sessions(of: petra.id).map(\.hash) == [hash(2)])
        #expect(try await store.sessions(of: anna.id).map(\.hash) == [hash(3)])
        #expect(try await store.oneTimeToken(hash(9)) == nil)
    }

    @Test func aChangeStartsFromWhatIsThereOrLeavesIt() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        try await store.setCredentials(of: petra.id, Credentials(password: "one", recoveryCodes: [hash(1)]), endingSessions: false, keeping: nil)
        #expect(try await store.useRecoveryCode(hash(1), of: petra.id))
        try await store.changeCredentials(of: petra.id, endingSessions: false, keeping: nil) { $0.password = "two" }
        #expect(try await store.credentials(of: petra.id) == Credentials(password: "two"))
        await #expect(throws: StoreError.refused("no")) {
            try await store.changeCredentials(of: petra.id, endingSessions: true, keeping: nil) {
                $0.password = "three"
                throw StoreError.refused("no")
            }
        }
        #expect(try await store.credentials(of: petra.id).password == "two")
    }

    @Test func stepsNeverGoBackEvenForTwentyAtOnce() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember()
        try await store.add(petra, token: nil)
        let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try await store.useStep(100, of: petra.id) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 1)
        #expect(try await !store.useStep(99, of: petra.id))
        #expect(try await !store.useStep(100, of: petra.id))
        #expect(try await store.useStep(101, of: petra.id))
    }

    @Test func aRecoveryCodeWorksOnceForItsOwnerOnly() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember(), anna = newMember("Anna", "anna@n.example")
        try await store.add(petra, token: nil)
        try await store.add(anna, token: nil)
        try await store.setCredentials(of: petra.id, Credentials(recoveryCodes: [hash(1), hash(2)]), endingSessions: false, keeping: nil)
        #expect(try await !store.useRecoveryCode(hash(1), of: anna.id))
        let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try await store.useRecoveryCode(hash(1), of: petra.id) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 1)
        #expect(try await store.credentials(of: petra.id).recoveryCodes == [hash(2)])
    }

    @Test func anIdentityIsBoundToOneMember() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember(), anna = newMember("Anna", "anna@n.example")
        try await store.add(petra, token: nil)
        try await store.add(anna, token: nil)
        try await store.bind(issuer: "https://id.example", subject: "42", to: petra.id)
        try await store.bind(issuer: "https://id.example", subject: "42", to: petra.id)
        #expect(try await store.member(issuer: "https://id.example", subject: "42") == petra)
        #expect(try await store.member(issuer: "https://other.example", subject: "42") == nil)
        await #expect(throws: StoreError.exists("A member with this identity at the provider")) {
            try await store.bind(issuer: "https://id.example", subject: "42", to: anna.id)
        }
        // The provider has given Petra's address to somebody else.
        await #expect(throws: StoreError.exists("Another identity of this member at the provider")) {
            try await store.bind(issuer: "https://id.example", subject: "43", to: petra.id)
        }
        try await store.unbind(petra.id)
        try await store.bind(issuer: "https://id.example", subject: "43", to: petra.id)
        #expect(try await store.member(issuer: "https://id.example", subject: "42") == nil)
    }

    @Test func aTokenIsUsedByExactlyOneOfTwenty() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember(state: .invited)
        let token = OneTimeToken(hash: hash(1), purpose: .invitation, member: petra.id, madeAt: .base, expiresAt: .minutes(60))
        try await store.add(petra, token: token)
        #expect(try await store.oneTimeToken(hash(1)) == token)
        let winners = try await withThrowingTaskGroup(of: OneTimeToken?.self) { group in
            for _ in 0..<20 { group.addTask { try await store.use(hash(1), at: .minutes(1)) } }
            return try await group.reduce(into: [OneTimeToken]()) { if let token = $1 { $0.append(token) } }
        }
        #expect(winners == [token])
        #expect(try await store.oneTimeToken(hash(1)) == nil)
    }

    @Test func anExpiredTokenIsWorthNothing() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        try await store.add(OneTimeToken(hash: hash(1), purpose: .firstSetUp, member: nil, madeAt: .base, expiresAt: .minutes(60)))
        #expect(try await store.use(hash(1), at: .minutes(60)) == nil)
    }

    @Test func aNewSetUpOrInvitationTakesThePlaceOfTheOneBefore() async throws {
        let (room, store) = try await Room().opened()
        defer { withExtendedLifetime(room) {} }
        let petra = newMember(state: .invited)
        try await store.add(petra, token: nil)
        func add(_ byte: UInt8, _ purpose: OneTimeToken.Purpose, _ member: Identifier<Member>?) async throws {
            try await store.add(OneTimeToken(hash: hash(byte), purpose: purpose, member: member, madeAt: .base, expiresAt: .minutes(60)))
        }
        try await add(1, .firstSetUp, nil)
        try await add(2, .firstSetUp, nil)
        try await add(3, .invitation, petra.id)
        try await add(4, .invitation, petra.id)
        try await add(5, .reset, petra.id)
        try await add(6, .reset, petra.id)
        var left: [UInt8] = []
        for byte in 1...6 as ClosedRange<UInt8> where try await store.oneTimeToken(hash(byte)) != nil { left.append(byte) }
        #expect(left == [2, 4, 5, 6])
        try await store.dropExpired(before: .minutes(61))
        #expect(try await store.oneTimeToken(hash(2)) == nil)
    }
}
