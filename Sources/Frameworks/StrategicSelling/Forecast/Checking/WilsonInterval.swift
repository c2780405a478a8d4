import Foundation

/// A share of things counted, with the interval in which it may well lie.
public struct CountedShare: Hashable, Sendable, Codable {
    /// 0 to 1.
    public var share: Double
    /// How many things it stands on.
    public var count: Int
    /// The 95 % interval by Wilson's score († Wilson 1927), which stays within 0 and 1 and has a width even where all or none was counted.
    public var bounds: ConfidenceBounds

    /// Nil where nothing was counted.
    init?(_ share: Double, of count: Int) {
        guard count > 0 else { return nil }
        let (size, square) = (Double(count), NormalPoint.of95 * NormalPoint.of95)
        let middle = (share + square / (2 * size)) / (1 + square / size)
        let half = NormalPoint.of95 / (1 + square / size) * (share * (1 - share) / size + square / (4 * size * size)).squareRoot()
        self.share = share
        self.count = count
        bounds = ConfidenceBounds(lower: max(0, middle - half), upper: min(1, middle + half))
    }
}

/// Points of the normal distribution.
enum NormalPoint {
    /// 97.5 % lie below it.
    static let of95 = 1.959963984540054
}
