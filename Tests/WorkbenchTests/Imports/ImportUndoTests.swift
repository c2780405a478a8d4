import Covalence
import Formats
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("Taking an import back")
struct ImportUndoTests {
    @Test("what it made goes, and what was there before stays")
    func removes() async throws {
        let room = try await ImportRoom.open()
        try await room.bring(ImportRoom.accounts)
        let deals = try await room.bring(ImportRoom.deals)
        let undone = try await room.bench.takeBack(deals.id, by: .owner)
        #expect(undone.made.state == .undone && undone.made.undone == .init(removed: 2) && undone.kept.isEmpty)
        #expect(try await room.objectives().isEmpty)
        #expect(try await room.organizations().count == 2)
        // It can come in again, as if it had never been there.
        #expect(try await room.bring(ImportRoom.deals).made.counts == .init(added: 2))
        #expect(try await room.objectives().map { $0.amount?.description } == ["EUR 120,000.00", "GBP 8,000.50"])
    }

    @Test("the funnel has what came in, and lets go of what went")
    func funnel() async throws {
        let room = try await ImportRoom.open()
        let zone = try #require(TimeZone(identifier: "UTC"))
        func shown() async throws -> Int { try await room.bench.funnelLines(zone: zone, .owner).lines.count }
        #expect(try await shown() == 0)
        let first = try await room.bring(ImportRoom.deals)
        #expect(try await shown() == 2)
        _ = try await room.bench.takeBack(first.id, by: .owner)
        #expect(try await shown() == 0)
    }

    @Test("somebody who has a part in a sale by now stays; what is only suggested keeps nothing")
    func used() async throws {
        let room = try await ImportRoom.open()
        try await room.bring(ImportRoom.accounts)
        let contacts = try await room.bring(ImportRoom.contacts)
        let deals = try await room.bring(ImportRoom.deals)
        let deal = try await room.objective("Spare parts"), paula = try #require(try await room.people().first { $0.name == "Paula Keller" })
        try await room.bench.state(SellingStatement(SellingKinds.role, OfPerson(paula.id, .economic)), of: deal.id, by: .owner)
        let other = try await room.objective("Condition monitoring")
        let suggested = SellingKinds.need.name
        try await room.bench.store.add([Claim(
            id: .make(at: room.bench.now()), kind: suggested, subject: .objective(other.id), value: "Fewer stops", author: .engine("selling-words/2"),
            recordedAt: room.bench.now(), standing: .suggested
        )], decisions: [])
        #expect(try await room.bench.takeBack(contacts.id, by: .owner).made.undone == .init(removed: 1, kept: 1))
        #expect(try await room.people().map(\.name) == ["Paula Keller"])
        // Of the two sales one has what a person stated.
        #expect(try await room.bench.takeBack(deals.id, by: .owner).made.undone == .init(removed: 1, kept: 1))
        #expect(try await room.objectives().map(\.id) == [deal.id])
    }

    @Test("cancelled, it leaves the import as it was, and its job is not tried again but the import taken back once more")
    func cancelled() async throws {
        let room = try await ImportRoom.open()
        let bench = room.bench
        let whole = try await room.bring(ImportRoom.accounts).id, broken = try await room.bring(ImportRoom.contacts).id
        // As one that was broken off after its first rows.
        var made = try await bench.store.recordImport(broken)
        var report = ImportReport(stored: made.report)
        report.failure = "The disk was full."
        made.report = try report.stored()
        made.state = .failed
        try await bench.store.update(made, queueing: [], as: nil)
        for (id, state) in [(broken, RecordImport.State.failed), (whole, .done)] {
            try await bench.undoImport(id, by: .owner)
            let job = try #require(try await bench.recordImport(id, by: .owner).job)
            try await bench.cancelJob(job.id, by: .owner)
            #expect(try await bench.recordImport(id, by: .owner).made.state == state)
            let refused = await #expect(throws: StoreError.self) { try await bench.retryJob(job.id, by: .owner) }
            #expect(refused?.description.contains("Take this import back") == true)
            try await bench.undoImport(id, by: .owner)
            _ = try await bench.workOffJobs(by: .owner)
            #expect(try await bench.recordImport(id, by: .owner).made.state == .undone)
            let late = await #expect(throws: StoreError.self) { try await bench.retryJob(job.id, by: .owner) }
            #expect(late?.description.contains("already") == true)
        }
        #expect(try await room.people().isEmpty)
    }

    @Test("accounts that only rows named go with the objectives")
    func named() async throws {
        let room = try await ImportRoom.open()
        let deals = try await room.bring(ImportRoom.deals)
        #expect(try await room.organizations().count == 2)
        #expect(try await room.bench.takeBack(deals.id, by: .owner).made.undone == .init(removed: 4))
        #expect(try await room.organizations().isEmpty)
    }

