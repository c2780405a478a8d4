import Covalence
import Foundation
import StrategicSelling
import Testing

/// The place of one objective, and what it asks for.
@Suite struct FunnelPositionTests {
    @Test func whatEachPlaceAsksForIsCheckedFromTheSheet() {
        let funnel = SoundDeal().deal.sheet(day: 10).funnel
        #expect(funnel.requirements.map(\.id) == [
            "profile", "need", "contact", "discrepancy", "roles", "contacts", "responses", "win-results", "flags", "strength", "proposal", "win-win",
        ])
        #expect(funnel.requirements.map(\.place.depth) == [0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3])
        #expect(funnel.requirements.allSatisfy { $0.isMet.value == true })
        #expect(funnel.workAt == nil)
        #expect(funnel.skipped.isEmpty)
    }

    @Test func anEmptySheetHasItAllToDo() {
        var deal = Deal()
        deal.fitsProfile = .notKnown(.material("there is no ideal customer profile yet."))
        let funnel = deal.sheet(day: 3).funnel
        #expect(funnel.place.value == nil)
        #expect(funnel.workAt == .universe)
        #expect(funnel.since == Deal.opening)
        #expect(funnel.days == 3)
        let met = Dictionary(uniqueKeysWithValues: funnel.requirements.map { ($0.id, $0.isMet.value) })
        // Not known is not “no”: nobody said there is no need, but nobody was contacted.
        #expect(met["need"] == .some(nil))
        #expect(met["contact"] == .some(false))
        #expect(met["profile"] == .some(nil))
        #expect(met["win-win"] == .some(nil))
    }

    @Test func aGraveFlagIsMetByAStepOrAcceptance() throws {
        var sound = SoundDeal()
        sound.deal.state(SellingKinds.competitor, Competitor("Pumpenwerk", standing: .preferred), day: 5)
        func isMet(day: Int) -> Bool? { sound.deal.sheet(day: day).funnel.requirements.first { $0.id == "flags" }?.isMet.value }
        #expect(isMet(day: 6) == false)
        sound.deal.state(SellingKinds.action, NextAction("Visit the reference", due: Deal.date(12), removes: "competitor-preferred/pumpenwerk"), day: 7)
        #expect(isMet(day: 8) == true)
    }

    @Test func movesAndTheTimeSpentAtEachPlace() {
        var deal = Deal()
        let ines = deal.person("Ines")
        deal.meet([ines], day: 1, minutes: 20)
        var last = deal.state(SellingKinds.move, Move(to: .universe), day: 2)
        deal.meet([ines], day: 3, minutes: 30)
        deal.meet([ines], day: 4, .mail)
        last = deal.state(SellingKinds.move, Move(to: .inTheFunnel), day: 5, supersedes: last)
        deal.meet([ines], day: 6, minutes: 45)
        last = deal.state(SellingKinds.move, Move(to: .aboveTheFunnel, reason: "the need was not theirs"), day: 8, supersedes: last)
        deal.meet([ines], day: 20, recorded: 7, minutes: 60)
        let funnel = deal.sheet(day: 10).funnel
        #expect(funnel.moves.map(\.value.to) == [.universe, .inTheFunnel, .aboveTheFunnel])
        #expect(funnel.place.value?.value == .aboveTheFunnel)
        #expect(funnel.since == Deal.day(8))
        // 20 minutes before any place was stated, 30 in the universe, 45 in the funnel; the mail has no length; day 20 is still to come.
        #expect(funnel.time.milliseconds == [.universe: 1_800_000, .inTheFunnel: 2_700_000])
        #expect(funnel.time.unplacedMilliseconds == 1_200_000)
        #expect(funnel.time.withoutLength == 1)
        // As known on day 6 it was in the funnel.
        #expect(deal.sheet(day: 6).funnel.place.value?.value == .inTheFunnel)
    }

    @Test func theSamePlaceForAnotherReasonIsNoMove() {
        var deal = Deal()
        let first = deal.state(SellingKinds.move, Move(to: .universe), day: 1)
        deal.state(SellingKinds.move, Move(to: .universe, reason: "fits"), day: 9, supersedes: first)
        #expect(deal.sheet(day: 11).funnel.since == Deal.day(1))
        #expect(deal.sheet(day: 11).funnel.days == 10)
    }
}

