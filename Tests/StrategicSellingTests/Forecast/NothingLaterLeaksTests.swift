import Covalence
@testable import StrategicSelling
import Testing

/// Whatever is recorded after a date changes nothing of what is forecast for it.
@Suite struct NothingLaterLeaksTests: MakesObjectives {
    @Test func laterFactsLaterObjectivesAndLaterCorrectionsChangeNothing() throws {
        let now = try date("2021-06-30")
        let histories = try madeHistory(500)
        let cut = histories.compactMap { history -> ObjectiveHistory? in
            let facts = history.facts.filter { $0.knownFrom <= now.moment }
            return facts.isEmpty ? nil : ObjectiveHistory(id: history.id, account: history.account, facts: facts)
        }
        #expect(cut.count < histories.count)
        // Told later of days before: an outcome, an amount, a stage and a feature for every objective.
        let later = try date("2021-07-01").moment
        let disturbed = histories.map { history in
            let first = history.facts[0].heldFrom
            return ObjectiveHistory(id: history.id, account: history.account, facts: history.facts + [
                .init(.outcome(.won), heldFrom: first, knownFrom: later), .init(euros(9_999_999), heldFrom: first, knownFrom: later),
                .init(.stage("best-few"), heldFrom: first, knownFrom: later), .init(.feature(name: "champion", value: .yesNo(true)), heldFrom: first, knownFrom: later),
                .init(.feature(name: "oracle", value: .yesNo(true)), heldFrom: first, knownFrom: later),
            ])
        }
        let model = try ForecastModel(cut, on: now)
        #expect(model.sheet.value != nil)
        #expect(try ForecastModel(disturbed, on: now) == model)
        var settings = ForecastSettings()
        settings.draws = 200
        let forecast = try Forecast.make(cut, on: now, model: model, settings)
        #expect(forecast.objectives.contains { $0.open != nil })
        #expect(try Forecast.make(disturbed, on: now, model: model, settings) == forecast)
    }

    @Test func landmarksKnowOnlyWhatWasKnownOnTheirDay() throws {
        // Told on 1 March that there was a champion from the first day.
        let facts: [ObjectiveHistory.Fact] = [
            .init(.stage("best-few"), on: try day("2026-01-01")),
            .init(.feature(name: "champion", value: .yesNo(true)), heldFrom: try day("2026-01-01"), knownFrom: try date("2026-03-01").moment),
            .init(.outcome(.won), on: try day("2026-04-01")),
        ]
        let history = ObjectiveHistory(id: "o", account: "a", facts: facts)
        let landmarks = history.landmarks(try #require(history.asKnown(on: date("2026-05-01"))), ForecastSettings())
        // From 1 January every 30 days: 1 January, 31 January, 2 March.
        #expect(landmarks.map(\.view.date.day) == [try day("2026-01-01"), try day("2026-01-31"), try day("2026-03-02")])
        #expect(landmarks.map { $0.view.features["champion"] } == [nil, nil, .yesNo(true)])
        #expect(landmarks.allSatisfy { $0.view.outcome == nil && abs($0.weight - 1.0 / 3) < 1e-12 })
    }

    @Test func whatWasTypedInAfterItEndedTeachesNoSheet() throws {
        // An import without times of its own: everything was recorded long after.
        let imported = try date("2029-12-31").moment
        let histories = try madeHistory(200).map { history in
            ObjectiveHistory(id: history.id, account: history.account, facts: history.facts.map { .init($0.content, heldFrom: $0.heldFrom, knownFrom: imported) })
        }
        let model = try ForecastModel(histories, on: date("2030-01-01"))
        #expect(model.rates.closed == 200)
        #expect(model.sheet.missing?.sentence.contains("0 closed objectives with history") == true)
        #expect(model.timing.orders == 0)
    }

    @Test func aModelOfLaterIsRefused() throws {
        let model = try ForecastModel([], on: date("2026-02-01"))
        #expect(throws: ForecastError.modelOfLater(try day("2026-02-01"), than: try day("2026-01-01"))) {
            try Forecast.make([], on: date("2026-01-01"), model: model)
        }
    }
}
