import Covalence

/// What comes in, when and how surely, as known on a date. Pure: the same histories, model, settings and rates give the same forecast, to the last bit.
public struct Forecast: Hashable, Sendable, Codable {
    public var date: ForecastDate
    /// The running period first.
    public var periods: [FiscalPeriod]
    /// Every objective that was known, by id, closed ones included.
    public var objectives: [ObjectiveForecast]
    /// By currency, in order of its code.
    public var income: [CurrencyIncome]
    /// Open objectives whose amount is not known: they are in no sum.
    public var withoutAmount: [String]
    /// Open objectives whose close date is not known: when they come rests on others without one.
    public var withoutCloseDate: [String]

    /// Income in one currency.
    public struct CurrencyIncome: Hashable, Sendable, Codable {
        /// ISO 4217.
        public var currency: String
        /// In the order of the forecast's periods.
        public var periods: [IncomeRange]
        /// All periods together.
        public var horizon: IncomeRange
        /// Amount times chance to come after them, in minor units.
        public var later: Double
    }

    /// The forecast of a date.
    ///
    /// - Parameters:
    ///   - histories: in any order; what was recorded after the date is not looked at.
    ///   - model: learnt on the date or before it.
    ///   - rates: converts amounts where it can, open ones at the rate of the date and won ones at that of their day; nil leaves currencies apart.
    /// - Throws: where an objective comes twice, a setting is outside its range, or the model was learnt later.
    public static func make(
        _ histories: [ObjectiveHistory], on date: ForecastDate, model: ForecastModel, _ settings: ForecastSettings = ForecastSettings(), rates: DatedRates? = nil
    ) throws(ForecastError) -> Forecast {
        let draft = try ForecastDraft(histories, on: date, model: model, settings, rates: rates)
        return draft.forecast(draft.simulation(settings).run())
    }

    /// The same forecast, drawn by several tasks at once.
    public static func make(
        _ histories: [ObjectiveHistory], on date: ForecastDate, model: ForecastModel, _ settings: ForecastSettings = ForecastSettings(), rates: DatedRates? = nil,
        tasks: Int
    ) async throws(ForecastError) -> Forecast {
        let draft = try ForecastDraft(histories, on: date, model: model, settings, rates: rates)
        return draft.forecast(await draft.simulation(settings).run(tasks: tasks))
    }
}

/// A forecast before anything was drawn.
struct ForecastDraft {
    var date: ForecastDate
    var periods: [FiscalPeriod]
    var objectives: [ObjectiveForecast]
    /// Those in which something is open or was won within the periods.
    var currencies: [String]
    /// Of any two objectives.
    var commonCorrelation: Double

    init(
        _ histories: [ObjectiveHistory], on date: ForecastDate, model: ForecastModel, _ settings: ForecastSettings, rates: DatedRates?
    ) throws(ForecastError) {
        try settings.check()
        guard model.date.moment <= date.moment else { throw .modelOfLater(model.date.day, than: date.day) }
        self.date = date
        commonCorrelation = model.commonCorrelation
        let periods = settings.calendar.periods(from: date.day, count: settings.periodCount)
        self.periods = periods
        objectives = try ForecastModel.sorted(histories).compactMap { history in
            history.asKnown(on: date).map { ObjectiveForecast($0, model: model, periods: periods, rates: rates) }
        }
        currencies = Set(objectives.filter { objective in
            switch objective.status {
            case .open: true
            case .won(let day): periods.contains { $0.contains(day) }
            case .notWon: false
            }
        }.compactMap { $0.counted?.currency }).sorted()
    }

    func simulation(_ settings: ForecastSettings) -> IncomeSimulation {
        let places = Dictionary(currencies.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let items = objectives.compactMap { objective -> IncomeSimulation.Item? in
            guard let open = objective.open, let counted = objective.counted, let place = places[counted.currency] else { return nil }
            return .init(id: objective.id, account: objective.account, amount: counted.minorUnits, currency: place, chances: open.byPeriod)
        }
        return IncomeSimulation(
            items, currencies: currencies.count, periods: periods.count, draws: settings.draws, correlation: settings.correlation,
            commonCorrelation: commonCorrelation, seed: settings.seed
        )
    }

    func forecast(_ draws: [[[Double]]]) -> Forecast {
        let open = objectives.filter { $0.open != nil }
        return Forecast(
            date: date, periods: periods, objectives: objectives,
            income: currencies.enumerated().map { income($0.element, draws[$0.offset]) },
            withoutAmount: open.filter { $0.amount == nil }.map(\.id), withoutCloseDate: open.filter { $0.closeDate == nil }.map(\.id)
        )
    }

    private func income(_ currency: String, _ draws: [[Double]]) -> Forecast.CurrencyIncome {
        var won = Array(repeating: 0.0, count: periods.count)
        var expected = won
        var later = 0.0
        for objective in objectives {
            guard let counted = objective.counted, counted.currency == currency else { continue }
            switch objective.status {
            case .won(let day):
                if let period = periods.firstIndex(where: { $0.contains(day) }) { won[period] += counted.minorUnits }
            case .open(let open):
                for period in periods.indices { expected[period] += counted.minorUnits * open.byPeriod[period] }
                later += counted.minorUnits * open.later
            case .notWon: break
            }
        }
        let all = (draws.first ?? []).indices.map { draw in draws.reduce(0) { $0 + $1[draw] } }
        return Forecast.CurrencyIncome(
            currency: currency,
            periods: periods.indices.map { IncomeRange(draws: draws[$0], won: won[$0], expectedOpen: expected[$0]) },
            horizon: IncomeRange(draws: all, won: won.reduce(0, +), expectedOpen: expected.reduce(0, +)), later: later
        )
    }
}
