import Covalence
@testable import StrategicSelling
import Testing

@Suite struct StageRatesTests: MakesObjectives {
    func closed(_ id: String, days: Int, _ outcome: ObjectiveOutcome, stage: String = "best-few") throws -> ObjectiveView {
        let start = try day("2025-01-01")
        let end = CalendarDay(daysSince1970: start.daysSince1970 + Int64(days))
        let history = ObjectiveHistory(id: id, account: id, facts: [.init(.stage(stage), on: start), .init(.outcome(outcome), on: end)])
        return try #require(history.asKnown(on: ForecastDate(endOf: end)))
    }

    @Test func sharesAreShrunk() throws {
        // Six closed from “best-few” after 10 to 70 days: won, won, lost, won, left undecided, lost.
        let views = try [(10, ObjectiveOutcome.won), (20, .won), (29, .lost), (30, .won), (45, .noDecision), (70, .lost)].enumerated()
            .map { try closed("\($0.offset)", days: $0.element.0, $0.element.1) }
        let rates = StageRates(views, ForecastSettings())
        // The stage: (3 + 10 · 0.6) / (6 + 10). The first band is the stage.
        let young = rates.rate(stage: "best-few", days: 12)
        #expect((young.won, young.count) == (3, 6))
        #expect((young.center, young.strength) == (0.6, 10))
        #expect(abs(young.rate - 9.0 / 16) < 1e-12)
        // Three were there for 30 days or longer, one of them was won; one for 60. Too few to learn the strength: 10 stands.
        let older = rates.rate(stage: "best-few", days: 59)
        #expect((older.won, older.count, older.ageFrom, older.ageTo) == (1, 3, 30, 59))
        #expect(abs(older.rate - (1 + 10 * 9.0 / 16) / 13) < 1e-12)
        #expect(rates.rate(stage: "best-few", days: 60).count == 1)
        #expect(rates.rate(stage: "best-few", days: 5_000).count == 0)
        // Nothing else was closed: what is taken before there is history stands, and a stage that is not in the list has 0.2.
        #expect(rates.rate(stage: "universe", days: 0).rate == 0.03)
        #expect(rates.rate(stage: "abolished", days: 0).rate == 0.2)
        // Without stage: (3 + 10 · 0.2) / 16.
        #expect(abs(rates.rate(stage: nil, days: 0).rate - 5.0 / 16) < 1e-12)
    }

    @Test func withoutHistoryThePriorSpeaksAndSaysSo() throws {
        let rates = StageRates([], ForecastSettings())
        let rate = rates.rate(stage: "in-the-funnel", days: 100)
        #expect(rate.rate == 0.25)
        #expect(rate.words == "Nothing that was in “in-the-funnel” was closed yet: 25 % is taken.")
        #expect(rate.bounds.lower > 0.05 && rate.bounds.upper < 0.55)
    }

    @Test func allWonOrAllLostStaysBetweenTheEnds() throws {
        for outcome in ObjectiveOutcome.allCases {
            let rates = StageRates(try (0..<500).map { try closed("\($0)", days: $0, outcome) }, ForecastSettings())
            for age in [0, 45, 400] {
                let rate = rates.rate(stage: "best-few", days: age)
                #expect(rate.rate > 0 && rate.rate < 1)
                #expect(rate.bounds.lower >= 0 && rate.bounds.upper <= 1 && rate.bounds.contains(rate.rate))
            }
        }
    }

    @Test func anObjectiveThatCameBackCountsOnceForItsStage() throws {
        let history = try objective("o", [
            ("2025-01-01", .stage("best-few")), ("2025-01-05", .stage("in-the-funnel")), ("2025-01-10", .stage("best-few")), ("2025-03-01", .outcome(.won)),
        ])
        let view = try #require(history.asKnown(on: date("2025-03-01")))
        let rates = StageRates([view], ForecastSettings())
        #expect(rates.stages["best-few"]?.count == 1)
        // Its longer stay there was 50 days: the bands from 0 and from 30 days.
        #expect(rates.stages["best-few"]?.bands.map(\.count) == [1, 1, 0, 0, 0])
    }

    @Test func whatWasLeftForAYearCountsAsNotWonUntilItIsWon() throws {
        let stale = try objective("o", [("2024-01-01", .stage("best-few")), ("2025-03-01", .outcome(.won))])
        #expect(try ForecastModel([stale], on: date("2024-12-30")).rates.closed == 0)
        let left = try ForecastModel([stale], on: date("2024-12-31")).rates // 2024 has 366 days
        #expect((left.closed, left.stages["best-few"]?.won) == (1, 0))
        #expect(try ForecastModel([stale], on: date("2025-03-01")).rates.stages["best-few"]?.won == 1)
    }
}
