import Covalence

/// What salespeople said will come, beside what the model says, for a person, a team or everybody, in one currency.
public struct SaidSums: Hashable, Sendable, Codable {
    /// Nil where the objective has no owner, or for everybody.
    public var name: String?
    /// ISO 4217.
    public var currency: String
    /// In the order of the forecast's periods, each objective at its close date as stated.
    public var periods: [Sums]
    /// Open objectives whose close date has passed, is not known or lies after the forecast.
    public var outside: Sums

    /// Sums in minor units, held at the ends of 64-bit integers.
    public struct Sums: Hashable, Sendable, Codable {
        /// Orders won in the period.
        public var won: Int64 = 0
        /// Open objectives by what was said; each is in one of the four sums.
        public var commit: Int64 = 0
        public var bestCase: Int64 = 0
        public var pipeline: Int64 = 0
        /// Nothing was said, or a number only.
        public var uncategorised: Int64 = 0
        /// Amount times the probability that was said.
        public var saidExpected = 0.0
        /// Open objectives for which no probability was said: they are not in `saidExpected`.
        public var withoutProbability = 0
        /// What the model expects of open objectives: amount times the chance to come in this period (outside: after the forecast), whatever close date was stated.
        public var modelExpected = 0.0
        /// Open objectives.
        public var open = 0
    }
}

extension Forecast {
    /// What was said, by person and currency; objectives without person come last. Where rates are given, sums are in their currency, rounded.
    public var saidByPerson: [SaidSums] { said { $0.person } }

    /// What was said, by team and currency; objectives without team come last.
    public var saidByTeam: [SaidSums] { said { $0.team } }

    /// What everybody said, by currency.
    public var saidByAll: [SaidSums] { said { _ in nil } }

    private func said(_ name: (ObjectiveForecast) -> String?) -> [SaidSums] {
        struct Key: Hashable {
            var name: String?
            var currency: String
        }
        var sums: [Key: SaidSums] = [:]
        for objective in objectives {
            guard let counted = objective.counted, objective.isIn(periods) else { continue }
            let key = Key(name: name(objective), currency: counted.currency)
            let empty = SaidSums(
                name: key.name, currency: key.currency, periods: Array(repeating: SaidSums.Sums(), count: periods.count), outside: SaidSums.Sums()
            )
            let amount = Int64(exactly: counted.minorUnits.rounded()) ?? (counted.minorUnits < 0 ? .min : .max)
            sums[key, default: empty].add(objective, amount, periods, today: date.day)
        }
        return sums.values.sorted {
            ($0.name == nil ? 1 : 0, $0.name ?? "", $0.currency) < ($1.name == nil ? 1 : 0, $1.name ?? "", $1.currency)
        }
    }
}

extension ObjectiveForecast {
    /// Whether it is open, or was won in one of the periods.
    fileprivate func isIn(_ periods: [FiscalPeriod]) -> Bool {
        switch status {
        case .open: true
        case .won(let day): periods.contains { $0.contains(day) }
        case .notWon: false
        }
    }
}

extension SaidSums {
    fileprivate mutating func add(_ objective: ObjectiveForecast, _ amount: Int64, _ all: [FiscalPeriod], today: CalendarDay) {
        switch objective.status {
        case .won(let day):
            if let period = all.firstIndex(where: { $0.contains(day) }) { periods[period].won = periods[period].won.addingHeld(amount) }
        case .notWon: break
        case .open(let open):
            if let day = objective.closeDate, day >= today, let period = all.firstIndex(where: { $0.contains(day) }) {
                periods[period].add(objective.said, amount)
            } else {
                outside.add(objective.said, amount)
            }
            let value = objective.counted?.minorUnits ?? 0
            for period in all.indices { periods[period].modelExpected += value * open.byPeriod[period] }
            outside.modelExpected += value * open.later
        }
    }
}

extension SaidSums.Sums {
    fileprivate mutating func add(_ said: SaidChance?, _ amount: Int64) {
        open += 1
        switch said?.category {
        case .commit: commit = commit.addingHeld(amount)
        case .bestCase: bestCase = bestCase.addingHeld(amount)
        case .pipeline: pipeline = pipeline.addingHeld(amount)
        case nil: uncategorised = uncategorised.addingHeld(amount)
        }
        if let probability = said?.probability { saidExpected += probability * Double(amount) } else { withoutProbability += 1 }
    }
}
