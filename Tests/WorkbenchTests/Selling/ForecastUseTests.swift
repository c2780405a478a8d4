import Covalence
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

/// Chances by hand: before any history the share taken for “best few” is 0.6 and counts for ten; with one of one won it is (1 + 10 · 0.6) / 11.
@Suite("The forecast of what somebody sees")
struct ForecastUseTests {
    private func sale(_ room: SellingRoom, at account: Identifier<Organization>? = nil, cents: Int64 = 1_000_00, place: FunnelPlace = .bestFew) async throws -> Identifier<SalesObjective> {
        let id = try await room.bench.addObjective(ObjectiveDraft(
            account: account ?? room.account, what: WhatIsSold("Monitoring"), amount: try euro(cents), closeDate: CalendarDay("2026-05-20")
        ), by: .owner).id
        try await room.state(SellingKinds.move, Move(to: place), of: id)
        return id
    }

    private func hold(_ account: Identifier<Organization>, _ holders: AccountHolders, _ room: SellingRoom) async throws {
        let version = try await room.bench.openAccount(account, by: .owner).summary.version
        try await room.bench.setHolders(of: account, to: holders, expecting: version, by: .owner)
    }

    @Test("an open sale counts with its chance, whose reasons name the statement it rests on; expected income sums up to amount times chance")
    func forecast() async throws {
        let room = try await SellingRoom.open()
        let id = try await sale(room)
        let before = try await room.bench.forecast(by: .owner)
        #expect(before.summary == nil && before.hasObjectives && before.isWaiting)
        try await room.bench.makeForecastNow(by: .owner)
        let seen = try await room.bench.forecast(by: .owner)
        let summary = try #require(seen.summary)
        #expect(!seen.isOutdated && !seen.isWaiting)
        #expect(summary.open == 1 && summary.withoutAmount == 0 && summary.basis.closed == 0)
        let income = try #require(summary.income.first)
        #expect(income.currency == "EUR")
        #expect(abs(income.horizon.expected + income.later - 600_00) < 0.001)
        let chance = try #require(try await room.bench.forecast(of: id, by: .owner)?.open?.chance)
        #expect(abs(chance.probability - 0.6) < 1e-12)
        let move = try #require(try await room.bench.openObjective(id, by: .owner).statements.first { $0.claim.kind == SellingKinds.move.name })
        #expect(chance.reasons.first?.claims == [move.claim.id])
        #expect(try await room.bench.objectiveForecasts(from: 0, limit: 10, by: .owner).map(\.line.id) == [id])
        // Nothing was known a week ago.
        #expect(summary.change == nil)
        try await room.state(SellingKinds.amount, try euro(2_000_00), of: id)
        #expect(try await room.bench.forecast(by: .owner).isOutdated)
    }

