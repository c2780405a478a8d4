import Covalence
import Foundation
import SignIn
import Store
import Testing
@testable import Workbench

@Suite struct LinkTests {
    func setUp(_ entrance: Entrance, _ token: String, password: String = Entrance.password, address: String = "petra@n.example") async throws {
        _ = try await entrance.bench.setUp(
            token: token, workspaceName: "Nordwind", name: "Petra Lang", address: address, password: password,
            origin: Entrance.origin, browser: "")
    }

    @Test func theFirstSetUpHappensOnce() async throws {
        let entrance = try await Entrance()
        #expect(try await entrance.bench.needsFirstSetUp())
        let old = try await entrance.bench.beginFirstSetUp(by: .owner)
        let token = try await entrance.bench.beginFirstSetUp(by: .owner)
        await #expect(throws: DoorProblem.link) { try await self.setUp(entrance, old.text) }
        await #expect(throws: DoorProblem.link) { try await self.setUp(entrance, "") }
        // What cannot be taken leaves the link as it is.
        await #expect(throws: DoorProblem.password(.tooShort)) { try await self.setUp(entrance, token.text, password: "short") }
        await #expect(throws: DoorProblem.address(.address)) { try await self.setUp(entrance, token.text, address: "a@b\r\nBcc: c@d") }
        try await setUp(entrance, token.text)
        #expect(entrance.bench.workspace.name == "Nordwind")
        #expect(try await entrance.bench.records.workspaces().map(\.name) == ["Nordwind"])
        #expect(try await !entrance.bench.needsFirstSetUp())
        await #expect(throws: DoorProblem.isSetUp) { try await self.setUp(entrance, token.text) }
        await #expect(throws: DoorProblem.isSetUp) { _ = try await entrance.bench.beginFirstSetUp(by: .owner) }
    }

    @Test func theSetUpLinkWorksForADay() async throws {
        let entrance = try await Entrance()
        let token = try await entrance.bench.beginFirstSetUp(by: .owner)
        entrance.clock.pass(hours: 24)
        await #expect(throws: DoorProblem.link) { try await entrance.bench.checkSetUp(token: token.text) }
    }