/// The funnel of many objectives. Counts and medians are worked out by hand.
@Suite struct FunnelTests {
    /// An objective with moves on days, and its end.
    static func entry(
        _ number: Int, _ moves: [(Int, FunnelPlace)], end: (Int, Ending.Result)? = nil, amount: Money? = nil, close: Int? = nil, now: Int = 100
    ) -> FunnelEntry {
        var deal = Deal()
        deal.objective.id = Identifier(Deal.number(500 + number))
        var last: Identifier<Claim>?
        for (day, place) in moves { last = deal.state(SellingKinds.move, Move(to: place), day: day, supersedes: last) }
        if let amount { deal.state(SellingKinds.amount, amount) }
        if let close { deal.state(SellingKinds.closeDate, Deal.date(close)) }
        if let end { deal.state(SellingKinds.ending, Ending(end.1), day: end.0) }
        return FunnelEntry(deal.sheet(day: now))
    }

    @Test func conversionVelocityAndWinRate() throws {
        let funnel = Funnel([
            Self.entry(1, [(0, .universe), (10, .aboveTheFunnel), (30, .inTheFunnel), (60, .bestFew)], end: (70, .won)),
            Self.entry(2, [(0, .universe), (20, .aboveTheFunnel)], end: (50, .lost)),
            Self.entry(3, [(0, .universe), (40, .aboveTheFunnel), (45, .universe)]),
            Self.entry(4, [(0, .universe)], end: (5, .dropped)),
            Self.entry(5, [(0, .inTheFunnel)], end: (90, .won)),
        ])
        let universe = funnel.places[0], above = funnel.places[1], inside = funnel.places[2], best = funnel.places[3]
        // Four left the universe: 1, 2 and 3 downwards, 4 by ending. The third's second stay is not over.
        #expect(universe.conversion.value == Funnel.Share(part: 3, whole: 4))
        // Stays of 10, 20, 40 and 5 days: the middle two are 10 and 20.
        #expect(universe.daysThere.value == 15)
        // 1 went on, 2 was lost, 3 went back; 20, 30 and 5 days.
        #expect(above.conversion.value == Funnel.Share(part: 1, whole: 3))
        #expect(above.daysThere.value == 20)
        // 1 went on, 5 was won from there; 30 and 90 days.
        #expect(inside.conversion.value == Funnel.Share(part: 2, whole: 2))
        #expect(inside.daysThere.value == 60)
        #expect(best.conversion.value == Funnel.Share(part: 1, whole: 1))
        #expect(funnel.winRate.value == Funnel.Share(part: 2, whole: 3))
        // Won on days 70 and 90 at 10:00, opened on day 0 at 09:00.
        #expect(try #require(funnel.daysToWin.value) == 80 + 1 / 24)
        #expect(funnel.ended == [.won: 2, .lost: 1, .dropped: 1])
        #expect(universe.objectives == [Identifier(Deal.number(503))])
    }

    @Test func anEntryIsReadAsItWasKept() throws {
        let entry = FunnelEntry(SoundDeal().deal.sheet(day: 30))
        #expect(try JSONDecoder().decode(FunnelEntry.self, from: JSONEncoder().encode(entry)) == entry)
        #expect(entry.openFlags == 4)
        #expect(entry.time.milliseconds == [.inTheFunnel: 3_600_000])
        #expect(entry.nextChange == Deal.day(33, hour: 0))
    }

