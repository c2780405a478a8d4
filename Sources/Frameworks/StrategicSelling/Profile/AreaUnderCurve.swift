import Foundation

/// How well scores rank: the chance that of one of the best accounts and one of the others the better one has the higher score, ties counting half
/// († area under the ROC curve; Hanley & McNeil 1982). 0.5 is chance.
public struct AreaUnderCurve: Hashable, Sendable, Codable {
    public var value: Double
    /// The 95 % interval by Newcombe's method 5 († 2006), which has a width even where the groups do not overlap.
    public var bounds: ConfidenceBounds
    /// Accounts of each group.
    public var best: Int
    public var others: Int

    /// Nil where a group is empty.
    init?(best: [Double], others: [Double]) {
        guard !best.isEmpty, !others.isEmpty else { return nil }
        let (high, low) = (best.sorted(), others.sorted())
        var pairs = 0.0
        for score in high {
            let below = low.partitioningIndex { $0 >= score }
            pairs += Double(below) + Double(low.partitioningIndex { $0 > score } - below) / 2
        }
        let area = pairs / (Double(high.count) * Double(low.count))
        value = area
        (self.best, self.others) = (high.count, low.count)
        let (one, other) = (Double(high.count), Double(low.count))
        let center = (one + other) / 2 - 1
        /// Standard error if the area were `a`.
        func error(_ a: Double) -> Double {
            (a * (1 - a) / (one * other) * (1 + center * (1 - a) / (2 - a) + center * a / (1 + a))).squareRoot()
        }
        /// The farthest area, towards `end`, from which the one that was found is still within 1.96 standard errors.
        func farthest(_ end: Double) -> Double {
            var (inside, outside) = (area, end)
            for _ in 0..<80 {
                let middle = (inside + outside) / 2
                if abs(middle - area) <= NormalPoint.of95 * error(middle) { inside = middle } else { outside = middle }
            }
            return inside
        }
        bounds = ConfidenceBounds(lower: farthest(0), upper: farthest(1))
    }
}
