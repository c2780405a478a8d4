import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

/// Expected numbers are counted by hand from what each test states.
@Suite("The funnel, and the week")
struct FunnelUseTests {
    @Test("is narrowed by owner, team, place, text, offering, flag, close date and currency, and counts what is left")
    func narrowed() async throws {
        let room = try await SellingRoom.open(), bench = room.bench
        let anna = try await room.directory.member("Anna", .administrator), ben = try await room.directory.member("Ben", .administrator)
        let annasID = try #require(anna.member)
        let other = try await room.directory.organization("Östra Kraft").id
        let offering = try await bench.addOffering(named: "Monitoring", by: .owner).id
        let team = try await bench.addTeam("North", members: [.init(try #require(ben.member))], by: .owner).id
        let first = try await bench.addObjective(ObjectiveDraft(
            account: room.account, what: WhatIsSold("Line 2", offering: offering), amount: try euro(1_000), closeDate: CalendarDay("2026-06-30")
        ), by: anna).id
        let second = try await bench.addObjective(ObjectiveDraft(
            account: other, what: WhatIsSold("Spare parts"), amount: Money(minorUnits: 500, currency: try #require(Currency("SEK"))), closeDate: CalendarDay("2026-09-01")
        ), by: ben).id
        let third = try await bench.addObjective(ObjectiveDraft(account: room.account, amount: try euro(2_000)), by: ben).id
        try await room.state(SellingKinds.move, Move(to: .bestFew), of: first)
        try await room.state(SellingKinds.move, Move(to: .universe), of: third)
        func found(_ filter: FunnelFilter) async throws -> Set<Identifier<SalesObjective>> { Set(try await bench.openFunnel(filter, by: .owner).lines.map(\.id)) }
        #expect(try await found(FunnelFilter(owner: annasID)) == [first])
        #expect(try await found(FunnelFilter(team: team)) == [second, third])
        #expect(try await found(FunnelFilter(place: .bestFew)) == [first])
        #expect(try await found(FunnelFilter(text: "ostra")) == [second])
        #expect(try await found(FunnelFilter(text: "LINE")) == [first])
        #expect(try await found(FunnelFilter(offering: offering)) == [first])
        #expect(try await found(FunnelFilter(closingFrom: CalendarDay("2026-07-01"))) == [second])
        #expect(try await found(FunnelFilter(closingFrom: CalendarDay("2026-06-30"), closingUntil: CalendarDay("2026-06-30"))) == [first])
        #expect(try await found(FunnelFilter(currency: Currency("SEK"))) == [second])
        #expect(try await found(FunnelFilter(flags: [.movedOnWithout])) == [first])
        #expect(try await found(FunnelFilter(owner: annasID, place: .universe)).isEmpty)
        let open = try await bench.openFunnel(by: .owner)
        #expect(open.funnel.places.map(\.objectives.count) == [1, 0, 0, 1] && open.funnel.unplaced == [second])
        #expect(open.owners.map(\.name) == ["Anna", "Ben"] && open.teams.map(\.name) == ["North"])
        #expect(open.moves.map(\.objective) == [third, first] && open.moves.allSatisfy { $0.from == nil })
        #expect(open.lines(of: .unplaced).map(\.id) == [second])
        #expect(open.week.map(\.id) == [first, third])
        await #expect(throws: StoreError.self) { try await bench.openFunnel(FunnelFilter(closingFrom: CalendarDay("2026-06-02"), closingUntil: CalendarDay("2026-06-01")), by: .owner) }
    }

    @Test("each number is the count of the sales it opens")
    func parts() async throws {
        let room = try await SellingRoom.open(), bench = room.bench
        let won = try await room.objective("Won"), back = try await room.objective("Back"), open = try await room.objective("Open")
        try await room.state(SellingKinds.move, Move(to: .universe), of: won)
        try await room.state(SellingKinds.move, Move(to: .aboveTheFunnel), of: won)
        try await room.state(SellingKinds.ending, Ending(.won), of: won)
        try await room.state(SellingKinds.move, Move(to: .aboveTheFunnel), of: back)
        try await room.state(SellingKinds.move, Move(to: .universe), of: back)
        try await room.state(SellingKinds.move, Move(to: .universe), of: open)
        let funnel = try await bench.openFunnel(by: .owner)
        func names(_ part: FunnelPart, _ place: FunnelPlace? = nil) -> Set<String> { Set(funnel.lines(of: part, at: place).compactMap(\.what)) }
        // Of those that left the universe, one went further down; of those that left what is above the funnel, one was won and one went back.
        #expect(names(.left, .universe) == ["Won"] && names(.converted, .universe) == ["Won"])
        #expect(names(.left, .aboveTheFunnel) == ["Won", "Back"] && names(.converted, .aboveTheFunnel) == ["Won"])
        #expect(names(.open, .universe) == ["Back", "Open"] && names(.won) == ["Won"] && names(.lost).isEmpty)
        for summary in funnel.funnel.places {
            #expect(summary.objectives.count == names(.open, summary.place).count && summary.ageing.count == names(.ageing, summary.place).count)
            #expect(summary.conversion.value?.part ?? 0 == names(.converted, summary.place).count && summary.conversion.value?.whole ?? 0 == names(.left, summary.place).count)
            #expect(summary.withoutAmount == names(.withoutAmount, summary.place).count)
        }
    }

    @Test("the week is about one’s own sales, where there are any: meetings to come, priorities, flags, what waits")
    func week() async throws {
        let room = try await SellingRoom.open(), bench = room.bench
        #expect(try await bench.myWeek(by: .owner).hasSales == false)
        let anna = try await room.directory.member("Anna", .administrator)
        let mine = try await room.objective("Mine", by: anna), other = try await room.objective("Other")
        try await room.state(SellingKinds.move, Move(to: .inTheFunnel), of: mine)
        try await room.state(SellingKinds.move, Move(to: .bestFew), of: other)
        let time = bench.now()
        let soon = InteractionDraft(.call, title: "Soon", text: "x", startedAt: time.advanced(by: 2 * 86_400_000), accounts: [room.account], people: [room.paula])
        let late = InteractionDraft(.call, title: "Late", text: "x", startedAt: time.advanced(by: 60 * 86_400_000), accounts: [room.account], people: [room.paula])
        for draft in [soon, late] { _ = try await bench.addInteraction(draft, by: .owner) }
        let waiting = Claim(
            id: .make(at: time), kind: SellingKinds.role.name, subject: .objective(mine), object: room.paula.description, value: "economic", author: .imported("x"),
            recordedAt: time, standing: .suggested
        )
        try await bench.store.add([waiting], decisions: [])
        let week = try await bench.myWeek(by: anna)
        #expect(week.isOwn && week.priorities.map(\.id) == [mine] && Set(week.lines.keys) == [mine])
        #expect(week.upcoming.map(\.title) == ["Soon"])
        #expect(week.suggestionCount == 1 && week.suggestions.map(\.id) == [mine])
        // Both calls came in for an account with two open sales; the late one is too far ahead to be asked about.
        #expect(week.linkQuestions == 1)
        #expect(try await bench.linkQuestions(by: anna).map(\.line.title) == ["Soon"])
        #expect(!week.newFlags.isEmpty && week.newFlags.allSatisfy { $0.objective == mine } && week.oldFlags.isEmpty)
        let all = try await bench.myWeek(by: .owner)
        #expect(!all.isOwn && all.priorities.map(\.id) == [other, mine])
        let home = try await bench.home(by: anna)
        #expect(home.week?.priorities.map(\.id) == [mine])
        await #expect(throws: NotPermitted.self) { try await bench.myWeek(by: try await room.directory.member("Reeta", .researcher)) }
        #expect(try await bench.home(by: try await room.directory.member("Rita", .researcher)).week == nil)
    }
}
