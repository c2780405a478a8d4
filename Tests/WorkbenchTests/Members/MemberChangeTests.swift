import Covalence
import SignIn
import Store
import Testing
@testable import Workbench

@Suite struct MemberChangeTests {
    @Test func onlyAdministratorsSetUpMembers() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let bench = entrance.bench
        let id = try #require(petra.member)
        for role in Role.allCases where role != .administrator {
            let visitor = try await entrance.member("M", "\(role.rawValue)@n.example", role, by: petra)
            let team = Team(id: .make(at: entrance.clock.now), name: "Own")
            await #expect(throws: NotPermitted.self) { _ = try await bench.listMembers(by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.openMember(id, by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.invite(name: "X", address: "x@n.example", role: .reader, by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.inviteAgain(id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.changeRole(of: visitor.member ?? id, to: .administrator, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.changePerson(of: id, to: nil, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.suspend(id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.reinstate(id, by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.resetLink(for: id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.removeOneTimeCodes(of: id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.forgetIdentities(of: id, by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.beginFirstSetUp(by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.listTeams(by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.saveTeam(team, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.addTeam("Own", by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.removeTeam(team.id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.changeTeams(of: id, to: [], by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.grantMeasures(viewer: visitor.member ?? id, seller: id, by: visitor) }
            await #expect(throws: NotPermitted.self) { try await bench.revokeMeasures(viewer: id, seller: id, by: visitor) }
            await #expect(throws: NotPermitted.self) { _ = try await bench.listMeasureGrants(by: visitor) }
            // One's own account is everybody's.
            #expect(try await bench.ownAccount(by: visitor).member.role == role)
        }
        #expect(try await bench.listMembers(by: petra).count == 5)
    }

    @Test func anotherWorkspacesVisitorFindsNothing() async throws {
        let here = try await Entrance(), there = try await Entrance()
        let petra = try await here.setUp()
        let stranger = try await there.setUp()
        await #expect(throws: StoreError.self) { _ = try await here.bench.listMembers(by: stranger) }
        await #expect(throws: StoreError.self) { _ = try await here.bench.ownAccount(by: stranger) }
        let theirs = try #require(stranger.member)
        await #expect(throws: StoreError.self) { try await here.bench.suspend(theirs, by: petra) }
        // A token of one workspace is nobody's in another.
        let token = try await there.comeIn("petra@nordwind.example")
        #expect(try await here.bench.visitor(for: token, origin: "") == nil)
    }

    @Test func aRoleHoldsFromTheNextClickAndTheLastAdministratorStays() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        _ = try await entrance.member("Anna", "anna@n.example", .reader, by: petra)
        let token = try await entrance.comeIn("anna@n.example")
        let anna = try #require(try await entrance.visitor(token).member)
        try await entrance.bench.changeRole(of: anna, to: .manager, by: petra)
        #expect(try await entrance.visitor(token).role == .manager)
        let id = try #require(petra.member)
        await #expect(throws: StoreError.self) { try await entrance.bench.changeRole(of: id, to: .reader, by: petra) }
        await #expect(throws: StoreError.self) { try await entrance.bench.suspend(id, by: petra) }
        try await entrance.bench.changeRole(of: anna, to: .administrator, by: petra)
        try await entrance.bench.suspend(id, by: petra)
        #expect(try await entrance.bench.listMembers(by: try await entrance.visitor(token)).map(\.member.state) == [.active, .suspended])
    }

    @Test func tokensStayRevokedWhenTheirMemberIsLetInAgain() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let anna = try await entrance.member("Anna", "anna@n.example", by: petra)
        let id = try #require(anna.member)
        let draft = TokenDraft(name: "Nightly", scopes: [.read])
        let theirs = try await entrance.bench.makeToken(draft, by: anna), other = try await entrance.bench.makeToken(draft, by: petra)
        #expect(try await entrance.bench.visitor(for: theirs.secret, origin: Entrance.origin) != nil)
        entrance.clock.pass(hours: 1)
        let suspendedAt = entrance.clock.now
        try await entrance.bench.suspend(id, by: petra)
        entrance.clock.pass(hours: 1)
        #expect(try await entrance.bench.reinstate(id, by: petra).state == .active)
        #expect(try await entrance.bench.visitor(for: theirs.secret, origin: Entrance.origin) == nil)
        #expect(try await entrance.bench.visitor(for: other.secret, origin: Entrance.origin) != nil)
        let line = try #require(await entrance.bench.ownTokens(by: anna).first)
        #expect(line.token.revokedAt == suspendedAt)
        #expect(!line.isLive)
        // A new one lets in.
        let new = try await entrance.bench.makeToken(draft, by: anna)
        #expect(try await entrance.bench.visitor(for: new.secret, origin: Entrance.origin)?.visitor.member == id)
    }

    @Test func anInvitationTakenBackWaitsForANewOne() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let link = try await entrance.bench.invite(name: "Anna", address: "anna@n.example", role: .reader, by: petra)
        try await entrance.bench.suspend(link.member.id, by: petra)
        await #expect(throws: DoorProblem.link) { _ = try await entrance.bench.invitation(link.token.text) }
        #expect(try await entrance.bench.reinstate(link.member.id, by: petra).state == .invited)
        _ = try await entrance.bench.inviteAgain(link.member.id, by: petra)
    }

    @Test func teamsAreMadeChangedAndPutBack() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let id = try #require(petra.member)
        let north = try await entrance.bench.addTeam(" North\n", members: [.init(id, manages: true)], by: petra)
        #expect(north.name == "North")
        await #expect(throws: StoreError.self) { try await entrance.bench.addTeam("NORTH", by: petra) }
        await #expect(throws: DoorProblem.name) { try await entrance.bench.addTeam(" ", by: petra) }
        let east = try await entrance.bench.addTeam("East", by: petra)
        try await entrance.bench.changeTeams(of: id, to: [north.id, east.id], by: petra)
        // Who managed goes on managing.
        #expect(try await entrance.bench.listTeams(by: petra).map(\.members) == [[.init(id)], [.init(id, manages: true)]])
        #expect(try await entrance.bench.openMember(id, by: petra).teams.map(\.name) == ["East", "North"])
        let removed = try await entrance.bench.removeTeam(north.id, by: petra)
        #expect(try await entrance.bench.listTeams(by: petra).map(\.name) == ["East"])
        try await entrance.bench.saveTeam(removed, by: petra)
        #expect(try await entrance.bench.listTeams(by: petra).contains(removed))
    }

    @Test func theSellerSeesWhoMaySee() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let boss = try await entrance.member("Boss", "boss@n.example", .manager, by: petra)
        let anna = try await entrance.member("Anna", "anna@n.example", by: petra)
        let viewer = try #require(boss.member), seller = try #require(anna.member)
        await #expect(throws: StoreError.self) { try await entrance.bench.grantMeasures(viewer: seller, seller: viewer, by: petra) }
        await #expect(throws: StoreError.self) { try await entrance.bench.grantMeasures(viewer: viewer, seller: viewer, by: petra) }
        await #expect(throws: DoorProblem.notAMember) {
            try await entrance.bench.grantMeasures(viewer: viewer, seller: seller, by: .owner)
        }
        try await entrance.bench.grantMeasures(viewer: viewer, seller: seller, by: petra)
        #expect(entrance.traces.last?.action == "measures.grant")
        let seen = try await entrance.bench.whoSeesMine(by: anna)
        #expect(seen.map(\.viewer.name) == ["Boss"] && seen.map(\.grantedBy.name) == ["Petra Lang"])
        #expect(try await entrance.bench.ownAccount(by: anna).seenBy == seen)
        #expect(try await entrance.bench.whoSeesMine(by: boss).isEmpty)
        #expect(try await entrance.bench.listMeasureGrants(by: petra).map(\.seller.name) == ["Anna"])
        try await entrance.bench.revokeMeasures(viewer: viewer, seller: seller, by: petra)
        #expect(try await entrance.bench.whoSeesMine(by: anna).isEmpty)
    }
}
