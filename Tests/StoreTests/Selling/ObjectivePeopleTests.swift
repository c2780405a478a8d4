import Covalence
import Foundation
import Store
import Testing

@Suite("Objectives whose people and accounts change")
struct ObjectivePeopleTests {
    @Test("claims about somebody who is erased go; what they told stays without them; names in words and offerings are replaced")
    func erased() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let objective = try await world.objective(at: world.halden)
        let paula = try await workspace.add(newPerson("Paula Kellermann", at: world.halden), by: nil, at: .base).id
        let emil = try await workspace.add(newPerson("Emil", at: world.halden), by: nil, at: .base).id
        let role = world.claim("influence.role", of: objective.id, value: "economic", object: paula.description)
        let told = world.claim("influence.degree", of: objective.id, value: "high", object: emil.description, payload: ["said-by": paula.description], minute: 1)
        let strength = world.claim("objective.strength", of: objective.id, value: "Paula Kellermann likes our service", minute: 2)
        try await workspace.add([role, told, strength], decisions: [])
        let offering = try await workspace.add(Offering(id: .make(at: .base), name: "The Paula Kellermann package", recordedAt: .base)).id
        try await workspace.erasePerson(paula, replacing: NameReplacement("[erased]"), at: .minutes(5))
        let left = try await workspace.claims(about: .objective(objective.id), standings: nil)
        #expect(left.map(\.id) == [told.id, strength.id])
        #expect(left.map(\.payload) == [[:], [:]])
        #expect(left.last?.value == "[erased] likes our service")
        #expect(try await workspace.offering(offering).offering.name == "The [erased] package")
        #expect(try world.room.filesHolding("Kellermann").isEmpty)
        // Whoever had the page open states nothing of them any more.
        await #expect(throws: StoreError.erased("This person")) { try await workspace.add([world.claim("influence.aim", of: objective.id, value: "x", object: paula.description, minute: 6)], decisions: [])
        }
        await #expect(throws: StoreError.erased("This person")) {
            try await workspace.add([world.claim("objective.need", of: objective.id, value: "x", payload: ["said-by": paula.description], minute: 6)], decisions: [])
        }
    }

    @Test("with two people who were one, what is claimed of them and what they told becomes the other’s, and goes back")
    func mergedPeople() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let objective = try await world.objective(at: world.halden)
        let kept = try await workspace.add(newPerson("Paula Keller", at: world.halden), by: nil, at: .base).id
        let gone = try await workspace.add(newPerson("P. Keller", at: world.halden), by: nil, at: .base).id
        let role = world.claim("influence.role", of: objective.id, value: "coach", object: gone.description, payload: ["said-by": gone.description])
        try await workspace.add([role], decisions: [])
        let merge = try await workspace.merge(gone, into: kept, by: "Petra", at: .minutes(1))
        #expect(try await workspace.claim(role.id).object == kept.description)
        #expect(try await workspace.claim(role.id).payload == ["said-by": kept.description])
        try await workspace.undoMerge(merge, at: .minutes(2))
        #expect(try await workspace.claim(role.id) == role)
    }

    @Test("with two accounts that were one, the objectives become the other’s, and go back")
    func mergedAccounts() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let objective = try await world.objective(at: world.halden), others = try await world.objective(at: world.other)
        let merge = try await workspace.merge(world.halden, into: world.other, by: "Petra", at: .minutes(1))
        #expect(try await workspace.objective(objective.id, in: .everything).objective.account == world.other)
        #expect(try await workspace.objective(objective.id, in: .everything).version == 2)
        try await workspace.undoMerge(merge, at: .minutes(2))
        #expect(try await workspace.objective(objective.id, in: .everything).objective.account == world.halden)
        #expect(try await workspace.objective(others.id, in: .everything) == others)
    }
}