    @Test("what it changed is as before; what it stated is withdrawn, and what held before holds again")
    func restores() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let moved = try await room.bring(ImportRoom.deals.replacing("Proposal,120000.00", with: "Negotiation,110000.00").replacing("2026-02-01", with: "2026-02-20"))
        let renamed = try await room.bring(ImportRoom.accounts.replacing("Brunavik Dairy", with: "Brunavik Group"))
        #expect(try await room.bench.takeBack(renamed.id, by: .owner).made.undone == .init(restored: 1))
        #expect(try await room.organizations() == ["Brunavik Dairy", "Hallmere Foods"])
        let ada = try await Directory(room: room.room).member("Ada", .administrator)
        #expect(try await room.bench.takeBack(moved.id, by: ada).made.undone == .init(restored: 1))
        let deal = try await room.objective("Condition monitoring")
        #expect(deal.stage == "Proposal" && deal.amount?.description == "EUR 120,000.00")
        let open = try await room.bench.openObjective(deal.id, by: .owner)
        let withdrawn = open.statements.filter { $0.claim.standing == .withdrawn }
        #expect(Set(withdrawn.compactMap(\.claim.value)) == ["Negotiation", "EUR 110,000.00"])
        #expect(withdrawn.allSatisfy { $0.decisions.last?.reason == "The import was undone." && $0.decisions.last?.decidedBy == ada.member })
        // The same rows are news again.
        #expect(try await room.bring(ImportRoom.accounts.replacing("Brunavik Dairy", with: "Brunavik Group")).made.counts == .init(updated: 1, unchanged: 1))
    }

    @Test("what somebody used or changed since stays, and why is said")
    func keeps() async throws {
        let room = try await ImportRoom.open()
        let accounts = try await room.bring(ImportRoom.accounts)
        let contacts = try await room.bring(ImportRoom.contacts)
        let deals = try await room.bring(ImportRoom.deals)
        let id = try await room.objective("Condition monitoring").id
        try await room.bench.state(SellingStatement(SellingKinds.need, Need("Fewer stops", isImmediate: true)), of: id, by: .owner)
        let found = try #require(try await room.bench.people(PersonQuery(limit: 10), by: .owner).items.first { $0.person.name == "Ben Holt" })
        var ben = found.person
        ben.note = "Met at the fair"
        try await room.bench.editPerson(ben, expecting: found.version, by: .owner)
        let undone = try await room.bench.takeBack(deals.id, by: .owner)
        #expect(undone.made.undone == .init(removed: 1, kept: 1) && undone.kept.map(\.thing) == ["objective"])
        let opened = try await room.bench.openObjective(id, by: .owner)
        #expect(opened.line.stage == nil && opened.statements.filter { $0.claim.standing == .confirmed }.map(\.claim.value) == ["Fewer stops"])
        let people = try await room.bench.takeBack(contacts.id, by: .owner)
        #expect(people.made.undone == .init(removed: 1, kept: 1) && people.kept.map(\.reason) == ["Somebody changed it since."])
        // Ben works at one of them, and the objective that stays is sold to the other.
        let left = try await room.bench.takeBack(accounts.id, by: .owner)
        #expect(left.made.undone == .init(kept: 2) && left.kept.map(\.count) == [2])
    }

    @Test("a part that somebody changed since stays changed; the rest goes back")
    func parts() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let again = try await room.bring(ImportRoom.contacts.replacing("Head of maintenance", with: "Head of engineering").replacing("Paula", with: "Paulina"))
        let found = try #require(try await room.bench.people(PersonQuery(limit: 10), by: .owner).items.first { $0.person.name == "Paulina Keller" })
        var paula = found.person
        paula.function = "Plant director"
        try await room.bench.editPerson(paula, expecting: found.version, by: .owner)
        let undone = try await room.bench.takeBack(again.id, by: .owner)
        #expect(undone.made.undone == .init(kept: 1))
        let now = try #require(try await room.people().first { $0.id == paula.id })
        #expect(now.name == "Paula Keller" && now.function == "Plant director")
    }

    @Test("activities go with their links; one that a claim rests on stays")
    func interactions() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let activities = "Activity ID,Subject,Type,Date,Opportunity ID\n00TA,First call,Call,2026-02-20,006A\n00TB,Second call,Call,2026-02-21,006A\n"
        let choices = ImportChoices(kind: .activity, source: .salesforce, columns: ["Opportunity ID": .opportunityID])
        let made = try await room.bring(activities, choices)
        let deal = try await room.objective("Condition monitoring").id
        let links = try await room.bench.openObjective(deal, by: .owner).links
        guard case .interaction(let first)? = links.first?.content else {
            Issue.record("No interaction is linked.")
            return
        }
        try await room.bench.state(SellingStatement(
            kind: SellingKinds.need.name, value: "Fewer stops", payload: ["immediate": "yes"], evidence: [Evidence(.interaction(first.id), basis: .observed)]
        ), of: deal, by: .owner)
        let undone = try await room.bench.takeBack(made.id, by: .owner)
        #expect(undone.made.undone == .init(removed: 1, kept: 1))
        #expect(try await room.bench.openObjective(deal, by: .owner).links.map(\.subject) == [.interaction(first.id)])
        #expect(try await room.bring(activities, choices).made.counts == .init(added: 1, unchanged: 1))
    }

    @Test("what is not through, or was taken back, is not taken back")
    func refuses() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(ImportRoom.deals)
        await #expect(throws: StoreError.self) { try await room.bench.undoImport(open.id, by: .owner) }
        try await room.bench.discardImport(open.id, by: .owner)
        await #expect(throws: StoreError.self) { try await room.bench.undoImport(open.id, by: .owner) }
        let made = try await room.bring(ImportRoom.deals)
        _ = try await room.bench.takeBack(made.id, by: .owner)
        await #expect(throws: StoreError.self) { try await room.bench.undoImport(made.id, by: .owner) }
    }
}
