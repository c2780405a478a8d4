import Covalence
import Foundation
import Store
import StrategicSelling
import Synchronization
import Testing
@testable import Workbench

@Suite("What the funnel keeps of each objective")
struct FunnelKeepingTests {
    /// Two accounts with an objective each, of which entries are kept.
    struct World {
        let room: SellingRoom
        let other: Identifier<Organization>
        let first: Identifier<SalesObjective>
        let second: Identifier<SalesObjective>
        var bench: Workbench { room.bench }

        static func open() async throws -> World {
            let room = try await SellingRoom.open()
            let other = try await room.directory.organization("Halden").id
            let first = try await room.objective()
            let second = try await room.bench.addObjective(ObjectiveDraft(account: other, what: WhatIsSold("Spare parts")), by: .owner).id
            try await room.state(SellingKinds.role, OfPerson(room.paula, .economic), of: first)
            let world = World(room: room, other: other, first: first, second: second)
            _ = try await world.bench.openFunnel(by: .owner)
            #expect(try await world.kept() == [first, second])
            return world
        }

        /// The objectives of which something is kept.
        func kept() async throws -> Set<Identifier<SalesObjective>> {
            Set(try await bench.store.funnelRows(since: nil, in: .everything).filter { $0.kept != nil }.map(\.id))
        }

        func line(_ id: Identifier<SalesObjective>, by visitor: Visitor = .owner) async throws -> FunnelLine {
            let found = try await bench.openFunnel(by: visitor).line(id)
            return try #require(found)
        }

        /// What is shown is what the sheets say, also on another node that kept nothing in memory.
        func holds(by visitor: Visitor = .owner, _ place: SourceLocation = #_sourceLocation) async throws {
            for node in [bench, try await Workbench.opening(bench.records, analyzer: .forTests(), now: bench.now)] {
                for line in try await node.openFunnel(by: visitor).lines {
                    let open = try await node.openSheet(line.id, zone: .current, by: visitor)
                    #expect(line == FunnelLine(open.sheet, of: open.line.record), sourceLocation: place)
                }
            }
        }
    }

    @Test("a new interaction touches the entries of its objectives only, and what is shown holds after it")
    func interaction() async throws {
        let world = try await World.open()
        let before = try await world.line(world.second)
        let call = try await world.room.note("Call", of: [world.room.paula])
        #expect(try await world.kept() == [world.second])
        try await world.holds()
        #expect(try await world.line(world.second) == before)
        // Taken out again, so is what it said.
        try await world.bench.setObjectives(of: call, to: [], by: .owner)
        #expect(try await world.kept() == [world.second])
        try await world.holds()
    }

    @Test("so does whatever else is said of an objective, of somebody in it, or of its account")
    func claims() async throws {
        let world = try await World.open()
        let amount = try await world.room.state(SellingKinds.amount, try euro(500_000), of: world.second)
        #expect(try await world.kept() == [world.first])
        #expect(try await world.line(world.second).entry.amount == euro(500_000))
        try await world.bench.decideStatement(amount.id, .withdraw(reason: nil), expecting: .confirmed, by: .owner)
        #expect(try await world.kept() == [world.first])
        #expect(try await world.line(world.second).entry.amount == nil)
        try await world.bench.state(SellingStatement(SellingKinds.jobChange, OfPerson(world.room.paula, JobChange(.joined, "Head of production"))), of: world.room.paula, by: .owner)
        #expect(try await world.kept() == [world.second])
        try await world.holds()
        try await world.bench.state(SellingStatement(SellingKinds.reorganisation, "Two plants become one"), of: world.other, by: .owner)
        #expect(try await world.kept() == [world.first])
        try await world.holds()
        #expect(try await world.line(world.second).flags.contains { $0.kind == "reorganisation" })
    }

    @Test("an account’s name, a person’s name and a person’s place in the record are found again")
    func directory() async throws {
        let world = try await World.open()
        let account = try await world.bench.openAccount(world.other, by: .owner).summary
        var organization = account.organization
        organization.name = "Halden Works"
        _ = try await world.bench.editOrganization(organization, expecting: account.version, by: .owner)
        #expect(try await world.kept() == [world.first])
        #expect(try await world.line(world.second).accountName == "Halden Works")
        _ = try await world.bench.erasePerson(world.room.paula, by: .owner)
        #expect(try await world.kept().isEmpty)
        try await world.holds()
        #expect(try await world.bench.openFunnel(by: .owner).lines.allSatisfy { !String(describing: $0).contains("Keller") })
        #expect(world.room.directory.room.filesHolding("Paula Keller").isEmpty)
    }

