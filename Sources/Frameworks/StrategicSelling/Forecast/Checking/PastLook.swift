import Covalence

/// A forecast made on a past date from what was known then, and what came of it.
struct PastLook {
    /// Why nothing can be said of the date.
    var missing: String?
    var cases: [BackTestCase] = []
    var undecided = 0
    private var draft: ForecastDraft
    /// Chances by objective, of each baseline.
    private var stageAverages: [String: Double] = [:]
    private var said: [String: Double] = [:]
    /// Objectives that are won by now, in order of id.
    private var won: [ObjectiveForecast] = []
    private let now: ForecastDate

    /// - Parameters:
    ///   - histories: by id.
    ///   - latest: objectives as known now.
    init(
        _ histories: [ObjectiveHistory], _ latest: [String: ObjectiveView], on date: ForecastDate, asOf now: ForecastDate, _ settings: ForecastSettings,
        _ rates: DatedRates?
    ) throws(ForecastError) {
        let model = try ForecastModel(histories, on: date, settings)
        draft = try ForecastDraft(histories, on: date, model: model, settings, rates: rates)
        self.now = now
        guard model.rates.closed >= settings.checkFewestClosed else {
            missing = "on \(date.day) \(model.rates.closed) closed objectives were known, and \(settings.checkFewestClosed) are needed."
            return
        }
        let periods = draft.periods
        won = latest.values.filter { $0.outcome == .won }.sorted { $0.id < $1.id }.map { ObjectiveForecast($0, model: model, periods: periods, rates: rates) }
        let overall = Double(model.rates.other.won) / Double(max(1, model.rates.other.count))
        for objective in draft.objectives {
            guard let open = objective.open else { continue }
            let counts = objective.stage.flatMap { model.rates.stages[$0] }
            let stageAverage = counts.map { Double($0.won) / Double($0.count) } ?? overall
            stageAverages[objective.id] = stageAverage
            let said = objective.said.flatMap { settings.chance(said: $0) }
            self.said[objective.id] = said
            guard let end = latest[objective.id] else { continue }
            if let outcome = end.outcome {
                cases.append(BackTestCase(
                    objective: objective.id, account: objective.account, model: open.chance.probability, stageAverage: stageAverage, said: said,
                    isWon: outcome == .won
                ))
            } else {
                undecided += 1
            }
        }
    }

    /// Sums of the periods that have ended by now, by every method.
    func sums(_ settings: ForecastSettings) -> [BackTest.PeriodSum] {
        let ended = draft.periods.indices.filter { draft.periods[$0].last < now.day }
        guard !ended.isEmpty else { return [] }
        var settings = settings
        settings.draws = settings.checkDraws
        let model = draft.forecast(draft.simulation(settings).run())
        let averaged = baseline(stageAverages, settings)
        let spoken = said.count * 2 >= stageAverages.count ? baseline(stageAverages.merging(said) { _, said in said }, settings) : nil
        let counted = Set(draft.objectives.filter { $0.counted != nil }.map(\.id))
        return draft.currencies.enumerated().flatMap { place, currency in
            ended.map { period in
                let (actual, others) = actual(draft.periods[period], currency, counted)
                return BackTest.PeriodSum(
                    date: draft.date, period: draft.periods[period], currency: currency, actual: actual, fromOthers: others,
                    model: model.income[place].periods[period], stageAverages: averaged.income[place].periods[period],
                    said: spoken?.income[place].periods[period]
                )
            }
        }
    }

    /// The forecast of somebody who takes close dates at their word, and objectives as independent of each other.
    private func baseline(_ chances: [String: Double], _ settings: ForecastSettings) -> Forecast {
        var draft = draft
        var settings = settings
        settings.correlation = 0
        draft.commonCorrelation = 0
        for index in draft.objectives.indices {
            guard case .open(var open) = draft.objectives[index].status, let chance = chances[draft.objectives[index].id] else { continue }
            // A date that has passed is taken as “any day now”; without a date nobody says when.
            let day = draft.objectives[index].closeDate.map { max($0, draft.date.day) }
            open.byPeriod = draft.periods.map { period in day.map { period.contains($0) } == true ? chance : 0 }
            open.later = chance - open.byPeriod.reduce(0, +)
            draft.objectives[index].status = .open(open)
        }
        return draft.forecast(draft.simulation(settings).run())
    }

    private func actual(_ period: FiscalPeriod, _ currency: String, _ counted: Set<String>) -> (known: Double, others: Double) {
        var (known, others) = (0.0, 0.0)
        for objective in won {
            guard case .won(let day) = objective.status, period.contains(day), let amount = objective.counted, amount.currency == currency else { continue }
            if counted.contains(objective.id) { known += amount.minorUnits } else { others += amount.minorUnits }
        }
        return (known, others)
    }
}

extension ForecastSettings {
    /// The probability that was said, else what is taken for the category; nil where neither was said.
    func chance(said: SaidChance) -> Double? {
        if let probability = said.probability { return probability }
        return switch said.category {
        case .commit: commitChance
        case .bestCase: bestCaseChance
        case .pipeline: pipelineChance
        case nil: nil
        }
    }
}
