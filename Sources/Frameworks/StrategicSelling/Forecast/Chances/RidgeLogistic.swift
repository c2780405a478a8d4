import Foundation

/// Logistic regression with an offset and an L2 penalty on all coefficients but the intercept († ridge: Hoerl & Kennard 1970; le Cessie & van Houwelingen
/// 1992), fitted by Newton's method with halved steps.
struct RidgeLogistic: Hashable, Sendable, Codable {
    var intercept: Double
    var coefficients: [Double]

    /// What it is fitted to.
    struct Rows {
        /// Numbers of each row, one row after the other, `width` of them each.
        var values: [Double]
        var width: Int
        /// Log-odds that are given for each row.
        var offsets: [Double]
        /// 1 or 0, or a share.
        var outcomes: [Double]
        var weights: [Double]

        /// Only the rows at these places.
        func picked(_ rows: [Int]) -> Rows {
            Rows(
                values: rows.flatMap { values[$0 * width..<($0 + 1) * width] }, width: width, offsets: rows.map { offsets[$0] },
                outcomes: rows.map { outcomes[$0] }, weights: rows.map { weights[$0] }
            )
        }
    }

    /// Minimises Σ weight · loss + penalty / 2 · Σ coefficient².
    ///
    /// - Parameter start: where to begin; a fit with a neighbouring penalty saves steps.
    init(_ rows: Rows, penalty: Double, start: RidgeLogistic? = nil) {
        let width = rows.width
        var solution = start.map { [$0.intercept] + $0.coefficients } ?? Array(repeating: 0, count: width + 1)
        var objective = Self.objective(rows, solution, penalty)
        for _ in 0..<50 {
            guard let step = Self.step(rows, solution, penalty) else { break }
            var share = 1.0
            var next = solution
            var nextObjective = objective
            repeat {
                next = zip(solution, step).map { $0 - share * $1 }
                nextObjective = Self.objective(rows, next, penalty)
                share /= 2
            } while nextObjective > objective && share > 1e-6
            guard nextObjective <= objective else { break }
            let moved = zip(solution, next).map { abs($0 - $1) }.max() ?? 0
            (solution, objective) = (next, nextObjective)
            if moved < 1e-9 { break }
        }
        intercept = solution[0]
        coefficients = Array(solution.dropFirst())
    }

    /// Log-odds of a row, its offset included.
    func logOdds(_ row: some Sequence<Double>, offset: Double) -> Double {
        offset + intercept + zip(coefficients, row).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Log-odds of every row.
    func logOdds(_ rows: Rows) -> [Double] {
        rows.offsets.indices.map { logOdds(rows.values[$0 * rows.width..<($0 + 1) * rows.width], offset: rows.offsets[$0]) }
    }

    private static func objective(_ rows: Rows, _ solution: [Double], _ penalty: Double) -> Double {
        var sum = 0.0
        rows.values.withUnsafeBufferPointer { values in
            for row in rows.offsets.indices {
                var odds = rows.offsets[row] + solution[0]
                for column in 0..<rows.width { odds += solution[column + 1] * values[row * rows.width + column] }
                sum += rows.weights[row] * LogOdds.loss(odds, rows.outcomes[row])
            }
        }
        return sum + penalty / 2 * solution.dropFirst().reduce(0) { $0 + $1 * $1 }
    }

    /// The inverse of the Hessian times the gradient; nil where the Hessian cannot be solved.
    private static func step(_ rows: Rows, _ solution: [Double], _ penalty: Double) -> [Double]? {
        let size = rows.width + 1
        var gradient = Array(repeating: 0.0, count: size)
        var hessian = Array(repeating: 0.0, count: size * size)
        var row = Array(repeating: 1.0, count: size)
        for index in rows.offsets.indices {
            var odds = rows.offsets[index] + solution[0]
            for column in 1..<size {
                row[column] = rows.values[index * rows.width + column - 1]
                odds += solution[column] * row[column]
            }
            let chance = LogOdds.chance(odds)
            let error = rows.weights[index] * (chance - rows.outcomes[index])
            let spread = rows.weights[index] * chance * (1 - chance)
            for one in 0..<size where row[one] != 0 {
                gradient[one] += error * row[one]
                let scaled = spread * row[one]
                for other in 0...one { hessian[one * size + other] += scaled * row[other] }
            }
        }
        for column in 1..<size {
            gradient[column] += penalty * solution[column]
            hessian[column * size + column] += penalty
        }
        return solve(hessian, gradient)
    }

    /// By Cholesky's decomposition; only the lower half of the matrix is read.
    private static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let size = right.count
        var lower = matrix
        var result = right
        for one in 0..<size {
            for other in 0...one {
                var sum = lower[one * size + other]
                for inner in 0..<other { sum -= lower[one * size + inner] * lower[other * size + inner] }
                if one == other {
                    guard sum > 1e-12 else { return nil }
                    lower[one * size + one] = sum.squareRoot()
                } else {
                    lower[one * size + other] = sum / lower[other * size + other]
                }
            }
        }
        for one in 0..<size {
            for inner in 0..<one { result[one] -= lower[one * size + inner] * result[inner] }
            result[one] /= lower[one * size + one]
        }
        for one in (0..<size).reversed() {
            for inner in one + 1..<size { result[one] -= lower[inner * size + one] * result[inner] }
            result[one] /= lower[one * size + one]
        }
        return result
    }
}
