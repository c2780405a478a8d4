import Covalence
import Foundation
@testable import StrategicSelling
import Testing

/// The small statistics below the forecast, against SciPy 1.x and statsmodels.
@Suite struct StatisticsTests {
    /// Whether two numbers agree to so many parts.
    func isNear(_ one: Double, _ other: Double, _ tolerance: Double = 1e-9) -> Bool { abs(one - other) <= tolerance * max(1, abs(other)) }

    @Test func betaDistribution() {
        // stats.beta.ppf([.05, .95], 15.5, 51.5); stats.beta.ppf([.05, .95], .5, 30); stats.beta.cdf(.3, 2, 5)
        let one = BetaDistribution(alpha: 15.5, beta: 51.5).bounds(0.9)
        #expect(isNear(one.lower, 0.15197685, 1e-8) && isNear(one.upper, 0.3198879, 1e-7))
        let skewed = BetaDistribution(alpha: 0.5, beta: 30).bounds(0.9)
        #expect(isNear(skewed.lower, 6.60818671e-05, 1e-12) && isNear(skewed.upper, 6.25174515e-02, 1e-9))
        #expect(isNear(BetaDistribution(alpha: 2, beta: 5).cumulative(0.3), 0.579825))
    }

    @Test func strengthOfTheBandsIsTheMostLikelyOne() {
        // cells = [(8,40,.3), (3,25,.3), (1,15,.3), (20,50,.5), (12,22,.5), (2,16,.5)]
        // minimize_scalar(lambda l: -sum(stats.betabinom.logpmf(k, n, m*exp(l), (1-m)*exp(l)) for k, n, m in cells), bounds=(log(2), log(200)))
        let cells = [(8, 40, 0.3), (3, 25, 0.3), (1, 15, 0.3), (20, 50, 0.5), (12, 22, 0.5), (2, 16, 0.5)]
        let strength = BandStrength.estimate(cells.map { .init(won: $0.0, count: $0.1, share: $0.2) }, fallback: 10)
        #expect(isNear(strength, 6.044082198374445, 1e-5))
        // Bands that are all like their stage are pulled to it as far as they can be.
        let same = [(30, 100), (15, 50), (6, 20)].map { BandStrength.Cell(won: $0.0, count: $0.1, share: 0.3) }
        let alike = BandStrength.estimate(same, fallback: 10)
        #expect(isNear(alike, 200, 1e-3))
        #expect(BandStrength.estimate(Array(cells.prefix(2)).map { .init(won: $0.0, count: $0.1, share: $0.2) }, fallback: 10) == 10)
    }

    @Test func penalisedLogisticRegressionWithOffset() {
        // f = lambda b: sum(w*(logaddexp(0, e) - y*e)) + 2/2*sum(b[1:]**2), e = off + b[0] + X@b[1:]; optimize.minimize(f, zeros(3), method='BFGS')
        let x = [
            -0.8, -1.32, -0.25, 0.42, 1.14, 0.11, -0.55, -0.78, 0.75, 1.63, 0.27, -1.23, -0.96, 1.6, 0.2, -1.73, -0.08, -1.16, -0.63, -0.49, -0.71, 0.55, -0.06,
            -0.59,
        ]
        let fit = RidgeLogistic(.init(
            values: x, width: 2, offsets: [0.4, 0.8, -1.6, -0.3, -1.0, -0.2, -1.3, 0.0, 0.0, -0.3, -1.0, -0.4], outcomes: [1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1],
            weights: [1, 0.5, 0.5, 1, 1, 0.25, 0.25, 0.5, 1, 1, 0.5, 0.5]
        ), penalty: 2)
        #expect(isNear(fit.intercept, 0.4084561315370621, 1e-6))
        #expect(isNear(fit.coefficients[0], -0.23553164097425885, 1e-6))
        #expect(isNear(fit.coefficients[1], -0.0394265597771936, 1e-6))
    }

    @Test func separatedCasesDoNotRunAway() {
        let fit = RidgeLogistic(.init(values: [-1, -1, 1, 1], width: 1, offsets: [0, 0, 0, 0], outcomes: [0, 0, 1, 1], weights: [1, 1, 1, 1]), penalty: 1)
        // By symmetry the intercept is 0, and the coefficient solves b = 4(1 − σ(b)): at 1.0 the right side is 1.08, at 1.1 it is 0.999.
        #expect(abs(fit.intercept) < 1e-9)
        #expect(fit.coefficients[0] > 1.0 && fit.coefficients[0] < 1.1)
        #expect(isNear(fit.coefficients[0], 4 / (1 + exp(fit.coefficients[0])), 1e-9))
    }

