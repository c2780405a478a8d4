import Covalence
import Foundation
import SignIn
import Store
import Testing
@testable import Workbench

@Suite struct SignInTests {
    func refused(_ entrance: Entrance, _ address: String, _ password: String, code: String? = nil) async -> DoorProblem? {
        await #expect(throws: DoorProblem.self) {
            _ = try await entrance.bench.signIn(
                address: address, password: password, code: code, origin: Entrance.origin, browser: "")
        }
    }

    @Test func whoIsRefusedLearnsNothing() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let anna = try await entrance.member("Anna", "anna@nordwind.example", by: petra)
        try await entrance.bench.suspend(try #require(anna.member), by: petra)
        _ = try await entrance.bench.invite(name: "Ben", address: "ben@nordwind.example", role: .reader, by: petra)
        #expect(await refused(entrance, "petra@nordwind.example", "not the right password") == .refused)
        #expect(await refused(entrance, "nobody@nordwind.example", Entrance.password) == .refused)
        #expect(await refused(entrance, "anna@nordwind.example", Entrance.password) == .refused)
        #expect(await refused(entrance, "ben@nordwind.example", Entrance.password) == .refused)
        #expect(await refused(entrance, "petra@nordwind.example", "") == .refused)
        let traces = entrance.traces.all.filter { $0.action == "session.refused" }
        #expect(traces.count == 5)
        #expect(traces.allSatisfy { $0.isRefused && $0.visitor == .nobody && $0.origin == Entrance.origin })
    }

    @Test func capitalLettersAndSpacesInTheAddressDoNotMatter() async throws {
        let entrance = try await Entrance()
        _ = try await entrance.setUp()
        let visitor = try await entrance.visitor(try await entrance.comeIn("  Petra@Nordwind.example "))
        #expect(visitor.name == "Petra Lang" && visitor.role == .administrator && visitor.workspace == entrance.bench.store.id)
        #expect(entrance.traces.last?.action == "session.begin")
        #expect(entrance.traces.last?.session == visitor.session)
    }

    @Test func hugeInputIsRefusedLikeAnyOther() async throws {
        let entrance = try await Entrance()
        _ = try await entrance.setUp()
        let huge = String(repeating: "x", count: 10_000_000)
        #expect(await refused(entrance, "petra@nordwind.example", huge) == .refused)
        #expect(await refused(entrance, huge, Entrance.password) == .refused)
        #expect(await refused(entrance, "petra@nordwind.example\r\nBcc: all@example.org", Entrance.password) == .refused)
    }

    @Test func guessingIsSlowedDownPerAccountAndPerAddress() async throws {
        let entrance = try await Entrance()
        _ = try await entrance.setUp()
        // Five are free; after the sixth there is a wait of two seconds.
        for _ in 1...6 { #expect(await refused(entrance, "petra@nordwind.example", "wrong password!") == .refused) }
        #expect(await refused(entrance, "petra@nordwind.example", Entrance.password) == .wait(seconds: 2))
        // The address they come from waits too, whatever account it tries.
        #expect(await refused(entrance, "nobody@nordwind.example", "wrong password!") == .wait(seconds: 2))
        await #expect(throws: DoorProblem.wait(seconds: 2)) {
            _ = try await entrance.bench.signIn(
                address: "petra@nordwind.example", password: Entrance.password, origin: "198.51.100.9", browser: "")
        }
        entrance.clock.pass(seconds: 2)
        try await entrance.comeIn("petra@nordwind.example")
    }

    @Test func oneDoorkeeperCountsForAllWorkspaces() async throws {
        let shared = try Doorkeeper.cheap()
        let one = try await Entrance(doorkeeper: shared), other = try await Entrance(doorkeeper: shared)
        for _ in 1...6 { #expect(await refused(one, "nobody@nordwind.example", "wrong password!") == .refused) }
        #expect(await refused(other, "somebody@nordwind.example", "wrong password!") == .wait(seconds: 2))
    }

    @Test func aPasswordIsHashedAnewWhenTheParametersChange() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let id = try #require(petra.member)
        let before = try await entrance.bench.store.credentials(of: id).password
        let clock = entrance.clock
        let dearer = try await Workbench(
            records: entrance.bench.records, workspace: entrance.bench.store.id, analyzer: .forTests(),
            doorkeeper: .cheap(costLog2: 5), now: { clock.now })
        _ = try await dearer.signIn(
            address: "petra@nordwind.example", password: Entrance.password, origin: Entrance.origin, browser: "")
        let after = try await entrance.bench.store.credentials(of: id).password
        #expect(before?.hasPrefix("$scrypt$ln=4,") == true && after?.hasPrefix("$scrypt$ln=5,") == true)
        try await entrance.comeIn("petra@nordwind.example")
    }

    @Test func sessionsLiveTwelveHoursUnusedAndSevenDaysAtMost() async throws {
        let entrance = try await Entrance()
        _ = try await entrance.setUp()
        let idle = try await entrance.comeIn("petra@nordwind.example")
        let used = try await entrance.comeIn("petra@nordwind.example")
        entrance.clock.pass(hours: 11)
        _ = try await entrance.visitor(used)
        entrance.clock.pass(hours: 1)
        #expect(try await entrance.bench.visitor(for: idle, origin: "") == nil)
        // 12 hours have passed; used every 11 hours on, it lasts to hour 168.
        for _ in 1...14 {
            _ = try await entrance.visitor(used)
            entrance.clock.pass(hours: 11)
        }
        // 12 + 14 × 11 = 166.
        _ = try await entrance.visitor(used)
        entrance.clock.pass(hours: 1)
        _ = try await entrance.visitor(used)
        entrance.clock.pass(hours: 1)
        #expect(try await entrance.bench.visitor(for: used, origin: "") == nil)
    }

    @Test func aStolenCookieIsWorthNothingAfterSigningOut() async throws {
        let entrance = try await Entrance()
        _ = try await entrance.setUp()
        let token = try await entrance.comeIn("petra@nordwind.example")
        try await entrance.bench.signOut(token, origin: Entrance.origin)
        #expect(entrance.traces.last?.action == "session.end")
        #expect(try await entrance.bench.visitor(for: token, origin: Entrance.origin) == nil)
        try await entrance.bench.signOut(token, origin: Entrance.origin)
        #expect(try await entrance.bench.visitor(for: .make(), origin: Entrance.origin) == nil)
    }

    @Test func whoIsSuspendedIsOutAtOnce() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        _ = try await entrance.member("Anna", "anna@nordwind.example", by: petra)
        let token = try await entrance.comeIn("anna@nordwind.example")
        let anna = try await entrance.visitor(token)
        try await entrance.bench.suspend(try #require(anna.member), by: petra)
        #expect(try await entrance.bench.visitor(for: token, origin: "") == nil)
        try await entrance.bench.reinstate(try #require(anna.member), by: petra)
        #expect(try await entrance.bench.visitor(for: token, origin: "") == nil)
        try await entrance.comeIn("anna@nordwind.example")
    }

    @Test func noProblemHoldsASecretAndEachIsASentence() {
        let problems: [DoorProblem] = [
            .refused, .wrongCode, .wait(seconds: 1), .wait(seconds: 900), .hasher(.busy), .link, .isSetUp, .wrongPassword, .noPassword,
            .password(.tooShort), .address(.address), .name, .notAMember, .noOneTimeCodes, .unknownIdentity, .unverifiedIdentity,
            .state(.active), .state(.invited), .state(.suspended), .changedMeanwhile,
        ]
        for problem in problems { expectSentence(problem) }
        #expect(DoorProblem.wait(seconds: 900).description.contains("15 minutes"))
    }
}