    @Test func nothingIsNotKnown() {
        let funnel = Funnel([])
        #expect(funnel.winRate.value == nil)
        #expect(funnel.daysToWin.value == nil)
        #expect(funnel.places.allSatisfy { $0.conversion.value == nil && $0.objectives.isEmpty })
        #expect(funnel.starved == nil)
    }

    @Test func totalsAreForEachCurrency() throws {
        let dollars = Money(minorUnits: 500, currency: try #require(Currency("USD")))
        let funnel = Funnel([
            Self.entry(1, [(0, .universe)], amount: euro(100)), Self.entry(2, [(0, .universe)], amount: dollars),
            Self.entry(3, [(0, .universe)], amount: euro(50)), Self.entry(4, [(0, .universe)]), Self.entry(5, []),
        ])
        #expect(funnel.places[0].totals == [euro(150), dollars])
        #expect(funnel.places[0].withoutAmount == 1)
        #expect(funnel.unplaced == [Identifier(Deal.number(505))])
    }

    @Test func ageingIsByPlace() {
        let funnel = Funnel([Self.entry(1, [(0, .bestFew)], now: 30), Self.entry(2, [(1, .bestFew)], now: 30), Self.entry(3, [(0, .universe)], now: 30)])
        #expect(funnel.places[3].ageing == [Identifier(Deal.number(501))])
        #expect(funnel.places[0].ageing.isEmpty)
    }

    @Test func aStarvedTopIsPointedOut() {
        let top = (1...3).map { Self.entry($0, [(0, .universe)]) }, bottom = (4...6).map { Self.entry($0, [(0, .bestFew)]) }
        // Three of six are half of them, which is as much as is set.
        #expect(Funnel(top + bottom).starved == nil)
        let starved = Funnel(top + bottom + [Self.entry(7, [(0, .inTheFunnel)])]).starved
        #expect(starved?.why == "3 of 7 objectives are in the upper two places; 50 % are set as the least.")
        #expect(Funnel(Array(top.dropLast())).starved?.why == "2 objectives in the upper two places; 3 are set as the least.")
    }

    @Test func theWeekIsClosingThenTheTopThenTheMiddle() {
        let entries = [
            Self.entry(1, [(0, .inTheFunnel)]), Self.entry(2, [(0, .aboveTheFunnel)]), Self.entry(3, [(0, .universe)]),
            Self.entry(4, [(0, .bestFew)], close: 130), Self.entry(5, [(0, .bestFew)], close: 110), Self.entry(6, [(0, .bestFew)], end: (9, .won)),
            Self.entry(7, []),
        ]
        let week = WeekPriority.of(entries, clock: LocalClock(now: Deal.day(100), zone: .gmt))
        #expect(week.map(\.id) == [5, 4, 3, 2, 1].map { Identifier(Deal.number(500 + $0)) })
        #expect(week[0].reasons.prefix(2) == ["Best few: close the order.", "To be closed in 10 days."])
    }

    @Test func whatIsDueThisWeekComesFirst() {
        var sound = SoundDeal()
        sound.deal.objective.id = Identifier(Deal.number(510))
        for index in sound.deal.claims.indices { sound.deal.claims[index].subject = .objective(sound.deal.objective.id) }
        let input = sound.deal.input(day: 14), entry = FunnelEntry(StrategySheet.assess(input))
        let other = Self.entry(1, [(0, .inTheFunnel)], close: 15, now: 14)
        // The step is due on day 20, the seventh day from day 14 on.
        let week = WeekPriority.of([other, entry], clock: input.clock)
        #expect(week.map(\.id) == [entry.id, other.id])
        #expect(week[0].toDo == "Show the service report")
        #expect(week[0].reasons[1] == "The next step is due on 2026-01-25.")
        let earlier = LocalClock(now: Deal.day(13), zone: .gmt)
        #expect(WeekPriority.of([other, entry], clock: earlier).map(\.id) == [other.id, entry.id])
    }
}