    @Test func plattScaling() throws {
        // T = where(t == 1, (N₊+1)/(N₊+2), 1/(N₋+2)); minimise Σ w (logaddexp(0, a+bs) − T (a+bs)) by BFGS
        let platt = try #require(PlattScaling(
            logOdds: [-2, -1.5, -1, -0.5, 0, 0.2, 0.4, 1, 1.5, 2.5], outcomes: [0, 0, 0, 1, 0, 1, 0, 1, 1, 1], weights: [1, 1, 0.5, 0.5, 1, 1, 1, 0.5, 0.5, 1]
        ))
        #expect(isNear(platt.intercept, -0.2697319110682665, 1e-6))
        #expect(isNear(platt.slope, 0.7802766751877789, 1e-6))
        #expect(PlattScaling(logOdds: [1, 2], outcomes: [1, 1], weights: [1, 1]) == nil)
    }

    @Test func normalDistribution() {
        // stats.norm.ppf([.3, .05, 1e-9, .975]); stats.norm.pdf(.5)
        for (share, point) in [(0.3, -0.5244005127080409), (0.05, -1.6448536269514729), (1e-9, -5.9978070150076865), (0.975, 1.959963984540054)] {
            #expect(isNear(NormalDistribution.quantile(share), point, 1e-14))
        }
        #expect(isNear(NormalDistribution.density(0.5), 0.35206532676429947, 1e-14))
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
    }

    @Test func wilsonInterval() throws {
        // proportion_confint(3, 12, method='wilson'), (0, 5), (5, 5)
        let some = try #require(CountedShare(0.25, of: 12)).bounds
        #expect(isNear(some.lower, 0.08894166839405476) && isNear(some.upper, 0.5323053349335658))
        let none = try #require(CountedShare(0, of: 5)).bounds
        #expect(abs(none.lower) < 1e-12 && isNear(none.upper, 0.43448246478317487))
        let all = try #require(CountedShare(1, of: 5)).bounds
        #expect(isNear(all.lower, 0.5655175352168252) && isNear(all.upper, 1))
        #expect(CountedShare(0, of: 0) == nil)
    }

    @Test func brierScoreAndItsParts() throws {
        // brier_score_loss(o, p); bins by tenths, reliability = Σ n(p̄ − ō)²/N, resolution = Σ n(ō − o)²/N in NumPy
        let chances = [0.05, 0.08, 0.15, 0.12, 0.35, 0.31, 0.38, 0.62, 0.66, 0.95, 0.91]
        let won = [false, false, false, true, false, true, false, true, false, true, true]
        let brier = try #require(BrierScore(Array(zip(chances, won)).map { (chance: $0.0, isWon: $0.1) }))
        #expect(isNear(brier.score, 0.19449090909090908))
        #expect(isNear(brier.reliability, 0.029493939393939395))
        #expect(isNear(brier.resolution, 0.09641873278236913))
        #expect(isNear(brier.uncertainty, 0.24793388429752064))
        #expect(isNear(brier.within, 0.013481818181818178))
        #expect(BrierScore([]) == nil)
        // Always right: nothing but uncertainty resolved.
        let right = try #require(BrierScore([(1, true), (0, false)]))
        #expect(right.score == 0 && isNear(right.resolution, right.uncertainty))
    }

    @Test func gainOverABaselineTakesAccountsTogether() throws {
        // d = (pb − o)² − (pm − o)²; statsmodels OLS(d, ones).fit(cov_type='cluster', groups=account): mean 0.08625, ± 1.96 · 0.07013426
        let model = [0.2, 0.7, 0.4, 0.6, 0.1, 0.9, 0.3, 0.5], other = [0.5, 0.5, 0.3, 0.3, 0.4, 0.6, 0.5, 0.5]
        let won = [false, true, false, true, false, true, true, false], accounts = [0, 0, 1, 1, 1, 2, 3, 3]
        let cases = model.indices.map {
            BackTestCase(objective: "\($0)", account: "\(accounts[$0])", model: model[$0], stageAverage: other[$0], said: nil, isWon: won[$0])
        }
        let gain = try #require(ScoreComparison.compare(cases, 5) { $0.stageAverage }.value)
        #expect(gain.accounts == 4)
        #expect(isNear(gain.model.score, 0.15125) && isNear(gain.baseline.score, 0.2375))
        let bounds = try #require(gain.gainBounds)
        #expect(isNear(bounds.lower, -0.05121063316187846, 1e-8) && isNear(bounds.upper, 0.22371063316187845, 1e-8))
        #expect(ScoreComparison.compare(cases, 5) { $0.said }.value == nil)
        #expect(ScoreComparison.compare(cases, 9) { $0.stageAverage }.value == nil)
    }
}
