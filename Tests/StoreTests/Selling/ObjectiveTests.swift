import Covalence
import Foundation
@testable import Store
import Testing

@Suite("Sales objectives in the store")
struct ObjectiveTests {
    @Test("are kept with what is claimed of them, and become another version with each change, claim and decision")
    func keeps() async throws {
        let world = try await SellingWorld()
        let objective = SalesObjective(
            id: .make(at: .base), account: world.halden, openedAt: .minutes(-90), recordedAt: .base, origin: Origin(system: "pipedrive", id: "12"), isFiction: true
        )
        let what = world.claim("objective.what", of: objective.id, value: "Condition monitoring")
        let added = try await world.workspace.add(objective, claims: [what])
        #expect(added == ObjectiveRecord(objective: objective, version: 1, accountName: "Halden Works"))
        #expect(try await world.workspace.claims(about: .objective(objective.id), standings: nil) == [what])
        let stage = world.claim("objective.stage", of: objective.id, value: "Demo", minute: 1, standing: .suggested)
        try await world.workspace.add([stage], decisions: [])
        #expect(try await world.workspace.objective(objective.id, in: .everything).version == 2)
        try await world.workspace.decide(Decision(claim: stage.id, standing: .confirmed, author: .person("Petra"), at: .minutes(2)), expecting: .suggested)
        #expect(try await world.workspace.objective(objective.id, in: .everything).version == 3)
        var moved = objective
        moved.account = world.other
        #expect(try await world.workspace.update(moved, expecting: 3) == ObjectiveRecord(objective: moved, version: 4, accountName: "Östra Kraft"))
        await expectConflict(.record(expected: 3, found: 4)) { try await world.workspace.update(objective, expecting: 3) }
    }

