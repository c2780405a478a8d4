public import Covalence
public import StrategicSelling

/// A forecast without its objectives, as it is kept: what a page shows first.
public struct ForecastSummary: Hashable, Sendable, Codable {
    public var date: ForecastDate
    /// The running period first.
    public var periods: [FiscalPeriod]
    /// By currency.
    public var income: [Forecast.CurrencyIncome]
    /// What salespeople said beside what the model expects: by person, by team, of all.
    public var people: [SaidSums]
    public var teams: [SaidSums]
    public var all: [SaidSums]
    /// What moved since a week before; nil where nothing was known then.
    public var change: ForecastChange?
    /// Moves beyond those in `change`.
    public var furtherMoves: Int
    /// Open objectives; of them, those that are in no sum, and those of which nobody said when.
    public var open: Int
    public var withoutAmount: Int
    public var withoutCloseDate: Int
    /// Open objectives by currency that no rate converts, where amounts are to be converted.
    public var unconverted: [String: Int]
    public var basis: ForecastBasis

    /// ‡ Moves that are kept.
    static let mostMoves = 60

    init(_ forecast: Forecast, since earlier: Forecast?, model: ForecastModel, settings: ForecastSettings, rates: DatedRates?) {
        (date, periods, income) = (forecast.date, forecast.periods, forecast.income)
        (people, teams, all) = (forecast.saidByPerson, forecast.saidByTeam, forecast.saidByAll)
        let open = forecast.objectives.filter { $0.open != nil }
        self.open = open.count
        withoutAmount = forecast.withoutAmount.count
        withoutCloseDate = forecast.withoutCloseDate.count
        unconverted = rates.map { rates in
            open.compactMap(\.counted?.currency).filter { $0 != rates.target }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        } ?? [:]
        basis = ForecastBasis(model, settings)
        let change = earlier.flatMap { $0.objectives.isEmpty ? nil : forecast.changes(since: $0, settings) }
        furtherMoves = max(0, (change?.moves.count ?? 0) - Self.mostMoves)
        self.change = change
        // Moves come by kind: the largest of each stay.
        if let change, furtherMoves > 0 {
            func size(_ move: ForecastMove) -> Double { move.effects.map { abs($0.minorUnits) }.max() ?? 0 }
            let kept = Set(change.moves.indices.sorted { (-size(change.moves[$0]), $0) < (-size(change.moves[$1]), $1) }.prefix(Self.mostMoves))
            self.change?.moves = change.moves.indices.filter(kept.contains).map { change.moves[$0] }
        }
    }
}

/// What a forecast rests on: own history, with how much of it, or what is taken before there is any.
public struct ForecastBasis: Hashable, Sendable, Codable {
    /// Closed objectives that were learnt from, and those won of them.
    public var closed: Int
    public var won: Int
    public var stages: [Stage]
    /// How many objectives the share that is taken for a stage counts for.
    public var strength: Double
    /// The model of what the sheet knows, or why there is none.
    public var sheet: Known<Sheet>
    /// Orders from which it was learnt how late they come.
    public var orders: Int
    /// Of two objectives at one account.
    public var correlation: Double
    public var draws: Int

    /// What was learnt of a stage.
    public struct Stage: Hashable, Sendable, Codable {
        public var name: String
        /// Closed objectives that were in it, and those won of them.
        public var count: Int
        public var won: Int
        /// The share that is taken before there is history, and what came of both.
        public var prior: Double
        public var share: Double
    }

    /// What the model of the sheet was learnt from and how well it did on accounts it had not seen.
    public struct Sheet: Hashable, Sendable, Codable {
        public var closed: Int
        public var accounts: Int
        /// Numbers it weighs.
        public var columns: Int
        /// Mean −log of the chance given to what happened: of the model, and of stage and age alone.
        public var loss: Double
        public var lossOfBaseRates: Double
    }

    init(_ model: ForecastModel, _ settings: ForecastSettings) {
        closed = model.rates.closed
        won = model.rates.other.won
        let order = settings.stages.map(\.stage)
        let known = model.rates.stages
        let names = order + known.keys.filter { !order.contains($0) }.sorted()
        stages = names.map { name in
            let prior = settings.stages.first { $0.stage == name }?.won ?? settings.otherStagePrior
            let stage = known[name]
            return Stage(name: name, count: stage?.count ?? 0, won: stage?.won ?? 0, prior: prior, share: stage?.share ?? prior)
        }
        strength = settings.stageStrength
        sheet = model.sheet.map { Sheet(closed: $0.closed, accounts: $0.accounts, columns: $0.columns, loss: $0.loss, lossOfBaseRates: $0.lossOfBaseRates) }
        orders = model.timing.orders
        correlation = settings.correlation
        draws = settings.draws
    }
}
