import Covalence
import Foundation
import Store
import StrategicSelling
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
}
