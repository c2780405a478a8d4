import Covalence
import Foundation
import StrategicSelling
import Testing

@Suite struct ForecastTests: MakesObjectives {
    var settings: ForecastSettings {
        var settings = ForecastSettings()
        settings.draws = 2_000
        return settings
    }

    func forecast(
        _ histories: [ObjectiveHistory], on text: String = "2026-05-10", _ change: (inout ForecastSettings) -> Void = { _ in }, rates: DatedRates? = nil
    ) throws -> Forecast {
        var settings = settings
        change(&settings)
        return try Forecast.make(histories, on: date(text), model: try ForecastModel(histories, on: date(text), settings), settings, rates: rates)
    }

    @Test func wonAndOpenAreSummedByPeriodAndCurrency() throws {
        let made = try forecast([
            objective("won now", [("2026-04-01", euros(1_000)), ("2026-05-01", .outcome(.won))]),
            objective("won before", [("2026-01-01", euros(7_000)), ("2026-02-01", .outcome(.won))]),
            objective("lost", [("2026-04-01", euros(9_000)), ("2026-05-01", .outcome(.lost))]),
            objective("open", [("2026-05-01", .stage("best-few")), ("2026-05-01", euros(10_000)), ("2026-05-01", .closeDate(try day("2026-06-30")))]),
            objective("dollars", [("2026-05-01", .stage("universe")), ("2026-05-01", .amount(ForecastAmount(minorUnits: 500, currency: "USD")))]),
        ])
        #expect(made.periods.map(\.name) == ["Q2 FY2026", "Q3 FY2026", "Q4 FY2026", "Q1 FY2027"])
        #expect(made.income.map(\.currency) == ["EUR", "USD"])
        let income = made.income[0]
        #expect(income.periods.map(\.won) == [1_000, 0, 0, 0])
        let open = try #require(made.objectives.first { $0.id == "open" }?.open)
        // Nothing was closed from “best-few”: 0.6 is taken. It is due on the last day of the quarter; of the delays taken, half are of 0 days or fewer.
        // The two orders had no date, so that delays from a date are as taken.
        #expect(abs(open.chance.probability - 0.6) < 1e-12)
        #expect(abs(open.byPeriod[0] - 0.3) < 1e-12)
        #expect(abs(open.byPeriod.reduce(0, +) + open.later - open.chance.probability) < 1e-12)
        #expect(abs(income.periods[0].expected - 4_000) < 1e-6)
        #expect(abs(income.horizon.expected + income.later - 7_000) < 1e-6)
        #expect(income.periods[0].steps.allSatisfy { $0 == 1_000 || $0 == 11_000 })
        #expect(made.withoutCloseDate == ["dollars"])
        #expect(made.withoutAmount.isEmpty)
    }

    @Test func ratesOfTheirDayBringSumsTogether() throws {
        let rates = DatedRates(target: "EUR", rates: [
            .init(currency: "USD", day: try day("2026-05-05"), minorUnits: 0.9), .init(currency: "USD", day: try day("2026-04-01"), minorUnits: 0.8),
            .init(currency: "CHF", day: try day("2026-06-01"), minorUnits: 1.1), .init(currency: "GBP", day: try day("2026-01-01"), minorUnits: -3),
        ])
        func of(_ id: String, _ currency: String, _ outcome: ObjectiveOutcome?) throws -> ObjectiveHistory {
            try objective(id, [("2026-04-10", .amount(ForecastAmount(minorUnits: 1_000, currency: currency))), ("2026-04-20", .outcome(outcome))])
        }
        let made = try forecast([of("a", "USD", .won), of("b", "USD", nil), of("c", "EUR", .won), of("d", "CHF", nil), of("e", "GBP", nil)], rates: rates)
        // Won at the rate of 20 April, open at that of 10 May; no rate for francs yet, and none at all for pounds.
        #expect(made.objectives.map { $0.counted?.minorUnits } == [800, 900, 1_000, 1_000, 1_000])
        #expect(made.objectives.map { $0.counted?.currency } == ["EUR", "EUR", "EUR", "CHF", "GBP"])
        #expect(made.income.map(\.currency) == ["CHF", "EUR", "GBP"])
        #expect(made.income[1].periods[0].won == 1_800)
    }

    @Test func whatIsNotKnownIsNamedAndInNoSum() throws {
        let made = try forecast([objective("o", [("2026-05-01", .stage("a stage that was abolished"))])])
        #expect(made.income.isEmpty)
        #expect(made.withoutAmount == ["o"])
        #expect(made.withoutCloseDate == ["o"])
        let only = try #require(made.objectives.first)
        #expect(only.expected == nil)
        #expect(only.probability == 0.2)
    }

    @Test func nothingAndOne() throws {
        let nothing = try forecast([])
        #expect(nothing.objectives.isEmpty && nothing.income.isEmpty && nothing.periods.count == 4)
        #expect(try forecast([objective("later", [("2026-06-01", .stage("universe"))])]).objectives.isEmpty)
    }