    @Test("numbers of ours make all anew; what ages by the clock is made anew when it falls due")
    func clock() async throws {
        let world = try await World.open()
        var settings = world.bench.settings
        settings.selling.ageingDays = [1, 1, 1, 1]
        try await world.room.state(SellingKinds.move, Move(to: .universe), of: world.first)
        try await world.bench.change(settings, by: .owner)
        #expect(try await world.line(world.first).entry.isAgeing == false)
        let due = try await world.line(world.first).entry.nextChange
        #expect(due != nil)
        try await world.holds()
        // A clock that stands a year later, over what was kept before.
        let later = try await Workbench.opening(world.bench.records, analyzer: .forTests(), now: { [bench = world.bench] in bench.now().advanced(by: 365 * 86_400_000) })
        let line = try #require(try await later.openFunnel(by: .owner).line(world.first))
        #expect(line.entry.isAgeing)
        let open = try await later.openSheet(world.first, zone: .current, by: .owner)
        #expect(line.entry.openFlags == open.sheet.flags.filter(\.isOpen).count)
    }

    @Test("what is confidential is told to those who may know it, and what is out of sight to nobody it is hidden from")
    func readers() async throws {
        let world = try await World.open()
        let petra = try await world.room.directory.member("Petra"), ben = try await world.room.directory.member("Ben", .administrator)
        let version = try await world.bench.openAccount(world.room.account, by: .owner).summary.version
        try await world.bench.setHolders(of: world.room.account, to: AccountHolders(members: [petra.member ?? Identifier(UUID())]), expecting: version, by: .owner)
        #expect(try await world.bench.openFunnel(by: petra).lines.map(\.id) == [world.first])
        try await world.holds(by: petra)
        // A call that belongs to a second account, which Petra does not see.
        let call = InteractionDraft(.call, title: "Both", text: "x", startedAt: world.bench.now(), accounts: [world.room.account, world.other], people: [world.room.jonas])
        let both = try await world.bench.addInteraction(call, by: .owner).id
        try await world.bench.setObjectives(of: .interaction(both), to: [world.first], by: .owner)
        try await world.holds()
        try await world.holds(by: petra)
        var secret = SellingStatement(SellingKinds.amount, try euro(900_000))
        secret.confidentialTo = [ben.member ?? Identifier(UUID())]
        try await world.bench.state(secret, of: world.first, by: ben)
        try await world.holds(by: ben)
        try await world.holds(by: petra)
        #expect(try await world.line(world.first, by: ben).entry.amount == euro(900_000))
        #expect(try await world.line(world.first, by: petra).entry.amount == nil)
        // Sight that is taken away is gone at once.
        try await world.bench.setHolders(of: world.room.account, to: AccountHolders(), expecting: version + 1, by: .owner)
        #expect(try await world.bench.openFunnel(by: petra).lines.isEmpty)
    }

    @Test("after a change only what it touched is read again; of what went nothing is left but that it lacks")
    func changesOnly() async throws {
        let world = try await World.open(), store = world.bench.store
        let version = try await store.version()
        #expect(try await store.funnelRows(since: version + 1, in: .everything).isEmpty)
        try await world.room.state(SellingKinds.amount, try euro(100), of: world.second)
        let gone = try await store.funnelRows(since: version + 1, in: .everything)
        #expect(gone.map(\.id) == [world.second] && gone.allSatisfy { $0.kept == nil })
        #expect(try await store.funnelEntries(of: [world.first, world.second]).keys.sorted() == [world.first])
        // A new one lacks too; made, both are found by the version they were made at.
        let third = try await world.room.objective("Rollers")
        #expect(try await Set(store.funnelRows(since: version + 1, in: .everything).map(\.id)) == [world.second, third])
        _ = try await world.bench.openFunnel(by: .owner)
        let made = try await store.funnelRows(since: version + 1, in: .everything)
        #expect(Set(made.map(\.id)) == [world.second, third] && made.allSatisfy { $0.kept != nil })
        try await world.holds()
    }

    @Test("what falls due is made anew on the node that looked before, and nothing else is")
    func due() async throws {
        let time = Mutex<Int64>(0)
        let world = try await World.open()
        try await world.room.state(SellingKinds.closeDate, CalendarDay(daysSince1970: world.bench.now().milliseconds / 86_400_000 + 2), of: world.first)
        let node = try await Workbench.opening(world.bench.records, analyzer: .forTests(), now: { [bench = world.bench] in bench.now().advanced(by: time.withLock { $0 }) })
        #expect(try await node.openFunnel(by: .owner).line(world.first)?.flags.contains { $0.kind == FlagKind.closeDatePassed.rawValue } == false)
        time.withLock { $0 = 4 * 86_400_000 }
        #expect(try await node.openFunnel(by: .owner).line(world.first)?.flags.contains { $0.kind == FlagKind.closeDatePassed.rawValue } == true)
        let open = try await node.openSheet(world.first, zone: .current, by: .owner)
        #expect(try await node.openFunnel(by: .owner).line(world.first) == FunnelLine(open.sheet, of: open.line.record))
    }