    @Test("neither totals nor rates tell of an account out of sight; who loses an account loses the forecast made with it")
    func sight() async throws {
        let room = try await SellingRoom.open()
        let seller = try await room.directory.member("Sanna")
        let own = try await room.directory.organization("Halden Works").id
        try await hold(own, AccountHolders(members: [try #require(seller.member)]), room)
        let mine = try await sale(room, at: own), theirs = try await sale(room, cents: 9_000_00)
        try await room.state(SellingKinds.ending, Ending(.won), of: theirs)
        try await room.bench.makeForecastNow(lookingBack: true, by: .owner)
        let all = try await room.bench.forecast(by: .owner).summary, part = try await room.bench.forecast(by: seller).summary
        #expect(all?.income.first?.horizon.won == 9_000_00 && part?.income.first?.horizon.won == 0)
        #expect(all?.basis.closed == 1 && part?.basis.closed == 0)
        let chanceOfAll = try await room.bench.forecast(of: mine, by: .owner)?.probability, chance = try await room.bench.forecast(of: mine, by: seller)?.probability
        #expect(abs((chanceOfAll ?? 0) - 7.0 / 11) < 1e-12)
        #expect(abs((chance ?? 0) - 0.6) < 1e-12)
        #expect(try await room.bench.forecastLines(of: [mine, theirs], by: seller).keys.sorted() == [mine])
        await #expect(throws: StoreError.self) { _ = try await room.bench.forecast(of: theirs, by: seller) }
        try await hold(own, AccountHolders(), room)
        let later = try await room.bench.forecast(by: seller)
        #expect(later.summary == nil && later.course.isEmpty && !later.hasObjectives)
        #expect(try await room.bench.forecastBackTest(by: seller).backTest == nil)
        #expect(try await room.bench.objectiveForecasts(from: 0, limit: 10, by: seller).isEmpty)
    }

    @Test("who loses one of two accounts is told nothing any more that was made with it; who gains one is told that the forecast is of before")
    func lost() async throws {
        let room = try await SellingRoom.open()
        let seller = try await room.directory.member("Sanna"), holders = AccountHolders(members: [try #require(seller.member)])
        let own = try await room.directory.organization("Halden Works").id, other = try await room.directory.organization("Verkko").id
        for account in [own, other] {
            try await hold(account, holders, room)
            _ = try await sale(room, at: account)
        }
        try await room.bench.makeForecastNow(lookingBack: true, by: .owner)
        #expect(try await room.bench.forecast(by: seller).summary?.open == 2)
        #expect(try await room.bench.forecastBackTest(by: seller).backTest != nil)
        try await hold(other, AccountHolders(), room)
        try await room.bench.makeForecastNow(by: .owner)
        let less = try await room.bench.forecast(by: seller)
        #expect(less.summary?.open == 1 && less.course.count == 1 && !less.isOutdated)
        #expect(try await room.bench.forecastBackTest(by: seller).backTest == nil)
        try await hold(other, holders, room)
        #expect(try await room.bench.forecast(by: seller).isOutdated)
    }

    @Test("a sale that is taken up in one call counts for its owner, and for the team of its owner")
    func owners() async throws {
        let room = try await SellingRoom.open()
        let sanna = try await room.directory.member("Sanna"), ossi = try await room.directory.member("Ossi")
        let north = try #require(sanna.member), alone = try #require(ossi.member)
        _ = try await room.bench.addTeam("North", members: [Team.Membership(north)], by: .owner)
        // In cents; one more is nobody's, since the owner of the store is no member.
        for (owner, cents) in [(north, 100_00), (north, 20_00), (alone, 3_00), (nil, 4_00)] as [(Identifier<Member>?, Int64)] {
            _ = try await room.bench.addObjective(ObjectiveDraft(
                account: room.account, amount: try euro(cents), owner: owner.map { Owner("Somebody", member: $0) }
            ), by: .owner)
        }
        try await room.bench.makeForecastNow(by: .owner)
        let summary = try #require(try await room.bench.forecast(by: .owner).summary)
        func sums(_ all: [SaidSums]) -> [String?: Int64] { Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.outside.uncategorised) }) }
        #expect(sums(summary.people) == [north.description: 120_00, alone.description: 3_00, nil: 4_00])
        #expect(sums(summary.teams) == ["North": 120_00, nil: 7_00])
        // Whoever takes one up as a member owns it.
        try await hold(room.account, AccountHolders(members: [alone]), room)
        let own = try await room.bench.addObjective(ObjectiveDraft(account: room.account, amount: try euro(5_00)), by: ossi).id
        try await room.bench.makeForecastNow(by: .owner)
        #expect(try await room.bench.openObjective(own, by: .owner).line.owner?.member == alone)
        let again = try #require(try await room.bench.forecast(by: .owner).summary)
        #expect(sums(again.people)[alone.description] == 8_00)
    }

    @Test("amounts are converted by dated rates, and what no rate converts is named")
    func rates() async throws {
        let room = try await SellingRoom.open()
        _ = try await sale(room)
        let dollar = try #require(Currency("USD")), yen = try #require(Currency("JPY"))
        for money in [Money(minorUnits: 100_00, currency: dollar), Money(minorUnits: 5_000, currency: yen)] {
            let id = try await room.bench.addObjective(ObjectiveDraft(account: room.account, amount: money), by: .owner).id
            try await room.state(SellingKinds.move, Move(to: .bestFew), of: id)
        }
        let day = try #require(CalendarDay("2026-01-01"))
        try await room.bench.setExchangeRates(DatedRates(target: "EUR", rates: [.init(currency: "USD", day: day, minorUnits: 0.9)]), by: .owner)
        try await room.bench.makeForecastNow(by: .owner)
        let summary = try #require(try await room.bench.forecast(by: .owner).summary)
        #expect(summary.income.map(\.currency) == ["EUR", "JPY"])
        #expect(summary.unconverted == ["JPY": 1])
        // 0.6 · (1,000 + 100 · 0.9) euros, in cents.
        let euros = try #require(summary.income.first)
        #expect(abs(euros.horizon.expected + euros.later - 654_00) < 0.001)
        await #expect(throws: StoreError.self) {
            try await room.bench.setExchangeRates(DatedRates(target: "EUR", rates: [.init(currency: "EUR", day: day, minorUnits: 1)]), by: .owner)
        }
    }

    @Test("by the settings, too, rates are of currencies only", arguments: [
        ("exchangeRates.target", #""xxx""#, "no currency of ISO 4217"), ("exchangeRates.target", #""eur""#, "no currency of ISO 4217"), ("exchangeRates.target", #""""#, "no currency of ISO 4217"),
        ("exchangeRates.target", #""USD""#, "it needs no rate"), ("exchangeRates.target", "\"" + String(repeating: "x", count: 100_000) + "\"", "no currency of ISO 4217"),
        ("exchangeRates.rates.USD", #"[{"currency": "XAU", "day": "2026-01-01", "minorUnits": 1}]"#, "no currency of ISO 4217"),
    ])
    func ratesBySettings(name: String, value: String, reason: String) async throws {
        let room = try await SellingRoom.open()
        let day = try #require(CalendarDay("2026-01-01"))
        let rates = DatedRates(target: "EUR", rates: [.init(currency: "USD", day: day, minorUnits: 0.9)])
        try await room.bench.setExchangeRates(rates, by: .owner)
        let problem = await #expect(throws: StoreError.self) { try await room.bench.change([(name, value)], by: .owner) }
        let words = try #require(problem).description
        #expect(words.contains(reason) && words.count < 200)
        #expect(try await room.bench.exchangeRates(by: .owner) == rates)
    }

    @Test("with a person who is erased, what was forecast with words of them goes, and comes back without")
    func erasure() async throws {
        let room = try await SellingRoom.open()
        let id = try await sale(room)
        try await room.state(SellingKinds.role, OfPerson(room.paula, .economic), of: id)
        try await room.state(SellingKinds.owner, Owner("Paula Keller"), of: id)
        try await room.bench.makeForecastNow(by: .owner)
        #expect(try await room.bench.forecast(by: .owner).summary?.people.first?.name == "Paula Keller")
        _ = try await room.bench.erasePerson(room.paula, by: .owner)
        #expect(try await room.bench.forecast(by: .owner).summary == nil)
        try await room.bench.makeForecastNow(by: .owner)
        let again = try #require(try await room.bench.forecast(by: .owner).summary)
        #expect(again.open == 1 && again.people.first?.name?.contains("Paula") != true)
    }

    @Test("a look back says why it knows nothing where nothing was known then")
    func backTest() async throws {
        let room = try await SellingRoom.open()
        _ = try await sale(room)
        try await room.bench.makeForecastNow(lookingBack: true, by: .owner)
        let test = try #require(try await room.bench.forecastBackTest(by: .owner).backTest)
        #expect(test.score.value == nil && test.calibration.value == nil)
        #expect(test.dates.count == 12 && test.dates.allSatisfy { $0.decided.value == nil })
    }

    @Test("one of an earlier day is out of date, and says for which day it was made")
    func anotherDay() async throws {
        let room = try await SellingRoom.open()
        _ = try await sale(room)
        try await room.bench.makeForecastNow(by: .owner)
        let seen = try await room.bench.forecast(by: .owner)
        #expect(!seen.isOutdated && seen.formerDay == nil)
        // A day goes by.
        try await stand(room, at: -86_400_000)
        let later = try await room.bench.forecast(by: .owner)
        #expect(later.isOutdated && later.formerDay == seen.summary?.date.day)
        try await room.bench.makeForecastNow(by: .owner)
        #expect(try await room.bench.forecast(by: .owner).isOutdated == false)
    }

    /// Lets the workspace's time be behind the machine's.
    private func stand(_ room: SellingRoom, at behind: Int64) async throws {
        var settings = room.bench.settings
        settings.behind = behind
        try await room.bench.change(settings, by: .owner)
    }

    @Test("it is made by itself where there is a sale, once until something changes, by the machine’s clock for the workspace’s day; a number out of range is refused")
    func due() async throws {
        let room = try await SellingRoom.open()
        // As in the demo, the workspace is a month behind the machine, which looks after jobs.
        try await stand(room, at: 30 * 86_400_000)
        let kind = MakeForecastJob(), bench = room.bench
        #expect(try await kind.due(at: bench, now: bench.machineTime()) == nil)
        let id = try await sale(room)
        let job = try #require(try await kind.due(at: bench, now: bench.machineTime()))
        #expect(job.madeAt > bench.now())
        try await bench.makeForecastNow(by: .owner)
        #expect(try await kind.due(at: bench, now: bench.machineTime()) == nil)
        try await room.state(SellingKinds.stage, "Demo", of: id)
        // Not at once: many changes are one forecast.
        #expect(try await kind.due(at: bench, now: bench.machineTime()) == nil)
        #expect(try await kind.due(at: bench, now: bench.machineTime().advanced(by: 16 * 60_000)) != nil)
        await #expect(throws: StoreError.self) { try await bench.change([("forecast.correlation", "1.5")], by: .owner) }
        try await bench.change([("forecast.draws", "500")], by: .owner)
        #expect(bench.settings.forecast.draws == 500)
    }

    @Test("month ends before a day, by the calendar")
    func monthEnds() throws {
        let day = try #require(CalendarDay("2024-03-05"))
        #expect(Workbench.monthEnds(before: day, count: 3).map(\.description) == ["2023-12-31", "2024-01-31", "2024-02-29"])
    }
}