    @Test("an account that is not there, an origin twice and a claim about no objective are refused")
    func refuses() async throws {
        let world = try await SellingWorld()
        let origin = Origin(system: "salesforce", id: "006")
        try await world.objective(at: world.halden, origin: origin)
        await #expect(throws: StoreError.exists("The objective 006 of salesforce")) { try await world.objective(at: world.other, origin: origin) }
        await #expect(throws: StoreError.self) { try await world.objective(at: .make(at: .base)) }
        let nowhere = Identifier<SalesObjective>.make(at: .base)
        await #expect(throws: StoreError.notFound("The objective \(nowhere)")) {
            try await world.workspace.add([world.claim("objective.stage", of: nowhere, value: "Demo")], decisions: [])
        }
        #expect(try await world.workspace.claims(about: .objective(nowhere), standings: nil).isEmpty)
    }

    @Test("are found by account, text, owner, stage, place and whether they are open; by what was confirmed last")
    func finds() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let owned = world.ben.description
        let first = try await world.objective(at: world.halden, opened: 1, claims: [("objective.what", "Pumps for the mill"), ("objective.stage", "Demo")])
        let second = try await world.objective(at: world.other, opened: 2, claims: [("objective.what", "Ångström sensors"), ("objective.place", "best-few")])
        let third = try await world.objective(at: world.halden, opened: 3, claims: [("objective.outcome", "won")])
        try await workspace.add([
            world.claim("objective.owner", of: first.id, value: "Ben", payload: ["member": owned], minute: 1),
            world.claim("objective.owner", of: second.id, value: "Ben", payload: ["member": owned], minute: 1),
            world.claim("objective.owner", of: second.id, value: "Ada", minute: 2),
            // Neither a suggestion nor a word that is no outcome ends anything.
            world.claim("objective.outcome", of: first.id, value: "lost", minute: 3, standing: .suggested),
            world.claim("objective.outcome", of: second.id, value: "postponed", minute: 3),
        ], decisions: [])
        func found(_ query: ObjectiveQuery) async throws -> [Identifier<SalesObjective>] { try await workspace.objectives(query, in: .everything).items.map(\.id) }
        #expect(try await found(ObjectiveQuery()) == [third.id, second.id, first.id])
        #expect(try await found(ObjectiveQuery(account: world.halden)) == [third.id, first.id])
        #expect(try await found(ObjectiveQuery(text: "angstrom")) == [second.id])
        #expect(try await found(ObjectiveQuery(text: "HALDEN")) == [third.id, first.id])
        #expect(try await found(ObjectiveQuery(owner: world.ben)) == [first.id])
        #expect(try await found(ObjectiveQuery(isOpen: true)) == [second.id, first.id])
        #expect(try await found(ObjectiveQuery(isOpen: false)) == [third.id])
        #expect(try await found(ObjectiveQuery(stage: "Demo")) == [first.id])
        #expect(try await found(ObjectiveQuery(place: "best-few")) == [second.id])
        #expect(try await found(ObjectiveQuery(text: "halden", isOpen: true)) == [first.id])
    }

    @Test("what is confidential finds nothing")
    func confidential() async throws {
        let world = try await SellingWorld()
        let open = try await world.objective(at: world.halden, claims: [("objective.stage", "Demo")])
        var won = world.claim("objective.outcome", of: open.id, value: "won", minute: 1)
        won.confidentialTo = [world.ben]
        var stage = world.claim("objective.stage", of: open.id, value: "Closed", minute: 1)
        stage.confidentialTo = [world.ben]
        try await world.workspace.add([won, stage], decisions: [])
        #expect(try await world.workspace.objectives(ObjectiveQuery(isOpen: true), in: .everything).items.map(\.id) == [open.id])
        #expect(try await world.workspace.objectives(ObjectiveQuery(stage: "Closed"), in: .everything).items.isEmpty)
        #expect(try await world.workspace.objectives(ObjectiveQuery(stage: "Demo"), in: .everything).items.map(\.id) == [open.id])
    }

    @Test("come a page at a time, each once, also with a text")
    func pages() async throws {
        let world = try await SellingWorld()
        for minute in [5, 5, 3, 9, 1] { try await world.objective(at: world.halden, opened: minute, claims: [("objective.what", "Pump")]) }
        for text in [nil, "pump"] as [String?] {
            var query = ObjectiveQuery(text: text, limit: 2), found: [ObjectiveRecord] = [], pages = 0
            repeat {
                let page = try await world.workspace.objectives(query, in: .everything)
                found += page.items
                query.cursor = page.next
                pages += 1
            } while query.cursor != nil && pages < 9
            #expect(pages == 3)
            #expect(found.map(\.objective.openedAt) == [9, 5, 5, 3, 1].map { .minutes($0) })
            #expect(Set(found.map(\.id)).count == 5)
        }
        await expectRefused("Begin at the first page") { _ = try await world.workspace.objectives(ObjectiveQuery(cursor: PageCursor(rawValue: "x")), in: .everything) }
        await expectRefused("1 to 500") { _ = try await world.workspace.objectives(ObjectiveQuery(limit: 0), in: .everything) }
    }

    @Test("are in sight with their account, in lists, by id, in events and as what is linked")
    func sight() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let mine = try await world.objective(at: world.halden), theirs = try await world.objective(at: world.other, claims: [("objective.stage", "Demo")])
        let note = try await world.note("Both", at: [world.halden, world.other])
        try await workspace.changeLinks(of: .interaction(note), adding: [mine.id, theirs.id], removing: [], by: nil, at: .base)
        #expect(try await workspace.objectives(ObjectiveQuery(), in: world.sightOfBen).items.map(\.id) == [mine.id])
        await #expect(throws: StoreError.notFound("The objective \(theirs.id)")) { try await workspace.objective(theirs.id, in: world.sightOfBen) }
        #expect(try await workspace.objectives(of: .interaction(note), in: world.sightOfBen).map(\.id) == [mine.id])
        // The note belongs to an account that Ben does not hold, so it is out of his sight.
        #expect(try await workspace.linked(to: mine.id, asOf: nil, in: world.sightOfBen).isEmpty)
        #expect(try await workspace.linked(to: mine.id, asOf: nil, in: .everything).map(\.subject) == [.interaction(note)])
        #expect(try await workspace.objectives(ObjectiveQuery(), in: .research).items.isEmpty)
        let events = try await workspace.events(after: 0, limit: 5_000, in: world.sightOfBen).events
        #expect(events.filter { $0.kind.thing == .objective }.map(\.thing).allSatisfy { $0 == mine.id.uuid })
        #expect(events.contains { $0.kind == .objectiveAdded } && events.contains { $0.kind == .objectiveChanged })
        #expect(!events.contains { $0.kind == .claimAdded })
        let all = try await workspace.events(after: 0, limit: 5_000, in: .everything).events
        #expect(all.contains { $0.kind == .claimAdded })
        #expect(try await workspace.events(after: 0, limit: 5_000, in: .research).events.filter { $0.kind.thing == .objective || $0.kind.thing == .offering }.isEmpty)
    }

    @Test("the ledger of an objective and its people tells what was known on a date")
    func ledger() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let objective = try await world.objective(at: world.halden)
        let person = try await workspace.add(newPerson("Paula", at: world.halden), by: nil, at: .base).id
        let note = try await world.note("Call", at: [world.halden])
        let first = world.claim("objective.stage", of: objective.id, value: "Demo", minute: 1, evidence: [Evidence(.interaction(note)), Evidence(.meeting(.make(at: .base)))])
        let second = world.claim("objective.stage", of: objective.id, value: "Offer", minute: 3)
        let above = Claim(
            id: .make(at: .minutes(2)), kind: "person.job-change", subject: .person(person), value: "Leads the mill", payload: ["change": "new-role"],
            author: .person("Petra"), recordedAt: .minutes(2), standing: .suggested
        )
        try await workspace.add([first, above], decisions: [])
        let superseded = Decision(claim: first.id, standing: .superseded, author: .person("Petra"), at: .minutes(3))
        try await workspace.add([second], decisions: [ExpectedDecision(superseded, expecting: .confirmed)])
        let ledger = try await workspace.ledger(about: [.objective(objective.id), .person(person), .organization(world.halden)], kinds: ["objective.stage", "person.job-change"])
        #expect(ledger.claims == [first, above, second])
        #expect(ledger.decisions == [superseded])
        #expect(ledger.asKnown(at: .minutes(2)).map(\.standing) == [.confirmed, .suggested])
        #expect(ledger.asKnown(at: .minutes(3)).map(\.standing) == [.superseded, .suggested, .confirmed])
        #expect(try await workspace.ledger(about: [.person(person)], kinds: ["objective.stage"]).claims.isEmpty)
        #expect(try await workspace.ledger(about: [], kinds: ["objective.stage"]).claims.isEmpty)
        let byObjective = try await workspace.claims(ofEach: [objective.id], kinds: ["objective.stage"], standings: [.confirmed])
        #expect(byObjective[objective.id]?.map(\.id) == [second.id])
    }

    @Test("what was rejected or withdrawn by a moment can be left out, with all that was decided on it; what is dropped later, or was restored, is there")
    func ledgerWithoutWhatIsDropped() async throws {
        let world = try await SellingWorld()
        let workspace = world.workspace
        let objective = try await world.objective(at: world.halden)
        let claims = (1...4).map { world.claim("objective.need", of: objective.id, value: "Need \($0)", minute: $0) }
        try await workspace.add(claims, decisions: [])
        let sanna = Claim.Author.person("Sanna")
        func decide(_ place: Int, _ standing: Standing, minute: Int, from: Standing) async throws {
            _ = try await workspace.decide(Decision(claim: claims[place].id, standing: standing, author: sanna, at: .minutes(minute)), expecting: from)
        }
        try await decide(0, .rejected, minute: 10, from: .confirmed)
        try await decide(1, .withdrawn, minute: 20, from: .confirmed)
        try await decide(2, .withdrawn, minute: 10, from: .confirmed)
        try await decide(2, .confirmed, minute: 11, from: .withdrawn)
        func ledger(_ minute: Int?) async throws -> Ledger {
            try await workspace.ledger(about: [.objective(objective.id)], kinds: ["objective.need"], withoutDroppedBy: minute.map { .minutes($0) })
        }
        #expect(try await ledger(15).claims.map(\.value) == ["Need 2", "Need 3", "Need 4"])
        #expect(try await ledger(15).decisions.map(\.claim) == [claims[2].id, claims[2].id, claims[1].id])
        #expect(try await ledger(20).claims.map(\.value) == ["Need 3", "Need 4"])
        #expect(try await ledger(nil).claims.count == 4)
        #expect(try await ledger(nil).decisions.count == 4)
    }

    @Test("people and our own organisations are read at once, as far as they are in sight")
    func people() async throws {
        let world = try await SellingWorld()
        let own = try await world.workspace.add(newOrganization("Nordwind", .own), holders: AccountHolders(), at: .base).id
        let paula = newPerson("Paula", at: world.halden, mail: "paula@halden.example"), emil = newPerson("Emil", at: world.other)
        for person in [paula, emil] { try await world.workspace.add(person, by: nil, at: .base) }
        let asked: Set<Identifier<Person>> = [paula.id, emil.id, .make(at: .base)]
        #expect(try await world.workspace.people(asked, in: .everything) == [paula, emil].sorted { $0.id < $1.id })
        #expect(try await world.workspace.people(asked, in: world.sightOfBen) == [paula])
        #expect(try await world.workspace.ownOrganizations(among: [own, world.halden]) == [own])
    }
}
