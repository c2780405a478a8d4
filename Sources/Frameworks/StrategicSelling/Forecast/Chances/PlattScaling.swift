import Foundation

/// Log-odds made to mean what they say: chance = σ(intercept + slope · log-odds), fitted to chances given to objectives the model had not seen († Platt 1999,
/// with his targets, which keep a perfect separation from running away).
///
/// Isotonic regression needs about a thousand cases before it does better († Niculescu-Mizil & Caruana 2005), and its steps could not be told as parts in
/// log-odds; a straight line leaves each reason a part of the sum.
struct PlattScaling: Hashable, Sendable, Codable {
    var intercept: Double
    var slope: Double

    /// Fits to log-odds and what happened (1 or 0), each case with its weight. Nil where nothing or everything was won.
    init?(logOdds: [Double], outcomes: [Double], weights: [Double]) {
        let won = zip(outcomes, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let lost = weights.reduce(0, +) - won
        guard won > 0, lost > 0 else { return nil }
        let (high, low) = ((won + 1) / (won + 2), 1 / (lost + 2))
        let fit = RidgeLogistic(
            .init(
                values: logOdds, width: 1, offsets: Array(repeating: 0, count: logOdds.count), outcomes: outcomes.map { $0 > 0.5 ? high : low },
                weights: weights
            ), penalty: 0
        )
        intercept = fit.intercept
        slope = fit.coefficients[0]
    }
}