    @Test func twentyAtOnceSetUpOnce() async throws {
        let entrance = try await Entrance()
        let token = try await entrance.bench.beginFirstSetUp(by: .owner).text
        let done = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { (try? await self.setUp(entrance, token, address: "petra\(number)@n.example")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        #expect(try await entrance.bench.store.members().count == 1)
    }

    @Test func anInvitationIsUsedOnce() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let team = try await entrance.bench.addTeam("North", by: petra)
        let link = try await entrance.bench.invite(
            name: "anna", address: "Anna@Nordwind.example", role: .manager, teams: [team.id], by: petra)
        #expect(try await entrance.bench.invitation(link.token.text) == InvitationDetails(
            workspace: "Nordwind", name: "anna", address: "anna@nordwind.example", role: .manager))
        func accept(_ password: String = Entrance.password) async throws -> SignedIn {
            try await entrance.bench.acceptInvitation(
                token: link.token.text, name: "Anna Berg", password: password, origin: Entrance.origin, browser: "")
        }
        await #expect(throws: DoorProblem.password(.ownName)) { _ = try await accept("anna@nordwind.example") }
        let signedIn = try await accept()
        #expect(signedIn.member.name == "Anna Berg" && signedIn.member.state == .active)
        #expect(try await entrance.bench.listTeams(by: petra).first?.members == [Team.Membership(link.member.id)])
        await #expect(throws: DoorProblem.link) { _ = try await accept() }
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(link.token.text) }
    }

    @Test func invitationsExpireAndAreReplaced() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let first = try await entrance.bench.invite(name: "Anna", address: "anna@n.example", role: .reader, by: petra)
        let second = try await entrance.bench.inviteAgain(first.member.id, by: petra)
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(first.token.text) }
        _ = try await entrance.bench.invitation(second.token.text)
        entrance.clock.pass(hours: 72)
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(second.token.text) }
        await #expect(throws: StoreError.self) {
            _ = try await entrance.bench.invite(name: "Other", address: "ANNA@n.example", role: .reader, by: petra)
        }
        let id = try #require(petra.member)
        await #expect(throws: DoorProblem.state(.active)) { _ = try await entrance.bench.inviteAgain(id, by: petra) }
    }

    @Test func aResetSetsThePasswordOnceAndEndsEverySession() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let session = try await entrance.comeIn("petra@nordwind.example")
        let link = try #require(try await entrance.bench.requestReset(address: "Petra@nordwind.example", origin: Entrance.origin))
        let other = try #require(try await entrance.bench.requestReset(address: "petra@nordwind.example", origin: Entrance.origin))
        #expect(try await entrance.bench.checkReset(token: link.token.text).id == petra.member)
        // A link for one thing does not do another.
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(link.token.text) }
        await #expect(throws: DoorProblem.password(.tooShort)) {
            try await entrance.bench.resetPassword(token: link.token.text, password: "short", origin: Entrance.origin)
        }
        try await entrance.bench.resetPassword(token: link.token.text, password: "another set of words", origin: Entrance.origin)
        #expect(try await entrance.bench.visitor(for: session, origin: "") == nil)
        for used in [link, other] {
            await #expect(throws: DoorProblem.link) {
                try await entrance.bench.resetPassword(token: used.token.text, password: Entrance.password, origin: Entrance.origin)
            }
        }
        try await entrance.comeIn("petra@nordwind.example", "another set of words")
        await #expect(throws: DoorProblem.refused) { try await entrance.comeIn("petra@nordwind.example") }
    }

    @Test func whoAsksForAResetLearnsNothingAndCannotAskForever() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        _ = try await entrance.bench.invite(name: "Ben", address: "ben@n.example", role: .reader, by: petra)
        #expect(try await entrance.bench.requestReset(address: "nobody@n.example", origin: Entrance.origin) == nil)
        #expect(try await entrance.bench.requestReset(address: "ben@n.example", origin: Entrance.origin) == nil)
        #expect(try await entrance.bench.requestReset(address: "petra@nordwind.example\r\nBcc: x@y", origin: Entrance.origin) == nil)
        var mailed = 0
        for _ in 1...20 where try await entrance.bench.requestReset(address: "petra@nordwind.example", origin: "198.51.100.9") != nil { mailed += 1 }
        // Five are free and the sixth begins the wait.
        #expect(mailed == 6)
        #expect(entrance.traces.all.count { $0.action == "reset.ask" } == 23)
        // Signing in is not kept from whoever asked.
        try await entrance.comeIn("petra@nordwind.example")
    }

    @Test func theOperatorResets() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let anna = try await entrance.member("Anna", "anna@n.example", by: petra)
        let link = try await entrance.bench.operatorReset(address: "anna@n.example", by: .owner)
        entrance.clock.pass(hours: 2)
        try await entrance.bench.resetPassword(token: link.token.text, password: "another set of words", origin: Entrance.origin)
        try await entrance.comeIn("anna@n.example", "another set of words")
        await #expect(throws: StoreError.self) { _ = try await entrance.bench.operatorReset(address: "nobody@n.example", by: .owner) }
        await #expect(throws: NotPermitted.self) { _ = try await entrance.bench.operatorReset(address: "petra@nordwind.example", by: anna) }
        let late = try await entrance.bench.operatorReset(address: "anna@n.example", by: .owner)
        try await entrance.bench.suspend(try #require(anna.member), by: petra)
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.checkReset(token: late.token.text) }
        await #expect(throws: DoorProblem.state(.suspended)) { _ = try await entrance.bench.operatorReset(address: "anna@n.example", by: .owner) }
    }

    @Test func linksAndAnswersDoNotPrintTheirSecrets() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let link = try await entrance.bench.invite(name: "Anna", address: "anna@n.example", role: .reader, by: petra)
        let signedIn = try await entrance.bench.acceptInvitation(
            token: link.token.text, name: "Anna", password: Entrance.password, origin: Entrance.origin, browser: "")
        var printed = "\(link) \(signedIn) \(SignInOutcome.signedIn(signedIn.token, signedIn.session))"
        dump(link, to: &printed)
        dump(signedIn, to: &printed)
        #expect(!printed.contains(link.token.text) && !printed.contains(signedIn.token.text))
        #expect(!"\(entrance.traces.all)".contains(Entrance.password))
    }
}
