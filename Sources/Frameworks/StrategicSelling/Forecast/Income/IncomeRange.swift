/// What a period may bring, in minor units of one currency. Floating, since sums of amounts can go beyond 64-bit integers; exact up to 2⁵³.
public struct IncomeRange: Hashable, Sendable, Codable {
    /// Orders that were won in it already.
    public var won: Double
    /// Those, and every open objective's amount times its chance to come in it: the mean, without drawing.
    public var expected: Double
    /// Half of the draws lie below it.
    public var median: Double
    /// The middle half of the draws, and the middle nine tenths.
    public var half: ConfidenceBounds
    public var ninety: ConfidenceBounds
    /// The draws at 0 %, 5 %, … 100 %, for a picture; 21 numbers.
    public var steps: [Double]

    /// The share of draws in which at least that much came, read off the steps.
    public func chance(ofAtLeast amount: Double) -> Double {
        guard let first = steps.first, let last = steps.last else { return 0 }
        if amount <= first { return 1 }
        if amount > last { return 0 }
        let upper = steps.partitioningIndex { $0 >= amount }
        let (from, to) = (steps[upper - 1], steps[upper])
        return 1 - (Double(upper - 1) + (to > from ? (amount - from) / (to - from) : 1)) / Double(steps.count - 1)
    }

    /// Draws of open objectives, beside what was won already.
    init(draws: [Double], won: Double, expectedOpen: Double) {
        let sorted = draws.sorted()
        self.won = won
        expected = won + expectedOpen
        func quantile(_ share: Double) -> Double { won + Self.quantile(share, ofSorted: sorted) }
        steps = (0...20).map { quantile(Double($0) / 20) }
        median = steps[10]
        half = ConfidenceBounds(lower: steps[5], upper: steps[15])
        ninety = ConfidenceBounds(lower: steps[1], upper: steps[19])
    }

    /// Between the two neighbours at (n − 1) · share († type 7 of Hyndman & Fan 1996).
    private static func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = Double(sorted.count - 1) * share
        let below = Int(position)
        guard below + 1 < sorted.count else { return last }
        return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}
