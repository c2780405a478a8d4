import Covalence

/// The model's Brier score beside that of a baseline, on the same cases.
public struct ScoreComparison: Hashable, Sendable, Codable {
    /// Accounts the cases are at.
    public var accounts: Int
    public var model: BrierScore
    public var baseline: BrierScore
    /// Baseline minus model: above 0 the model did better.
    public var gain: Double
    /// Its 95 % interval; cases at one account are taken together († cluster-robust standard error, Liang & Zeger 1986, with the factor
    /// accounts / (accounts − 1)). Nil with fewer than two accounts.
    public var gainBounds: ConfidenceBounds?

    static func compare(_ cases: [BackTestCase], _ fewest: Int, _ baseline: (BackTestCase) -> Double?) -> Known<ScoreComparison> {
        let paired = cases.compactMap { one in baseline(one).map { (one: one, other: $0) } }
        guard paired.count >= fewest, let model = BrierScore(paired.map { ($0.one.model, $0.one.isWon) }),
              let other = BrierScore(paired.map { ($0.other, $0.one.isWon) })
        else { return .notKnown(.material("\(paired.count) cases were decided on which both say something, and \(fewest) are needed.")) }
        let size = Double(paired.count)
        let gain = other.score - model.score
        var byAccount: [String: Double] = [:]
        for pair in paired {
            let outcome = pair.one.isWon ? 1.0 : 0
            let (own, others) = (pair.one.model - outcome, pair.other - outcome)
            byAccount[pair.one.account, default: 0] += others * others - own * own - gain
        }
        let accounts = Double(byAccount.count)
        let squares = byAccount.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
        let half = accounts < 2 ? nil : NormalPoint.of95 * (squares * accounts / (accounts - 1)).squareRoot() / size
        return .known(ScoreComparison(
            accounts: byAccount.count, model: model, baseline: other, gain: gain,
            gainBounds: half.map { ConfidenceBounds(lower: gain - $0, upper: gain + $0) }
        ))
    }
}

/// How often what came lay within the intervals. Sums of periods in which the model's 90 % interval is a point, because nothing open was expected there, are left out
/// for every method: they would be right by themselves ‡. Sums that share a period are not independent, so that the intervals of the shares are rather too narrow.
public struct Coverage: Hashable, Sendable, Codable {
    /// Within the 50 % interval, ends included: should be near 0.5.
    public var half: CountedShare
    /// Within the 90 % interval: should be near 0.9.
    public var ninety: CountedShare

    static func of(_ sums: [BackTest.PeriodSum], _ fewest: Int, _ range: (BackTest.PeriodSum) -> IncomeRange?) -> Known<Coverage> {
        let looked = sums.filter { $0.model.ninety.lower < $0.model.ninety.upper }.compactMap { sum in range(sum).map { (range: $0, actual: sum.actual) } }
        func share(_ bounds: (IncomeRange) -> ConfidenceBounds) -> CountedShare? {
            CountedShare(Double(looked.count { bounds($0.range).contains($0.actual) }) / Double(max(1, looked.count)), of: looked.count)
        }
        guard looked.count >= fewest, let half = share(\.half), let ninety = share(\.ninety) else {
            return .notKnown(.material("\(looked.count) sums of periods that ended can be looked at, and \(fewest) are needed."))
        }
        return .known(Coverage(half: half, ninety: ninety))
    }
}
