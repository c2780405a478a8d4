import Covalence
import Foundation
import SignIn
import Store
import Testing
@testable import Workbench

@Suite struct OwnAccountTests {
    @Test func aNewPasswordNeedsTheOldOneAndEndsOtherSessions() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let other = try await entrance.comeIn("petra@nordwind.example")
        #expect(try await entrance.bench.ownAccount(by: petra).sessions.count == 2)
        await #expect(throws: DoorProblem.wrongPassword) {
            try await entrance.bench.changePassword(from: "wrong password!", to: "another set of words", by: petra)
        }
        await #expect(throws: DoorProblem.password(.tooCommon)) {
            try await entrance.bench.changePassword(from: Entrance.password, to: "password123", by: petra)
        }
        try await entrance.bench.changePassword(from: Entrance.password, to: "another set of words", by: petra)
        #expect(try await entrance.bench.visitor(for: other, origin: "") == nil)
        let account = try await entrance.bench.ownAccount(by: petra)
        #expect(account.sessions.map(\.id) == [petra.session] && account.hasPassword && !account.hasOneTimeCodes)
        try await entrance.comeIn("petra@nordwind.example", "another set of words")
    }

    @Test func whoHoldsASessionCannotGuessThePasswordForever() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        for _ in 1...6 {
            await #expect(throws: DoorProblem.wrongPassword) {
                try await entrance.bench.changePassword(from: "wrong password!", to: "another set of words", by: petra)
            }
        }
        await #expect(throws: DoorProblem.wait(seconds: 2)) {
            try await entrance.bench.changePassword(from: Entrance.password, to: "another set of words", by: petra)
        }
    }

    @Test func oneTimeCodesAreConfirmedAskedForAndUsedOnce() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        func code(_ secret: OneTimeSecret) -> String { secret.code(atStep: OneTimeSecret.step(at: entrance.clock.now.milliseconds / 1000)) }
        let setUp = try await entrance.bench.beginOneTimeCodes(by: petra)
        #expect(setUp.picture != nil && setUp.address.contains("petra%40nordwind.example"))
        let secret = setUp.secret
        await #expect(throws: DoorProblem.wrongPassword) {
            _ = try await entrance.bench.confirmOneTimeCodes(
                secret: secret.base32, code: code(secret), password: "wrong password!", by: petra)
        }
        await #expect(throws: DoorProblem.wrongCode) {
            _ = try await entrance.bench.confirmOneTimeCodes(
                secret: secret.base32, code: "12345", password: Entrance.password, by: petra)
        }
        #expect(try await !entrance.bench.ownAccount(by: petra).hasOneTimeCodes)
        let recovery = try await entrance.bench.confirmOneTimeCodes(
            secret: secret.base32, code: code(secret), password: Entrance.password, by: petra)
        #expect(recovery.count == 10)

        let outcome = try await entrance.bench.signIn(
            address: "petra@nordwind.example", password: Entrance.password, origin: Entrance.origin, browser: "")
        guard case .needsCode = outcome else { throw Unexpected("No code was asked for.") }
        // The code that confirmed is used up.
        await #expect(throws: DoorProblem.wrongCode) { try await entrance.comeIn("petra@nordwind.example", code: code(secret)) }
        entrance.clock.pass(seconds: 30)
        try await entrance.comeIn("petra@nordwind.example", code: code(secret))
        await #expect(throws: DoorProblem.wrongCode) { try await entrance.comeIn("petra@nordwind.example", code: code(secret)) }
        let spoken = recovery[3].text.uppercased().replacing("-", with: " ")
        try await entrance.comeIn("petra@nordwind.example", code: spoken)
        await #expect(throws: DoorProblem.wrongCode) { try await entrance.comeIn("petra@nordwind.example", code: recovery[3].text) }
        #expect(try await entrance.bench.ownAccount(by: petra).recoveryCodesLeft == 9)

        let fresh = try await entrance.bench.makeRecoveryCodes(password: Entrance.password, by: petra)
        await #expect(throws: DoorProblem.wrongCode) { try await entrance.comeIn("petra@nordwind.example", code: recovery[4].text) }
        try await entrance.comeIn("petra@nordwind.example", code: fresh[0].text)
        try await entrance.bench.removeOneTimeCodes(password: Entrance.password, by: petra)
        try await entrance.comeIn("petra@nordwind.example")
        await #expect(throws: DoorProblem.noOneTimeCodes) {
            _ = try await entrance.bench.makeRecoveryCodes(password: Entrance.password, by: petra)
        }
    }

    @Test func oneCodeLetsOneOfManyIn() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let secret = try await entrance.bench.beginOneTimeCodes(by: petra).secret
        func code() -> String { secret.code(atStep: OneTimeSecret.step(at: entrance.clock.now.milliseconds / 1000)) }
        _ = try await entrance.bench.confirmOneTimeCodes(secret: secret.base32, code: code(), password: Entrance.password, by: petra)
        entrance.clock.pass(seconds: 30)
        let next = code()
        let came = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 { group.addTask { (try? await entrance.comeIn("petra@nordwind.example", code: next)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(came == 1)
    }

    @Test func guessingCodesIsSlowedDownToo() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let secret = try await entrance.bench.beginOneTimeCodes(by: petra).secret
        let step = OneTimeSecret.step(at: entrance.clock.now.milliseconds / 1000)
        _ = try await entrance.bench.confirmOneTimeCodes(
            secret: secret.base32, code: secret.code(atStep: step), password: Entrance.password, by: petra)
        for _ in 1...6 {
            await #expect(throws: DoorProblem.wrongCode) { try await entrance.comeIn("petra@nordwind.example", code: "abcdef") }
        }
        await #expect(throws: DoorProblem.wait(seconds: 2)) { try await entrance.comeIn("petra@nordwind.example", code: "abcdef") }
    }

    @Test func ownSessionsEnd() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        let anna = try await entrance.member("Anna", "anna@n.example", by: petra)
        let second = try await entrance.comeIn("petra@nordwind.example")
        let third = try await entrance.comeIn("petra@nordwind.example")
        try await entrance.bench.endOwnSession(try #require(try await entrance.visitor(second).session), by: petra)
        #expect(try await entrance.bench.visitor(for: second, origin: "") == nil)
        let annas = try #require(anna.session)
        await #expect(throws: StoreError.notFound("This session")) { try await entrance.bench.endOwnSession(annas, by: petra) }
        try await entrance.bench.signOutEverywhere(by: petra)
        #expect(try await entrance.bench.visitor(for: third, origin: "") == nil)
        #expect(try await entrance.bench.ownAccount(by: petra).sessions.map(\.id) == [petra.session])
        try await entrance.bench.signOutEverywhere(keepingThis: false, by: petra)
        #expect(try await entrance.bench.ownAccount(by: petra).sessions.isEmpty)
        #expect(try await entrance.bench.ownAccount(by: anna).sessions.count == 1)
    }

    @Test func theNameIsCleanAndTheOperatorHasNoAccount() async throws {
        let entrance = try await Entrance()
        let petra = try await entrance.setUp()
        #expect(try await entrance.bench.changeOwnName(" Petra\r\n Lang-Berg ", by: petra).name == "Petra Lang-Berg")
        for name in ["", "\u{200B}", String(repeating: "x", count: 201), String(repeating: "x", count: 10_000_000)] {
            await #expect(throws: DoorProblem.name) { try await entrance.bench.changeOwnName(name, by: petra) }
        }
        await #expect(throws: DoorProblem.notAMember) { _ = try await entrance.bench.ownAccount(by: .owner) }
    }
}
