import Covalence
import SignIn
import Store
import Testing
@testable import Workbench

@Suite struct ProviderTests {
    func identity(_ subject: String, _ email: String?, verified: Bool = true) -> OpenIDIdentity {
        OpenIDIdentity(issuer: "https://id.example", subject: subject, email: email, emailVerified: verified, name: nil)
    }

    func problem(_ entrance: Entrance, _ identity: OpenIDIdentity) async -> DoorProblem? {
        await #expect(throws: DoorProblem.self) {
            _ = try await entrance.bench.signIn(identity, origin: Entrance.origin, browser: "")
        }
    }

    @Test func aVerifiedAddressBindsTheIdentity() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let first = try await entrance.bench.signIn(identity("42", "Petra@nordwind.example"), origin: Entrance.origin, browser: "")
        #expect(first.member.id == petra.member)
        // From now on the subject decides, whatever the address.
        let second = try await entrance.bench.signIn(identity("42", nil, verified: false), origin: Entrance.origin, browser: "")
        #expect(second.member.id == petra.member)
        // Somebody else has Petra's address at the provider now.
        await #expect(throws: StoreError.self) {
            _ = try await entrance.bench.signIn(self.identity("43", "petra@nordwind.example"), origin: Entrance.origin, browser: "")
        }
        try await entrance.bench.forgetIdentities(of: try #require(petra.member), by: petra)
        _ = try await entrance.bench.signIn(identity("43", "petra@nordwind.example"), origin: Entrance.origin, browser: "")
    }

    @Test func anInvitationIsAcceptedByComing() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let link = try await entrance.bench.invite(name: "Anna", address: "anna@nordwind.example", role: .reader, by: petra)
        let anna = try await entrance.bench.signIn(identity("7", "anna@nordwind.example"), origin: Entrance.origin, browser: "")
        #expect(anna.member.id == link.member.id && anna.member.state == .active)
        // The link must not set a password for somebody who is in already.
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(link.token.text) }
        let visitor = try await entrance.visitor(anna.token)
        await #expect(throws: DoorProblem.noPassword) {
            try await entrance.bench.changePassword(from: "", to: Entrance.password, by: visitor)
        }
    }

    @Test func strangersUnverifiedAddressesAndTheSuspendedStayOut() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let anna = try await entrance.member("Anna", "anna@nordwind.example", by: petra)
        #expect(await problem(entrance, identity("1", "nobody@nordwind.example")) == .unknownIdentity)
        #expect(await problem(entrance, identity("1", "petra@nordwind.example", verified: false)) == .unverifiedIdentity)
        #expect(await problem(entrance, identity("1", nil)) == .unverifiedIdentity)
        try await entrance.bench.suspend(try #require(anna.member), by: petra)
        #expect(await problem(entrance, identity("2", "anna@nordwind.example")) == .unknownIdentity)
        #expect(try await entrance.bench.store.member(issuer: "https://id.example", subject: "2") == nil)
    }
}