    @Test("a page does not wait for many: it shows what is there, a job makes the rest, and of what is out of sight not even the number is told")
    func ahead() async throws {
        let world = try await World.open(), bench = world.bench
        let petra = try await world.room.directory.member("Petra")
        let version = try await bench.openAccount(world.room.account, by: .owner).summary.version
        try await bench.setHolders(of: world.room.account, to: AccountHolders(members: [petra.member ?? Identifier(UUID())]), expecting: version, by: .owner)
        _ = try await bench.openFunnel(by: .owner)
        // 120 sales at an account that Petra does not see: more than a look makes itself.
        for number in 0..<120 { _ = try await bench.addObjective(ObjectiveDraft(account: world.other, what: WhatIsSold("Part \(number)")), by: .owner) }
        let open = try await bench.openFunnel(waits: false, by: .owner)
        #expect(open.beingMade == 120 && open.readCount == 2 && Set(open.lines.map(\.id)) == [world.first, world.second])
        let own = try await bench.openFunnel(waits: false, by: petra)
        #expect(own.beingMade == 0 && own.lines.map(\.id) == [world.first])
        #expect(try await bench.myWeek(waits: false, by: .owner).beingMade == 120)
        #expect(try await bench.store.jobs(JobQuery(states: [.waiting], kind: .keepFunnel)).items.count == 1)
        let kinds: [any JobKind] = [KeepFunnelJob()]
        #expect(try await bench.workOff(kinds)[.failed] == nil)
        #expect(try await world.kept().count == 122)
        let after = try await bench.openFunnel(waits: false, by: .owner)
        #expect(after.beingMade == 0 && after.lines.count == 122)
        #expect(try await KeepFunnelJob().due(at: bench, now: bench.now()) == nil)
        try await world.holds(by: petra)
        // What was kept was made by other numbers: all lack.
        var settings = bench.settings
        settings.selling.ageingDays = [1, 1, 1, 1]
        try await bench.change(settings, by: .owner)
        #expect(try await bench.openFunnel(waits: false, by: .owner).beingMade == 122)
        #expect(try await KeepFunnelJob().due(at: bench, now: bench.now()) != nil)
        _ = try await bench.workOff(kinds)
        #expect(try await bench.openFunnel(waits: false, by: .owner).lines.count == 122)
    }

    @Test("what was read before a change is not kept after it")
    func meanwhile() async throws {
        let world = try await World.open()
        let version = try await world.bench.store.version()
        try await world.room.state(SellingKinds.amount, try euro(100), of: world.first)
        let late = FunnelDraft(
            objective: world.first, content: Data("old".utf8), madeBy: "old", madeAt: world.bench.now(), refreshAt: nil, isPlain: true, confidentialTo: [],
            sources: [world.first.uuid]
        )
        #expect(try await world.bench.store.keep([late], madeFrom: version) == false)
        #expect(try await world.kept() == [world.second])
    }

    @Test("accounts that are put together and taken apart again, and people, hold too")
    func merging() async throws {
        let world = try await World.open()
        let merge = try await world.bench.mergeOrganization(world.other, into: world.room.account, by: .owner)
        try await world.holds()
        #expect(try await world.line(world.second).accountName == "Brunavik")
        try await world.bench.undoMerge(merge, by: .owner)
        try await world.holds()
        #expect(try await world.line(world.second).accountName == "Halden")
        let people = try await world.bench.mergePerson(world.room.paula, into: world.room.jonas, by: .owner)
        try await world.holds()
        try await world.bench.undoMerge(people, by: .owner)
        try await world.holds()
    }

    @Test("what an import states, changes and takes back is found again, also where a sale goes with it")
    func imports() async throws {
        let room = try await ImportRoom.open(), bench = room.bench
        func amounts() async throws -> [String: String] {
            var found: [String: String] = [:]
            for line in try await bench.openFunnel(by: .owner).lines { found[line.what ?? ""] = line.entry.amount?.description ?? "not known" }
            return found
        }
        try await room.bringAll()
        let before = ["Condition monitoring": "EUR 120,000.00", "Spare parts": "GBP 8,000.50"]
        #expect(try await amounts() == before)
        let changed = try await room.bring(ImportRoom.deals.replacing("120000.00", with: "110000.00").replacing("2026-02-01", with: "2026-02-20"))
        #expect(try await amounts() == ["Condition monitoring": "EUR 110,000.00", "Spare parts": "GBP 8,000.50"])
        _ = try await bench.takeBack(changed.id, by: .owner)
        #expect(try await amounts() == before)
        let more = try await room.bring(ImportRoom.deals.replacing("006A", with: "006C").replacing("006B", with: "006D").replacing("Condition", with: "Other"))
        #expect(try await amounts().count == 3)
        _ = try await bench.takeBack(more.id, by: .owner)
        #expect(try await amounts() == before)
    }
}
