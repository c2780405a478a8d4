import Foundation

/// A number with the range in which it may well lie.
public struct Interval: Sendable, Codable, Hashable {
    /// The estimate.
    public var value: Double
    /// The ends of the 95 % confidence interval.
    public var lower: Double
    public var upper: Double

    /// Whether nothing at all is within the range, so that even the direction is open.
    public var holdsZero: Bool { lower <= 0 && upper >= 0 }
}

/// How far two groups of numbers lie apart. Intervals come from formulas, without drawing random samples, so that the same
/// numbers always give the same answer.
public struct EffectSize: Sendable, Codable, Hashable {
    /// First mean minus second, in the measure's own unit, with Welch's interval († Welch 1947), which does not suppose equal
    /// spread. Nil where neither group varies.
    public var difference: Interval?
    /// Cliff's delta († Cliff 1993): of all pairs of one meeting from each group, the share in which the first is larger minus the
    /// share in which it is smaller; −1 to 1. It needs no bell curve, which shares and waiting times do not have. Asymmetric
    /// interval († Feng & Cliff 2004) with Student's t; where the groups do not overlap at all, Wilson's bound († 1927) for the
    /// smaller group ‡.
    public var cliffsDelta: Interval
    /// Hedges' g († Hedges 1981): the difference in pooled standard deviations, corrected for small groups exactly; with the normal
    /// approximation of its interval († Hedges & Olkin 1985). Nil where neither group varies.
    public var hedgesG: Interval?

    /// Nil with fewer than two numbers in a group, or where one is not finite.
    public init?(_ first: [Double], _ second: [Double]) {
        guard first.count >= 2, second.count >= 2, first.allSatisfy(\.isFinite), second.allSatisfy(\.isFinite) else { return nil }
        let one = Moments(first)
        let two = Moments(second)
        difference = EffectSize.welch(one, two)
        cliffsDelta = EffectSize.cliff(first.sorted(), second.sorted())
        hedgesG = EffectSize.hedges(one, two)
    }

    /// 97.5 % point of the normal distribution.
    private static let normalPoint = 1.959963984540054

    private struct Moments {
        var count: Double
        var mean: Double
        var variance: Double

        init(_ numbers: [Double]) {
            count = Double(numbers.count)
            let mean = numbers.reduce(0, +) / count
            self.mean = mean
            variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        }
    }

    private static func welch(_ one: Moments, _ two: Moments) -> Interval? {
        let first = one.variance / one.count
        let second = two.variance / two.count
        let square = first + second
        guard square > 0 else { return nil }
        let freedom = square * square / (first * first / (one.count - 1) + second * second / (two.count - 1))
        let difference = one.mean - two.mean
        let half = StudentT.point975(freedom: freedom) * square.squareRoot()
        return finite(difference, difference - half, difference + half)
    }

    private static func hedges(_ one: Moments, _ two: Moments) -> Interval? {
        let freedom = one.count + two.count - 2
        let pooled = ((one.count - 1) * one.variance + (two.count - 1) * two.variance) / freedom
        guard pooled > 0 else { return nil }
        let correction: Double = exp(lgamma(freedom / 2) - lgamma((freedom - 1) / 2)) / (freedom / 2).squareRoot()
        let effect = correction * (one.mean - two.mean) / pooled.squareRoot()
        let both = one.count + two.count
        let variance: Double = both / (one.count * two.count) + effect * effect / (2 * both)
        let half = normalPoint * variance.squareRoot()
        return finite(effect, effect - half, effect + half)
    }

    private static func finite(_ value: Double, _ lower: Double, _ upper: Double) -> Interval? {
        value.isFinite && lower.isFinite && upper.isFinite ? Interval(value: value, lower: lower, upper: upper) : nil
    }

    /// Both sorted. Counts the pairs by two pointers, not one by one.
    private static func cliff(_ first: [Double], _ second: [Double]) -> Interval {
        let size = Double(first.count)
        let otherSize = Double(second.count)
        let pairs = size * otherSize
        let rows = dominance(of: first, over: second)
        let columns = dominance(of: second, over: first)
        let delta = rows.reduce(0) { $0 + Double($1.larger - $1.smaller) } / pairs
        if abs(delta) >= 1 {
            let smaller = min(size, otherSize)
            let bound = (smaller - normalPoint * normalPoint) / (smaller + normalPoint * normalPoint)
            return delta > 0 ? Interval(value: 1, lower: bound, upper: 1) : Interval(value: -1, lower: -1, upper: -bound)
        }
        let rowSquares = rows.reduce(0.0) {
            let offset = Double($1.larger - $1.smaller) / otherSize - delta
            return $0 + offset * offset
        }
        let columnSquares = columns.reduce(0.0) {
            let offset = Double($1.smaller - $1.larger) / size - delta
            return $0 + offset * offset
        }
        let untied = rows.reduce(0) { $0 + Double($1.larger + $1.smaller) }
        let squares = untied - pairs * delta * delta
        let unbiased = (otherSize * otherSize * rowSquares + size * size * columnSquares - squares)
            / (pairs * (size - 1) * (otherSize - 1))
        let variance = max(unbiased, (1 - delta * delta) / (pairs - 1))
        let point = StudentT.point975(freedom: size + otherSize - 2)
        let spread = point * point * variance
        let rest = 1 - delta * delta
        let half = (spread * (rest * rest + spread)).squareRoot()
        let middle = delta - delta * delta * delta
        return Interval(
            value: delta, lower: max(-1, (middle - half) / (rest + spread)), upper: min(1, (middle + half) / (rest + spread))
        )
    }

    private static func dominance(of numbers: [Double], over others: [Double]) -> [(larger: Int, smaller: Int)] {
        var below = 0
        var notAbove = 0
        return numbers.map { number in
            while below < others.count, others[below] < number { below += 1 }
            while notAbove < others.count, others[notAbove] <= number { notAbove += 1 }
            return (larger: below, smaller: others.count - notAbove)
        }
    }
}

/// Student's t distribution, as far as intervals need it.
enum StudentT {
    /// The point below which 97.5 % lie, for any number of degrees of freedom above 0.
    static func point975(freedom: Double) -> Double {
        var low = 1.9
        var high = 2.0
        while upperTail(high, freedom: freedom) > 0.025, high < 1e12 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if upperTail(middle, freedom: freedom) > 0.025 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The share above `t`: half the regularised incomplete beta function I_x(ν/2, 1/2) at x = ν / (ν + t²).
    static func upperTail(_ t: Double, freedom: Double) -> Double {
        IncompleteBeta.regularised(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    }
}
