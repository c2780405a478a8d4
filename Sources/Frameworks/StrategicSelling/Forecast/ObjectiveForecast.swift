public import Covalence

/// One objective in a forecast.
public struct ObjectiveForecast: Hashable, Sendable, Codable, Identifiable {
    public var id: String
    public var account: String
    public var person: String?
    public var team: String?
    public var stage: String?
    /// As stated; nil where not known. Such an objective has a chance and is in no sum.
    public var amount: ForecastAmount?
    /// As stated; nil where not known.
    public var closeDate: CalendarDay?
    public var said: SaidChance?
    /// The amount as it is counted: in its own currency, or in that of the rates. Nil where it is not known.
    public var counted: CountedAmount?
    public var status: Status

    /// An amount in the currency in which it is summed up.
    public struct CountedAmount: Hashable, Sendable, Codable {
        public var currency: String
        /// In minor units.
        public var minorUnits: Double
    }

    /// Whether it can still be won.
    public enum Status: Hashable, Sendable, Codable {
        case open(OpenSale)
        /// With the day.
        case won(CalendarDay)
        /// Lost or left undecided, with the day.
        case notWon(CalendarDay)
    }

    /// The chance of winning: 1 and 0 where it ended.
    public var probability: Double {
        switch status {
        case .open(let open): open.chance.probability
        case .won: 1
        case .notWon: 0
        }
    }

    /// Nil where it ended.
    public var open: OpenSale? {
        if case .open(let open) = status { open } else { nil }
    }

    /// The counted amount times the chance; nil where the amount is not known.
    public var expected: Double? { counted.map { $0.minorUnits * probability } }

    init(_ view: ObjectiveView, model: ForecastModel, periods: [FiscalPeriod], rates: DatedRates?) {
        (id, account, person, team, stage) = (view.id, view.account, view.person, view.team, view.stage)
        (amount, closeDate, said) = (view.amount, view.closeDate, view.said)
        let rateDay: CalendarDay
        if let outcome = view.outcome, let day = view.outcomeDay {
            status = outcome == .won ? .won(day) : .notWon(day)
            rateDay = day
        } else {
            status = .open(OpenSale(view, model, periods))
            rateDay = view.date.day
        }
        counted = view.amount.map { amount in
            if let rates, let converted = rates.convert(amount, on: rateDay) { return CountedAmount(currency: rates.target, minorUnits: converted) }
            return CountedAmount(currency: amount.currency, minorUnits: Double(amount.minorUnits))
        }
    }
}

/// An objective that can still be won.
public struct OpenSale: Hashable, Sendable, Codable {
    public var chance: ObjectiveChance
    /// The chance that it is won in each period of the forecast.
    public var byPeriod: [Double]
    /// The chance that it is won after them. With those of the periods it makes up the chance.
    public var later: Double
    /// If it is won: the day by which half of such orders have come, and the days between which nine tenths come.
    public var likelyDay: CalendarDay
    public var earliestDay: CalendarDay
    public var latestDay: CalendarDay
    /// Orders from which the delay was learnt, in the same position; below ten it rests on all others and on what is taken ‡.
    public var delaysFrom: Double

    init(_ view: ObjectiveView, _ model: ForecastModel, _ periods: [FiscalPeriod]) {
        chance = model.chance(view)
        let shares = model.timing.shares(view, by: periods.map(\.last))
        var before = 0.0
        byPeriod = []
        for share in shares {
            byPeriod.append(chance.probability * (share - before))
            before = share
        }
        later = chance.probability * (1 - before)
        likelyDay = model.timing.day(view, chance: 0.5)
        earliestDay = model.timing.day(view, chance: 0.05)
        latestDay = model.timing.day(view, chance: 0.95)
        delaysFrom = model.timing.orders(view)
    }
}