    @Test(arguments: [Int64.max, Int64.min, 0, -5]) func extremeAmountsNeitherCrashNorWrap(_ amount: Int64) throws {
        let histories = try (0..<30).map { index in
            try objective("o\(index)", at: "one", [
                ("2026-04-02", .stage("best-few")), ("2026-04-02", euros(amount)), ("2026-04-02", .closeDate(try day("2026-06-01"))),
                ("2026-04-02", .said(SaidChance(category: .commit))), ("2026-04-05", .outcome(index % 3 == 0 ? .won : nil)),
            ])
        }
        let made = try forecast(histories)
        let income = try #require(made.income.first)
        #expect(income.periods[0].won == 10 * Double(amount))
        #expect(income.horizon.steps.allSatisfy { $0.isFinite && abs($0) <= 30 * abs(Double(amount)) })
        let sums = try #require(made.saidByAll.first).periods[0]
        #expect(sums.commit == (amount == 0 ? 0 : amount == -5 ? -100 : amount))
    }

    @Test func allWonAllLostAndAllTheSame() throws {
        for outcome in [ObjectiveOutcome.won, .lost, .noDecision] {
            let closed = try (0..<150).map {
                try objective("c\($0)", at: "a\($0 / 3)", [("2025-01-01", .stage("best-few")), ("2025-01-01", euros(100)), ("2025-06-01", .outcome(outcome))])
            }
            let open = try objective("open", [("2026-05-01", .stage("best-few")), ("2026-05-01", euros(100))])
            let only = try #require(try forecast(closed + [open]).objectives.first { $0.id == "open" })
            // (150 + 10 · 0.6) / 160 and (10 · 0.6) / 160; too much alike for a model.
            #expect(abs(only.probability - (outcome == .won ? 156.0 : 6) / 160) < 1e-9)
            #expect(only.probability > 0 && only.probability < 1)
        }
    }

    @Test func theOrderOfTheInputAndTheNumberOfTasksChangeNothing() async throws {
        let histories = try madeHistory(160)
        let now = try date("2020-08-01")
        let model = try ForecastModel(histories, on: now)
        let made = try Forecast.make(histories, on: now, model: model, settings)
        var generator = SeededForTests(state: 4)
        #expect(try Forecast.make(histories.shuffled(using: &generator), on: now, model: model, settings) == made)
        #expect(try await Forecast.make(histories, on: now, model: model, settings, tasks: 3) == made)
        #expect(made.objectives.allSatisfy { (0...1).contains($0.probability) })
        #expect(try JSONDecoder().decode(Forecast.self, from: JSONEncoder().encode(made)) == made)
    }

    @Test func littleHistoryGivesWideRanges() throws {
        // The same hundred open objectives of 100 each, half won by what is known: after 4 closed ones the sum must be far less sure than after 400.
        func width(closed: Int) throws -> Double {
            let past = try (0..<closed).map {
                try objective("c\($0)", [("2026-01-01", .stage("best-few")), ("2026-02-01", .outcome($0 % 2 == 0 ? .won : .lost))])
            }
            let open = try (0..<100).map {
                try objective("o\($0)", [("2026-05-01", .stage("best-few")), ("2026-05-01", euros(100)), ("2026-05-01", .closeDate(try day("2026-06-01")))])
            }
            let range = try #require(try forecast(past + open).income.first).horizon.ninety
            return range.upper - range.lower
        }
        // Alone, a hundred coins give 2 · 1.645 · √(100 · 0.25) · 100 = 1,645.
        #expect(try width(closed: 400) < 2_000)
        #expect(try width(closed: 4) > 3_000)
    }

    @Test func wrongSettingsAndDuplicatesAreRefusedInWords() throws {
        let one = try objective("twice", [("2026-01-01", .stage("universe"))])
        #expect(throws: ForecastError.duplicateObjective("twice")) { try forecast([one, one]) }
        let wrong: [(inout ForecastSettings) -> Void] = [
            { $0.correlation = 1 }, { $0.correlation = -0.1 }, { $0.correlation = .nan }, { $0.draws = 0 }, { $0.periodCount = 0 }, { $0.ageBands = [30, 30] },
            { $0.stages = [StagePrior(stage: "a", won: 0)] }, { $0.stages = [StagePrior(stage: "a", won: 0.1), StagePrior(stage: "a", won: 0.2)] },
            { $0.penalties = [] }, { $0.folds = 1 }, { $0.stageStrength = 0 }, { $0.landmarkDays = 0 }, { $0.outcomesPerColumn = 0 }, { $0.leftAfterDays = 0 },
        ]
        for change in wrong { #expect(throws: ForecastError.self) { try forecast([one], change) } }
        let words = ForecastError.setting("draws, checkDraws", mustBe: "1 to 1,000,000").description
        #expect(words == "The forecast's setting “draws, checkDraws” must be 1 to 1,000,000.")
    }

    @Test func storedSettingsMayLackAnything() throws {
        let read = try JSONDecoder().decode(ForecastSettings.self, from: Data(#"{"correlation": 0.4}"#.utf8))
        var expected = ForecastSettings()
        expected.correlation = 0.4
        #expect(read == expected)
        expected.labels = ["champion": "A champion"]
        expected.seed = 9
        #expect(try JSONDecoder().decode(ForecastSettings.self, from: JSONEncoder().encode(expected)) == expected)
    }
}
