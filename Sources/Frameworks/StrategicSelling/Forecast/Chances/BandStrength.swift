import Foundation

/// How much age bands may differ from their stage: the strength of a beta prior around the stage's share, found by maximising the beta-binomial likelihood of
/// the counts († Griffiths 1973; empirical Bayes † Casella 1985). Few bands that differ little give a large strength, and each band is pulled to its stage.
enum BandStrength {
    /// Won of all in one band, and the stage's share around which it is taken to lie.
    struct Cell {
        var won: Int
        var count: Int
        var share: Double
    }

    /// ‡ Strengths that are looked at: below the first a band would stand for itself, above the last it is the stage.
    static let range = 2.0...200.0
    /// ‡ Bands, and objectives in each, without which the default stands.
    static let fewestCells = 3
    static let fewestInCell = 5

    /// The strength; `fallback` where there is too little to tell.
    static func estimate(_ cells: [Cell], fallback: Double) -> Double {
        let telling = cells.filter { $0.count >= fewestInCell }
        guard telling.count >= fewestCells else { return fallback }
        func likelihood(_ logStrength: Double) -> Double {
            let strength = exp(logStrength)
            return telling.reduce(0) { $0 + logLikelihood($1, strength: strength) }
        }
        // The likelihood may have two peaks: a grid first, then golden section around its best point.
        let (low, high) = (log(range.lowerBound), log(range.upperBound))
        let steps = 40
        let grid = (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
        let values = grid.map(likelihood)
        guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return fallback }
        var (left, right) = (grid[max(0, best - 1)], grid[min(steps, best + 1)])
        let ratio = (5.0.squareRoot() - 1) / 2
        for _ in 0..<60 {
            let (one, two) = (right - ratio * (right - left), left + ratio * (right - left))
            if likelihood(one) < likelihood(two) { left = one } else { right = two }
        }
        return exp((left + right) / 2)
    }

    /// Without the binomial coefficient, which no strength changes.
    private static func logLikelihood(_ cell: Cell, strength: Double) -> Double {
        let (alpha, beta) = (cell.share * strength, (1 - cell.share) * strength)
        let (won, lost) = (Double(cell.won), Double(cell.count - cell.won))
        return lgamma(alpha + won) - lgamma(alpha) + lgamma(beta + lost) - lgamma(beta) - lgamma(strength + won + lost) + lgamma(strength)
    }
}
