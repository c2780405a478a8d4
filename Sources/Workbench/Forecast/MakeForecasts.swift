import Covalence
import Foundation
import Store
import StrategicSelling

extension Workbench {
    /// How forecasts are made; another one makes them anew.
    static let forecastMethod = "forecast/2"
    /// ‡ Days of which the last forecast stays.
    private static let forecastDays = 90
    /// ‡ Past month ends on which a forecast is made again to look back.
    private static let backTestMonths = 12

    /// Makes the forecast for everybody's sight and keeps it.
    ///
    /// Each is made from nothing but the objectives in that sight: neither a total nor a rate tells of an account that is not.
    ///
    /// How far it is is said without numbers of sales or sights: everybody may read that.
    func makeForecasts(_ run: JobRun?) async throws {
        try await notWhileErasing { try await keepForecasts(run) }
    }

    /// Does what keeps something it read for long, and does it once more where something was erased meanwhile: it may have words of it.
    private func notWhileErasing(_ work: () async throws -> Void) async throws {
        do { try await work() } catch StoreError.conflict(.record) { try await work() }
    }

    private func keepForecasts(_ run: JobRun?) async throws {
        guard let material = try await forecastMaterial(run) else { return }
        var done = 0
        for (ids, sights) in material.sights.sorted(by: { $0.key.count > $1.key.count }) {
            let (summary, objectives) = try await forecast(of: ids, material)
            let content = try Self.forecastText(summary)
            for sight in sights {
                try await store.keep(KeptForecast(
                    kind: .forecast, sight: sight, day: material.date.day, madeAt: material.date.moment, method: Self.forecastMethod, seed: material.settings.seed,
                    inputVersion: material.inputVersion, content: content
                ), objectives: objectives, days: Self.forecastDays, expecting: material.erasures)
            }
            done += 1
            try await run?.say(0.4 + 0.6 * Double(done) / Double(material.sights.count), "Making the forecast")
        }
        try await store.dropForecasts(notFor: Set(material.sights.values.joined()))
    }

    /// The forecast of some objectives, and each of them, the largest expected first.
    private func forecast(of ids: [Identifier<SalesObjective>], _ material: ForecastMaterial) async throws -> (ForecastSummary, [KeptObjectiveForecast]) {
        let seen = Set(ids.map(\.description))
        let histories = material.histories.filter { seen.contains($0.id) }
        let model = try ForecastModel(histories, on: material.date, material.settings)
        let forecast = try await Forecast.make(
            histories, on: material.date, model: model, material.settings, rates: material.rates, tasks: ProcessInfo.processInfo.activeProcessorCount
        )
        let summary = ForecastSummary(
            forecast, since: try Self.weekBefore(histories, material), model: model, settings: material.settings, rates: material.rates
        )
        let open = forecast.objectives.filter { $0.open != nil }.sorted {
            (-($0.expected ?? -1), -$0.probability, $0.id) < (-($1.expected ?? -1), -$1.probability, $1.id)
        }
        var kept: [KeptObjectiveForecast] = []
        for (place, objective) in open.enumerated() {
            guard let id = Identifier<SalesObjective>(objective.id) else { continue }
            kept.append(KeptObjectiveForecast(id, place: place, content: try Self.forecastText(objective)))
        }
        // Those that ended, or of which nothing was known by now, count for what was learnt: their ids tell whether all of it is still in sight.
        let listed = Set(kept.map(\.objective))
        return (summary, kept + ids.filter { !listed.contains($0) }.map { KeptObjectiveForecast($0) })
    }

    /// The forecast of a week before from what was known then; one draw does, since only objectives are compared.
    private static func weekBefore(_ histories: [ObjectiveHistory], _ material: ForecastMaterial) throws -> Forecast {
        let date = ForecastDate(
            moment: material.date.moment.advanced(by: -7 * 86_400_000), day: CalendarDay(daysSince1970: material.date.day.daysSince1970 - 7)
        )
        var settings = material.settings
        settings.draws = 1
        return try Forecast.make(histories, on: date, model: try ForecastModel(histories, on: date, settings), settings, rates: material.rates)
    }

    /// Looks back for everybody's sight: the forecast made again on past month ends, held against what came.
    func makeBackTests(_ run: JobRun?) async throws {
        try await notWhileErasing { try await keepBackTests(run) }
    }

    private func keepBackTests(_ run: JobRun?) async throws {
        guard let material = try await forecastMaterial(run) else { return }
        let dates = Self.monthEnds(before: material.date.day, count: Self.backTestMonths).map { ForecastDate(endOf: $0) }
        var done = 0
        for (ids, sights) in material.sights.sorted(by: { $0.key.count > $1.key.count }) {
            let seen = Set(ids.map(\.description))
            let backTest = try BackTest.run(
                material.histories.filter { seen.contains($0.id) }, on: dates, asOf: material.date, material.settings, rates: material.rates
            )
            let content = try Self.forecastText(backTest)
            for sight in sights {
                try await store.keep(KeptForecast(
                    kind: .backTest, sight: sight, day: material.date.day, madeAt: material.date.moment, method: Self.forecastMethod, seed: material.settings.seed,
                    inputVersion: material.inputVersion, content: content
                ), objectives: nil, days: 1, expecting: material.erasures)
            }
            done += 1
            try await run?.say(0.4 + 0.6 * Double(done) / Double(material.sights.count), "Holding past forecasts against what came")
        }
    }

    /// The last days of months that have ended, the oldest first.
    static func monthEnds(before day: CalendarDay, count: Int) -> [CalendarDay] {
        var ends: [CalendarDay] = []
        var end = CalendarDay(daysSince1970: day.daysSince1970 - Int64(day.day))
        for _ in 0..<count {
            ends.append(end)
            end = CalendarDay(daysSince1970: end.daysSince1970 - Int64(end.day))
        }
        return ends.reversed()
    }

    static func forecastText(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
