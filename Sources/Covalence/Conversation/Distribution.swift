/// How a set of numbers lies: its five points and its mean. Made only of at least one number, all finite.
public struct Distribution: Sendable, Codable, Hashable {
    /// How many numbers.
    public var count: Int
    public var minimum: Double
    public var lowerQuartile: Double
    public var median: Double
    public var upperQuartile: Double
    public var maximum: Double
    public var mean: Double

    /// Nil for no numbers. Quantiles interpolate linearly between the two neighbours at `(n − 1)·p`, type 7 of Hyndman & Fan
    /// († 1996), as R and NumPy do by default.
    public init?(_ numbers: some Sequence<Double>) {
        let sorted = numbers.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        count = sorted.count
        minimum = first
        maximum = last
        lowerQuartile = Distribution.quantile(0.25, ofSorted: sorted)
        median = Distribution.quantile(0.5, ofSorted: sorted)
        upperQuartile = Distribution.quantile(0.75, ofSorted: sorted)
        let sum = sorted.reduce(0, +)
        mean = sum.isFinite ? sum / Double(count) : sorted.reduce(0) { $0 + $1 / Double(sorted.count) }
    }

    private static func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
        let position = Double(sorted.count - 1) * share
        let below = Int(position)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}
