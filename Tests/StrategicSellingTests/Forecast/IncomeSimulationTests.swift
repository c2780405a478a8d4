@testable import StrategicSelling
import Testing

@Suite struct IncomeSimulationTests {
    func simulation(
        _ items: [IncomeSimulation.Item], currencies: Int = 1, periods: Int = 1, draws: Int = 40_000, correlation: Double = 0, common: Double = 0, seed: UInt64 = 3
    ) -> IncomeSimulation {
        IncomeSimulation(
            items, currencies: currencies, periods: periods, draws: draws, correlation: correlation, commonCorrelation: common, seed: seed
        )
    }

    func item(_ id: String, at account: String? = nil, _ amount: Double, _ chances: [Double], currency: Int = 0) -> IncomeSimulation.Item {
        .init(id: id, account: account ?? id, amount: amount, currency: currency, chances: chances)
    }

    func share(_ draws: [Double], _ holds: (Double) -> Bool) -> Double { Double(draws.count(where: holds)) / Double(draws.count) }

    @Test func independentSumsAreDistributedAsTheirConvolution() {
        // Exact in NumPy: dist = dist·(1−p) + shifted by the amount ·p, one after the other; cumsum(dist)[[20, 50, 70]]. Four standard errors of 40,000 draws: 0.01.
        let amounts = [1.0, 2, 3, 5, 8, 13, 21, 34]
        let items = amounts.enumerated().map { item("o\($0.offset)", $0.element, [Double($0.offset + 1) / 10]) }
        let draws = simulation(items).run()[0][0]
        let exact: [(sum: Double, share: Double)] = [(20, 0.039739), (50, 0.332547), (70, 0.719082)]
        for point in exact {
            let found: Double = share(draws) { $0 <= point.sum }
            #expect(abs(found - point.share) < 0.01)
        }
        let mean: Double = draws.reduce(0, +) / 40_000
        #expect(abs(mean - 57.1) < 0.4)
    }

    @Test(arguments: [(0.2, 0.3, 0.3, 0.114945), (0.5, 0.3, 0.3, 0.156767), (0.2, 0.3, 0.6, 0.206622), (0.5, 0.3, 0.6, 0.246515), (0, 0.3, 0.6, 0.18)])
    func objectivesAtOneAccountAreWonTogetherMoreOften(_ correlation: Double, _ one: Double, _ other: Double, _ both: Double) {
        // stats.multivariate_normal(cov=[[1, ρ], [ρ, 1]]).cdf([norm.ppf(one), norm.ppf(other)])
        let draws = simulation([item("a", at: "x", 1, [one]), item("b", at: "x", 10, [other])], correlation: correlation).run()[0][0]
        #expect(abs(share(draws) { $0 == 11 } - both) < 0.009)
        #expect(abs(share(draws) { $0 == 1 || $0 == 11 } - one) < 0.01)
        // What all share does the same across accounts.
        let apart = simulation([item("a", at: "x", 1, [one]), item("b", at: "y", 10, [other])], common: correlation).run()[0][0]
        #expect(abs(share(apart) { $0 == 11 } - both) < 0.009)
        // Beside it, accounts are independent.
        let free = simulation([item("a", at: "x", 1, [one]), item("b", at: "y", 10, [other])], correlation: correlation).run()[0][0]
        #expect(abs(share(free) { $0 == 11 } - one * other) < 0.009)
    }

    @Test func periodsComeOutAsTheyWerePutIn() {
        let chances = [0.1, 0, 0.25, 0.05]
        let draws = simulation([item("a", at: "x", 1, chances), item("b", at: "x", 0, chances), item("c", at: "x", 4, chances)], periods: 4, correlation: 0.4).run()[0]
        for period in 0..<4 { #expect(abs(share(draws[period]) { $0 == 1 || $0 == 5 } - chances[period]) < 0.009) }
        // Won once at most.
        for draw in 0..<40_000 { #expect(draws.reduce(0) { $0 + $1[draw] } <= 5) }
    }

    @Test func surelyWonAndSurelyLost() {
        #expect(simulation([item("a", 7, [1])], draws: 100).run()[0][0] == Array(repeating: 7, count: 100))
        #expect(simulation([item("a", 7, [0])], draws: 100).run()[0][0] == Array(repeating: 0, count: 100))
        #expect(simulation([], draws: 100).run() == [[Array(repeating: 0, count: 100)]])
    }

    @Test func theSameForAnyNumberOfTasksAndAnyOrder() async {
        let items = (0..<60).map { item("o\($0)", at: "a\($0 / 4)", Double($0) + 0.1, [0.1, 0.2, 0.1], currency: $0 % 2) }
        let once = simulation(items, currencies: 2, periods: 3, draws: 1_001, correlation: 0.3, common: 0.05).run()
        #expect(simulation(items.reversed(), currencies: 2, periods: 3, draws: 1_001, correlation: 0.3, common: 0.05).run() == once)
        for tasks in [1, 2, 3, 7, 2_000] {
            #expect(await simulation(items, currencies: 2, periods: 3, draws: 1_001, correlation: 0.3, common: 0.05).run(tasks: tasks) == once)
        }
        #expect(simulation(items, currencies: 2, periods: 3, draws: 1_001, correlation: 0.3, common: 0.05, seed: 4).run() != once)
    }

    @Test func otherObjectivesDoNotChangeAnObjectivesDraws() {
        let one = simulation([item("a", 1, [0.4])], draws: 500).run()[0][0]
        let beside = simulation([item("a", 1, [0.4]), item("b", at: "a", 100, [0.4])], draws: 500).run()[0][0]
        #expect(beside.map { $0.truncatingRemainder(dividingBy: 100) } == one)
    }

    @Test func moreDrawsNarrowTheError() {
        // Mean error of the mean over twenty seeds falls with the root of the draws: from 400 to 40,000 to a tenth; a third is asked for.
        func error(_ draws: Int) -> Double {
            (0..<20).map { seed in
                abs(simulation([item("a", 1, [0.3]), item("b", 1, [0.5])], draws: draws, seed: seed).run()[0][0].reduce(0, +) / Double(draws) - 0.8)
            }.reduce(0, +) / 20
        }
        #expect(error(40_000) < error(400) / 3)
    }

    @Test func rangesOfDraws() {
        // Draws 1 … 21 in any order: the steps are the draws themselves; beside 100 that were won.
        let range = IncomeRange(draws: (1...21).reversed().map(Double.init), won: 100, expectedOpen: 11)
        #expect(range.steps == (101...121).map(Double.init))
        #expect(range.median == 111 && range.expected == 111)
        #expect(range.half == ConfidenceBounds(lower: 106, upper: 116))
        #expect(range.ninety == ConfidenceBounds(lower: 102, upper: 120))
        #expect(range.chance(ofAtLeast: 101) == 1 && range.chance(ofAtLeast: 122) == 0)
        #expect(abs(range.chance(ofAtLeast: 111) - 0.5) < 1e-12)
        // np.percentile([0, 0, 0, 10], [25, 50, 75, 95]): 0, 0, 2.5, 8.5
        let few = IncomeRange(draws: [0, 10, 0, 0], won: 0, expectedOpen: 2.5)
        #expect(few.half == ConfidenceBounds(lower: 0, upper: 2.5))
        #expect(abs(few.ninety.upper - 8.5) < 1e-12)
    }
}
