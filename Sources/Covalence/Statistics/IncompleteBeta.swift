import Foundation

/// The incomplete beta function, on which the t and the beta distribution rest.
public enum IncompleteBeta {
    /// The regularised incomplete beta function I_x(a, b), by the continued fraction of Lentz's method († Press et al., Numerical Recipes, section 6.4).
    ///
    /// - Parameters:
    ///   - x: 0 to 1; what is beyond is taken as the end.
    ///   - a: above 0.
    ///   - b: above 0.
    /// - Returns: 0 to 1.
    public static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // On the other side the fraction converges quickly.
        if x > (a + 1) / (a + b + 2) { return 1 - regularised(1 - x, b, a) }
        let logarithm: Double = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        return exp(logarithm) * fraction(x, a, b) / a
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
