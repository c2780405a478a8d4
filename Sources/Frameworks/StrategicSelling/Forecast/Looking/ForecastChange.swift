public import Covalence

/// What moved between two forecasts. Amounts times chances of all moves and the drift sum up to what changed, currency by currency.
public struct ForecastChange: Hashable, Sendable, Codable {
    public var from: ForecastDate
    public var to: ForecastDate
    /// New, won, lost and so on, in that order; of one kind the largest effects first.
    public var moves: [ForecastMove]
    /// Changes of chances too small to be shown one by one, summed up.
    public var drift: [ObjectiveForecast.CountedAmount]
    /// What changed in all, with orders at their whole amount.
    public var total: [ObjectiveForecast.CountedAmount]
}

/// One thing that moved.
public struct ForecastMove: Hashable, Sendable, Codable {
    public var objective: String
    public var account: String
    public var person: String?
    public var team: String?
    public var kind: Kind
    /// What it does to what is expected, in the currency in which it is counted; two where the currency changed, none where the amount is not known.
    public var effects: [ObjectiveForecast.CountedAmount]

    /// What happened.
    public enum Kind: Hashable, Sendable, Codable {
        case new
        case won
        /// Lost or left undecided.
        case lost
        case reopened
        /// What was known of it was taken back.
        case gone
        /// The close date moved back; it weighs by what it does to the chance.
        case slipped(from: CalendarDay, to: CalendarDay)
        case broughtForward(from: CalendarDay, to: CalendarDay)
        case amount(from: ForecastAmount?, to: ForecastAmount?)
        /// The amount is the same, its rate is not.
        case exchangeRate
        case chance(from: Double, to: Double)

        var order: Int {
            switch self {
            case .new: 0
            case .won: 1
            case .lost: 2
            case .slipped: 3
            case .broughtForward: 4
            case .amount: 5
            case .chance: 6
            case .reopened: 7
            case .exchangeRate: 8
            case .gone: 9
            }
        }
    }
}

extension Forecast {
    /// What moved since an earlier forecast, last week's as a rule.
    public func changes(since earlier: Forecast, _ settings: ForecastSettings = ForecastSettings()) -> ForecastChange {
        let before = Dictionary(earlier.objectives.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var comparison = ForecastComparison(threshold: settings.movedChance)
        for objective in objectives { comparison.compare(before[objective.id], objective) }
        let now = Set(objectives.map(\.id))
        for objective in earlier.objectives where !now.contains(objective.id) { comparison.leave(objective) }
        return ForecastChange(
            from: earlier.date, to: date, moves: comparison.moves.sorted(by: ForecastComparison.isBefore), drift: comparison.drift.amounts,
            total: comparison.total.amounts
        )
    }
}

/// Goes through objectives, one by one.
private struct ForecastComparison {
    var threshold: Double
    var moves: [ForecastMove] = []
    var drift = AmountSums()
    var total = AmountSums()

    mutating func compare(_ before: ObjectiveForecast?, _ after: ObjectiveForecast) {
        guard let before else {
            let kind: ForecastMove.Kind = switch after.status {
            case .open: .new
            case .won: .won
            case .notWon: .lost
            }
            note(after, kind, [(after.counted, after.probability)])
            return
        }
        if before.counted != after.counted {
            let kind: ForecastMove.Kind = before.amount == after.amount ? .exchangeRate : .amount(from: before.amount, to: after.amount)
            note(after, kind, [(after.counted, before.probability), (before.counted, -before.probability)])
        }
        let change = after.probability - before.probability
        switch (before.status, after.status) {
        case (.open, .open):
            if let from = before.closeDate, let to = after.closeDate, from != to {
                note(after, from < to ? .slipped(from: from, to: to) : .broughtForward(from: from, to: to), [])
            }
            if abs(change) >= threshold {
                note(after, .chance(from: before.probability, to: after.probability), [(after.counted, change)])
            } else {
                drift.add(after.counted, change)
                total.add(after.counted, change)
            }
        case (.open, .won), (.notWon, .won): note(after, .won, [(after.counted, change)])
        case (.open, .notWon), (.won, .notWon): note(after, .lost, [(after.counted, change)])
        case (.won, .open), (.notWon, .open): note(after, .reopened, [(after.counted, change)])
        case (.won, .won), (.notWon, .notWon): break
        }
    }

    mutating func leave(_ before: ObjectiveForecast) { note(before, .gone, [(before.counted, -before.probability)]) }

    private mutating func note(_ objective: ObjectiveForecast, _ kind: ForecastMove.Kind, _ parts: [(ObjectiveForecast.CountedAmount?, Double)]) {
        var effects = AmountSums()
        for (amount, share) in parts {
            effects.add(amount, share)
            total.add(amount, share)
        }
        moves.append(ForecastMove(
            objective: objective.id, account: objective.account, person: objective.person, team: objective.team, kind: kind, effects: effects.amounts
        ))
    }

    static func isBefore(_ left: ForecastMove, _ right: ForecastMove) -> Bool {
        func size(_ move: ForecastMove) -> Double { move.effects.map { abs($0.minorUnits) }.max() ?? 0 }
        return (left.kind.order, -size(left), left.objective) < (right.kind.order, -size(right), right.objective)
    }
}

/// Sums by currency.
private struct AmountSums {
    private var sums: [String: Double] = [:]

    mutating func add(_ amount: ObjectiveForecast.CountedAmount?, _ share: Double) {
        if let amount { sums[amount.currency, default: 0] += amount.minorUnits * share }
    }

    var amounts: [ObjectiveForecast.CountedAmount] {
        sums.sorted { $0.key < $1.key }.map { .init(currency: $0.key, minorUnits: $0.value) }
    }
}
