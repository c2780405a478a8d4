import Covalence
@testable import StrategicSelling
import Testing

@Suite struct BackTestTests: MakesObjectives {
    var settings: ForecastSettings {
        var settings = ForecastSettings()
        settings.checkDraws = 400
        return settings
    }

    @Test func withoutEnoughHistoryItSaysWhatIsMissing() throws {
        let histories = try madeHistory(60)
        // Ended by 1 March: those that began on 6 January and took 40, 47 and 54 days.
        let check = try BackTest.run(histories, on: [date("2020-03-01"), date("2020-04-15"), date("2020-05-20")], asOf: date("2021-01-01"), settings)
        #expect(check.dates.count == 3)
        #expect(check.dates[0].decided.missing?.sentence == "Not known: on 2020-03-01 3 closed objectives were known, and 20 are needed.")
        #expect(check.dates[2].decided.value != nil)
        let nothing = try BackTest.run([], on: [date("2020-03-01")], asOf: date("2021-01-01"), settings)
        #expect(nothing.calibration.value == nil && nothing.score.value == nil && nothing.coverage.value == nil && nothing.said.value == nil)
        #expect(nothing.sums.isEmpty)
    }

    @Test func datesThatAreNotPastAndDatesTwiceAreLeftOut() throws {
        let now = try date("2021-01-01")
        let check = try BackTest.run(madeHistory(60), on: [now, date("2021-02-01"), date("2020-06-01"), date("2020-06-01")], asOf: now, settings)
        #expect(check.dates.map(\.date) == [try date("2020-06-01")])
    }

    @Test func aTraitThatTellsBeatsBothBaselines() throws {
        // Eight of ten are won with a champion, two without; salespeople say 90 % of everything.
        let histories = try madeHistory(600).map { history in
            let said = ObjectiveHistory.Fact(.said(SaidChance(category: .commit)), on: history.facts[0].heldFrom)
            return ObjectiveHistory(id: history.id, account: history.account, facts: history.facts + [said])
        }
        let dates = try ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"].map { try date($0) }
        let check = try BackTest.run(histories, on: dates, asOf: date("2023-01-01"), settings)
        let averages = try #require(check.stageAverages.value)
        // Stage averages are half and half at best: 0.25; what the trait tells: 0.16.
        #expect(abs(averages.baseline.score - 0.25) < 0.02)
        #expect(averages.model.score < 0.19)
        #expect(try #require(averages.gainBounds).lower > 0)
        let said = try #require(check.said.value)
        // (0.81 + 0.01) / 2
        #expect(abs(said.baseline.score - 0.41) < 0.03)
        #expect(said.gain > averages.gain)
        let score = try #require(check.score.value)
        #expect(score.count == check.dates.reduce(0) { $0 + ($1.decided.value ?? 0) })
        for bin in try #require(check.calibration.value) {
            #expect(bin.won.bounds.contains(bin.won.share))
            #expect(bin.count >= bin.won.count)
            // Where there are many, what was said is what came.
            if bin.won.count >= 20 { #expect(bin.won.bounds.contains(bin.chance)) }
        }
        #expect(check.undecided == 0)
    }

    @Test func sumsOfPeriodsAreHeldAgainstWhatCame() throws {
        let histories = try madeHistory(400)
        let then = try date("2021-01-31")
        let check = try BackTest.run(histories, on: [then], asOf: date("2021-04-15"), settings)
        // Only the first quarter has ended.
        let sum = try #require(check.sums.first)
        #expect(check.sums.count == 1)
        #expect(sum.period.name == "Q1 FY2021")
        var (known, others) = (Int64(0), Int64(0))
        for history in histories {
            guard let end = history.asKnown(on: try date("2021-04-15")), end.outcome == .won, let day = end.outcomeDay, sum.period.contains(day) else { continue }
            if history.asKnown(on: then) == nil { others += end.amount?.minorUnits ?? 0 } else { known += end.amount?.minorUnits ?? 0 }
        }
        #expect(known > 0 && others > 0)
        #expect(sum.actual == Double(known) && sum.fromOthers == Double(others))
        // Nobody said anything.
        #expect(sum.said == nil)
        #expect(check.coverage.value == nil)
        // Baselines take dates at their word: what is due later is not expected.
        #expect(sum.stageAverages.expected >= sum.stageAverages.won)
    }

    @Test func coverageCountsBothEnds() throws {
        func sum(_ actual: Double, _ draws: [Double]) throws -> BackTest.PeriodSum {
            let range = IncomeRange(draws: draws, won: 0, expectedOpen: 0)
            return BackTest.PeriodSum(
                date: try date("2026-01-31"), period: FiscalCalendar.quarters.period(of: try day("2026-01-31")), currency: "EUR", actual: actual, fromOthers: 0,
                model: range, stageAverages: range, said: nil
            )
        }
        // Draws 0 … 20: half from 5 to 15, nine tenths from 1 to 19. A sum for which nothing was expected does not count.
        let draws = (0...20).map(Double.init)
        let sums = try [0.5, 1, 4.9, 5, 15, 19, 19.1, 30].map { try sum($0, draws) } + [sum(0, [0, 0, 0])]
        let coverage = try #require(Coverage.of(sums, 5) { $0.model }.value)
        #expect((coverage.half.count, coverage.half.share) == (8, 0.25))
        #expect(coverage.ninety.share == 0.625)
        #expect(Coverage.of(sums, 9) { $0.model }.value == nil)
        #expect(Coverage.of(sums, 1) { $0.said }.value == nil)
    }

    @Test func intervalsHoldWhatTheySayInAWorldThatGoesOn() throws {
        // Born evenly over four years, decided after 20 to 200 days, half of them good: 0.5 against 0.15. Nothing in the model knows this world.
        var generator = SeededForTests(state: 77)
        let end = try day("2026-12-31").daysSince1970
        let histories = (0..<900).map { index in
            let (start, length) = (end - Int64.random(in: 0...1_500, using: &generator), Int64.random(in: 20...200, using: &generator))
            let isGood = Bool.random(using: &generator)
            let isWon = Double.random(in: 0..<1, using: &generator) < (isGood ? 0.5 : 0.15)
            let amount = ForecastAmount(minorUnits: Int64.random(in: 1_000...9_000, using: &generator), currency: "EUR")
            func at(_ days: Int64) -> CalendarDay { CalendarDay(daysSince1970: start + days) }
            return ObjectiveHistory(id: "o\(index)", account: "a\(Int.random(in: 0..<300, using: &generator))", facts: [
                .init(.stage("above-the-funnel"), on: at(0)), .init(.amount(amount), on: at(0)),
                .init(.closeDate(at(length - Int64.random(in: -10...60, using: &generator))), on: at(length / 10)),
                .init(.feature(name: "good", value: .yesNo(isGood)), on: at(length / 5)), .init(.stage("in-the-funnel"), on: at(length * 2 / 5)),
                .init(.outcome(isWon ? .won : .lost), on: at(length)),
            ])
        }
        let dates = (0..<12).map { ForecastDate(endOf: CalendarDay(daysSince1970: end - 900 + $0 * 60)) }
        let coverage = try #require(try BackTest.run(histories, on: dates, asOf: date("2026-12-31"), settings).coverage.value)
        // About thirty sums, those of one quarter alike: nine tenths give or take a sixth, a half give or take a third.
        #expect(coverage.ninety.count >= 20)
        #expect(coverage.ninety.share > 0.74)
        #expect(coverage.half.share > 0.25 && coverage.half.share < 0.85)
    }
}
