import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("Stating and deciding on what is claimed of objectives")
struct StatementUseTests {
    @Test("what only one can be said of takes the place of what was said before, and gets it back when the later one is taken back")
    func supersedes() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let first = try await room.state(SellingKinds.amount, try euro(100), of: objective)
        let second = try await room.state(SellingKinds.amount, try euro(250), of: objective)
        #expect(second.supersedes == first.id && second.value == "EUR 2.50")
        #expect(try await room.line(objective).amount == euro(250))
        #expect(try await room.bench.store.claim(first.id).standing == .superseded)
        let back = try await room.bench.decideStatement(second.id, .withdraw(reason: "Mistyped"), expecting: .confirmed, by: .owner)
        #expect(back.standing == .withdrawn)
        #expect(try await room.line(objective).amount == euro(100))
        let history = try #require(try await room.bench.openObjective(objective, by: .owner).statements.first { $0.claim.id == first.id })
        #expect(history.decisions.map(\.standing) == [.superseded, .confirmed])
        await #expect(throws: StoreError.conflict(.claim(second.id, expected: .confirmed, found: .withdrawn))) {
            try await room.bench.decideStatement(second.id, .reject(reason: nil), expecting: .confirmed, by: .owner)
        }
        #expect(try await room.line(objective).amount == euro(100))
    }

    @Test("what was stated since somebody looked is not taken the place of unseen, and they are told whose it is")
    func seen() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let first = try await room.state(SellingKinds.stage, "Demo", of: objective)
        var mine = SellingStatement(SellingKinds.stage, "Offer")
        mine.seen = []
        let blind = mine
        let error = await #expect(throws: StatedMeanwhile.self) { try await room.bench.state(blind, of: objective, by: .owner) }
        #expect(error?.claim.id == first.id && error?.description.hasPrefix(first.author.name) == true)
        #expect(try await room.line(objective).stage == "Demo")
        mine.seen = [first.id]
        let second = try await room.bench.state(mine, of: objective, by: .owner)
        #expect(second.supersedes == first.id)
        // Of others nothing need have been seen: another person’s degree, a need beside another.
        try await room.state(SellingKinds.degree, OfPerson(room.paula, .low), of: objective)
        var other = SellingStatement(SellingKinds.degree, OfPerson(room.jonas, .high))
        other.seen = []
        _ = try await room.bench.state(other, of: objective, by: .owner)
        let again = mine
        await #expect(throws: StatedMeanwhile.self) { try await room.bench.state(again, of: objective, by: .owner) }
    }

    @Test("where a suggestion was confirmed meanwhile, they are told who confirmed it")
    func confirmedMeanwhile() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective(), time = room.bench.now()
        let suggested = SellingKinds.stage.claim("Demo", id: .make(at: time), about: .objective(objective), author: .engine("rules/1"), recordedAt: time)
        try await room.bench.store.add([suggested], decisions: [])
        try await room.bench.decideStatement(suggested.id, .confirm, expecting: .suggested, by: .owner)
        var statement = SellingStatement(SellingKinds.stage, "Offer")
        statement.seen = []
        let blind = statement
        let error = try #require(await #expect(throws: StatedMeanwhile.self) { try await room.bench.state(blind, of: objective, by: .owner) })
        #expect(error.confirmation?.author == Visitor.owner.author)
        #expect(error.description.hasPrefix("\(Visitor.owner.author.name) confirmed something of this"))
        let history = try #require(try await room.bench.openObjective(objective, by: .owner).statements.first { $0.claim.id == suggested.id })
        #expect(history.confirmation == error.confirmation)
    }

    @Test("of a person in it as many hold as can be said: a role each, one degree")
    func influences() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        for role in [BuyingRole.economic, .user] { try await room.state(SellingKinds.role, OfPerson(room.paula, role), of: objective) }
        try await room.state(SellingKinds.degree, OfPerson(room.paula, .low), of: objective)
        try await room.state(SellingKinds.degree, OfPerson(room.jonas, .medium), of: objective)
        try await room.state(SellingKinds.degree, OfPerson(room.paula, .high), of: objective)
        let open = try await room.bench.openObjective(objective, by: .owner)
        let held = open.statements.map(\.claim).filter { $0.standing == .confirmed && $0.object != nil }
        #expect(held.map(\.value) == ["economic", "user", "medium", "high"])
        #expect(open.people[room.paula]?.name == "Paula Keller")
    }

    @Test("a suggestion is confirmed or rejected by a person; until then it changes nothing")
    func suggestions() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let stated = try await room.state(SellingKinds.stage, "Demo", of: objective)
        let time = room.bench.now()
        func suggestion(_ stage: String) -> Claim {
            SellingKinds.stage.claim(stage, id: .make(at: time), about: .objective(objective), author: .engine("rules/1"), recordedAt: time)
        }
        let right = suggestion("Offer"), wrong = suggestion("Won")
        try await room.bench.store.add([right, wrong], decisions: [])
        #expect(try await room.line(objective).stage == "Demo")
        try await room.bench.decideStatement(wrong.id, .reject(reason: "Nobody said so"), expecting: .suggested, by: .owner)
        #expect(try await room.line(objective).stage == "Demo")
        try await room.bench.decideStatement(right.id, .confirm, expecting: .suggested, by: .owner)
        #expect(try await room.line(objective).stage == "Offer")
        #expect(try await room.bench.store.claim(stated.id).standing == .superseded)
        try await room.bench.decideStatement(right.id, .withdraw(reason: nil), expecting: .confirmed, by: .owner)
        #expect(try await room.line(objective).stage == "Demo")
        let reader = try await room.directory.member("Rita", .reader)
        await #expect(throws: NotPermitted.self) { try await room.bench.decideStatement(stated.id, .reject(reason: nil), expecting: .confirmed, by: reader) }
    }

    @Test("one of several that hold at once is taken the place of by name: a step that is done")
    func names() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let step = try await room.state(SellingKinds.action, NextAction("Send the offer"), of: objective)
        try await room.state(SellingKinds.action, NextAction("Call Paula"), of: objective)
        var done = SellingStatement(SellingKinds.action, NextAction("Send the offer", doneOn: CalendarDay("2026-03-05")))
        done.supersedes = step.id
        try await room.bench.state(done, of: objective, by: .owner)
        let held = try await room.bench.openObjective(objective, by: .owner).statements.map(\.claim).filter { $0.standing == .confirmed && $0.kind == SellingKinds.action.name }
        #expect(held.map(\.value) == ["Call Paula", "Send the offer"])
        // It holds no longer.
        await #expect(throws: StoreError.self) { try await room.bench.state(done, of: objective, by: .owner) }
    }

    @Test("what states nothing of its kind is refused with a sentence", arguments: [
        SellingStatement(kind: "objective.weather", value: "fine"), SellingStatement(kind: "objective.close-date", value: "soon"),
        SellingStatement(kind: "objective.amount", value: "EUR 3"), SellingStatement(kind: "objective.amount", payload: ["minor-units": "3", "currency": "EUX"]),
        SellingStatement(kind: "influence.role", value: "economic"), SellingStatement(kind: "influence.role", object: "Paula", value: "economic"),
        SellingStatement(kind: "objective.outcome", value: "postponed"), SellingStatement(kind: "objective.stage", value: "  "),
        SellingStatement(kind: "objective.stage", value: String(repeating: "x", count: 2_001)), SellingStatement(kind: "person.job-change", value: "x", payload: ["change": "left"]),
    ])
    func refuses(statement: SellingStatement) async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let error = await #expect(throws: StoreError.self) { try await room.bench.state(statement, of: objective, by: .owner) }
        guard case .refused(let sentence) = error else { Issue.record("\(String(describing: error))"); return }
        #expect(sentence.text.count > 20)
        #expect(try await room.bench.openObjective(objective, by: .owner).statements.count == 1)
    }

    @Test("a day that was mistyped is refused and named with its field, and nothing has ended on a day that has not come")
    func days() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let bench = room.bench, today = LocalClock(now: bench.now(), zone: .current).today
        let tomorrow = CalendarDay(daysSince1970: today.daysSince1970 + 1)
        let wrong: [(SellingStatement, String, String)] = [
            (SellingStatement(kind: "objective.close-date", value: "0026-09-30"), "/value", "year 26"),
            (SellingStatement(kind: "objective.close-date", value: "2101-01-01"), "/value", "year 2101"),
            (SellingStatement(SellingKinds.proposal, Proposal("A draft", madeOn: CalendarDay("1026-01-01"))), "/payload/made-on", "year 1026"),
            (SellingStatement(SellingKinds.action, NextAction("Call", due: CalendarDay("0202-01-01"))), "/payload/due", "year 202"),
            (SellingStatement(SellingKinds.ending, Ending(.won, closedOn: tomorrow)), "/payload/closed-on", "has not come"),
        ]
        for (statement, field, words) in wrong {
            let error = await #expect(throws: StoreError.self) { try await bench.state(statement, of: objective, by: .owner) }
            #expect(error?.field == field)
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
        let won = try await bench.state(SellingStatement(SellingKinds.ending, Ending(.won, closedOn: today)), of: objective, by: .owner)
        #expect(SellingKinds.ending.content(of: won)?.closedOn == today)
    }

    @Test("whom and what it names must be in sight; fields that its kind does not know are not kept")
    func named() async throws {
        let room = try await SellingRoom.open()
        let objective = try await room.objective()
        let gone = Identifier<Person>.make(at: room.bench.now())
        await #expect(throws: StoreError.self) { try await room.state(SellingKinds.degree, OfPerson(gone, .high), of: objective) }
        var told = SellingStatement(SellingKinds.need, Need("Fewer stops", isImmediate: true))
        told.saidBy = gone
        await #expect(throws: StoreError.self) { try await room.bench.state(told, of: objective, by: .owner) }
        told.saidBy = room.paula
        told.payload["colour"] = "blue"
        let claim = try await room.bench.state(told, of: objective, by: .owner)
        #expect(claim.payload == ["immediate": "yes", "said-by": room.paula.description])
        await #expect(throws: StoreError.self) {
            try await room.state(SellingKinds.competitor, Competitor("Rival", organization: .make(at: room.bench.now())), of: objective)
        }
    }

    @Test("facts about a person and an account are stated of them and hold in every objective")
    func elsewhere() async throws {
        let room = try await SellingRoom.open()
        let bench = room.bench
        let first = try await room.objective("One"), second = try await room.objective("Two")
        for objective in [first, second] { try await room.state(SellingKinds.degree, OfPerson(room.paula, .high), of: objective) }
        let left = JobChange(.left, "Goes to Halden")
        try await bench.state(SellingStatement(SellingKinds.jobChange, OfPerson(room.paula, left)), of: room.paula, by: .owner)
        try await bench.state(SellingStatement(SellingKinds.reorganisation, "Two plants become one"), of: room.account, by: .owner)
        for objective in [first, second] {
            let sheet = try await bench.openSheet(objective, by: .owner).sheet
            #expect(sheet.influence(room.paula)?.jobChanges.map(\.value) == [left])
            #expect(sheet.facts.reorganisations.map(\.value) == ["Two plants become one"])
        }
        await #expect(throws: StoreError.self) { try await bench.state(SellingStatement(SellingKinds.stage, "Demo"), of: room.account, by: .owner) }
    }

    @Test("what is confidential is known to those it names and takes the place of nothing that others see")
    func confidential() async throws {
        let room = try await SellingRoom.open()
        let sanna = try await room.directory.member("Sanna", .administrator), olli = try await room.directory.member("Olli", .administrator)
        let objective = try await room.objective()
        try await room.state(SellingKinds.stage, "Demo", of: objective)
        var secret = SellingStatement(SellingKinds.stage, "They go elsewhere")
        secret.confidentialTo = []
        let claim = try await room.bench.state(secret, of: objective, by: sanna)
        #expect(try await room.line(objective, by: sanna).stage == "They go elsewhere")
        #expect(try await room.line(objective, by: olli).stage == "Demo")
        #expect(try await room.bench.objectives(ObjectiveQuery(), by: olli).items.map(\.stage) == ["Demo"])
        #expect(try await room.bench.openSheet(objective, by: olli).sheet.facts.stage.value?.value == "Demo")
        await #expect(throws: StoreError.self) { try await room.bench.decideStatement(claim.id, .reject(reason: nil), expecting: .confirmed, by: olli) }
    }
}
