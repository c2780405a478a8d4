import Covalence
import Foundation

/// The beta distribution, as far as shares and their intervals need it.
struct BetaDistribution {
    var alpha: Double
    var beta: Double

    /// The share of the distribution below `x`.
    func cumulative(_ x: Double) -> Double { IncompleteBeta.regularised(x, alpha, beta) }

    /// The point below which the share `p` lies, by halving.
    func quantile(_ p: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if cumulative(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The middle part that holds the share `level`.
    func bounds(_ level: Double) -> ConfidenceBounds {
        ConfidenceBounds(lower: quantile((1 - level) / 2), upper: quantile((1 + level) / 2))
    }
}

/// The ends of an interval.
public struct ConfidenceBounds: Hashable, Sendable, Codable {
    public var lower: Double
    public var upper: Double

    /// Whether a value lies between the ends, ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// Log-odds and chances.
enum LogOdds {
    static func of(_ chance: Double) -> Double { log(chance) - log1p(-chance) }

    static func chance(_ odds: Double) -> Double { odds >= 0 ? 1 / (1 + exp(-odds)) : exp(odds) / (1 + exp(odds)) }

    /// −log of the chance given to what happened (1 or 0, or a share), without overflow.
    static func loss(_ odds: Double, _ outcome: Double) -> Double { max(odds, 0) - odds * outcome + log1p(exp(-abs(odds))) }
}
