import Foundation

/// The beta distribution, as far as shares and their intervals need it.
struct BetaDistribution {
    var alpha: Double
    var beta: Double

    /// The share of the distribution below `x`: the regularised incomplete beta function, by the continued fraction of Lentz's method
    /// († Press et al., Numerical Recipes, section 6.4).
    func cumulative(_ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(x) + beta * log1p(-x))
        return x < (alpha + 1) / (alpha + beta + 2)
            ? front * Self.fraction(x, alpha, beta) / alpha : 1 - front * Self.fraction(1 - x, beta, alpha) / beta
    }

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

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func held(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / held(1 - (a + b) * x / (a + 1))
        var fraction = d
        for step in 1...1000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / held(1 + even * d)
            c = held(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / held(1 + odd * d)
            c = held(1 + odd / c)
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return fraction
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
