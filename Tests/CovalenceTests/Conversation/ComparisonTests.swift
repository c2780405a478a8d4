import Covalence
import Foundation
import Testing

@Suite("Comparing meetings")
struct ComparisonTests {
    /// Expected values from SciPy 1.17.1 and NumPy 2.4.6: Welch by `ttest_ind(x, y, equal_var=False).confidence_interval(.95)`; Cliff's
    /// delta from the full matrix `np.sign(x[:, None] - y)` with the unbiased variance of Cliff 1993, floored at (1 − d²)/(nm − 1), and
    /// `t.ppf(.975, n + m − 2)` in the interval of Feng & Cliff 2004; Hedges' g with the exact correction by `gammaln`.
    @Test func agreesWithSciPy() throws {
        let shares = try #require(EffectSize([0.31, 0.45, 0.52, 0.38, 0.60], [0.22, 0.35, 0.41, 0.18, 0.30, 0.47]))
        expect(shares.difference, 0.1303333333333334, -0.025066381074634186, 0.28573304774130104)
        expect(shares.cliffsDelta, 0.6, -0.12443363562488348, 0.9071829799971791)
        expect(shares.hedgesG, 1.0612732046750204, -0.20569178050257775, 2.3282381898526188)
        #expect(shares.cliffsDelta.holdsZero)
        // Ties within and between the groups.
        let ties = try #require(EffectSize([1, 2, 2, 3], [2, 2, 4, 5]))
        expect(ties.difference, -1.25, -3.498188704491466, 0.9981887044914659)
        expect(ties.cliffsDelta, -0.5, -0.9035507302601127, 0.3736143329796099)
        expect(ties.hedgesG, -0.8991140417929806, -2.3533563091786487, 0.5551282255926877)
    }

    private func expect(_ interval: Interval?, _ value: Double, _ lower: Double, _ upper: Double) {
        #expect(isClose(interval?.value, value))
        #expect(isClose(interval?.lower, lower))
        #expect(isClose(interval?.upper, upper))
    }

    @Test func groupsThatDoNotOverlapAreStillUncertain() throws {
        let apart = try #require(EffectSize([5, 6, 7], [1, 2, 3]))
        // (n − z²) / (n + z²) with n = 3 and z = 1.959964: by SciPy’s norm.ppf.
        expect(apart.cliffsDelta, 1, -0.12299406351009095, 1)
        expect(apart.difference, 4, 1.7330420644724809, 6.266957935527519)
        expect(apart.hedgesG, 3.191538243211461, 0.7787174734244213, 5.604359012998501)
        let reversed = try #require(EffectSize([1, 2, 3], [5, 6, 7]))
        expect(reversed.cliffsDelta, -1, -1, 0.12299406351009095)
    }

    @Test func groupsThatDoNotVary() throws {
        let same = try #require(EffectSize([2, 2, 2], [2, 2, 2]))
        #expect(same.difference == nil)
        #expect(same.hedgesG == nil)
        #expect(same.cliffsDelta.value == 0)
        #expect(same.cliffsDelta.lower < 0 && same.cliffsDelta.upper > 0)
        #expect(EffectSize([1], [2, 3]) == nil)
        #expect(EffectSize([1, .nan], [2, 3]) == nil)
    }

    /// A meeting in which the customer says so many of a hundred words.
    private func meeting(customerWords: Int, timed: Bool = true) -> ConversationMeasures {
        var script = Script(["S": .seller, "C": .customer])
        func text(_ count: Int) -> String { Array(repeating: "w", count: count).joined(separator: " ") }
        script.say("S", timed ? 0 : nil, timed ? 60 : nil, text(100 - customerWords))
        script.say("C", timed ? 60 : nil, timed ? 90 : nil, text(customerWords))
        return script.measures()
    }

    private func compare(_ first: [ConversationMeasures], _ second: [ConversationMeasures]) -> Comparison {
        Comparison(.init(name: "advanced", meetings: first), .init(name: "not", meetings: second))
    }

    private func row(_ key: String, of comparison: Comparison) throws -> Comparison.Row {
        try #require(comparison.rows.first { $0.key == key })
    }

    @Test func twoMeetingsStandSideBySide() throws {
        let row = try row("customer-word-share", of: compare([meeting(customerWords: 60)], [meeting(customerWords: 40)]))
        #expect(row.strength == .pair)
        #expect(row.effect == nil)
        #expect(isClose(row.difference, 0.2))
        #expect(isClose(row.ratio, 1.5))
    }

    @Test func fewMeetingsSaySo() throws {
        let two = try row("customer-word-share", of: compare([60, 50].map { meeting(customerWords: $0) }, [40, 30, 20].map { meeting(customerWords: $0) }))
        #expect(two.strength == .tooFew)
        #expect(two.effect == nil)
        #expect(two.strength.sentence.hasPrefix("Too few meetings to say"))
        #expect(isClose(two.first.distribution?.median, 0.55))

        let three = try row("customer-word-share", of: compare([60, 50, 35].map { meeting(customerWords: $0) }, [40, 30, 20].map { meeting(customerWords: $0) }))
        #expect(three.strength == .wide)
        // 60 and 50 are larger than all three, 35 than two of them and smaller than one: (9 − 2 · 1) / 9.
        #expect(isClose(three.effect?.cliffsDelta.value, 7.0 / 9))

        let ten = try row("customer-word-share", of: compare((40..<50).map { meeting(customerWords: $0) }, (44..<54).map { meeting(customerWords: $0) }))
        #expect(ten.strength == .enough)
        #expect(ten.strength.sentence.isEmpty)
        #expect(ten.effect.map { $0.cliffsDelta.value < 0 } == true)
    }

    @Test func meetingsWithoutTimesAreNotMixedIn() throws {
        let mixed = compare([meeting(customerWords: 60)], [meeting(customerWords: 40, timed: false)])
        #expect(try row("balance", of: mixed).missing?.contains("times") == true)
        #expect(try row("balance", of: mixed).difference == nil)
        #expect(try row("customer-time-share", of: mixed).missing == Missing.times.sentence)
        #expect(isClose(try row("customer-word-share", of: mixed).difference, 0.2))
        let empty = compare([], [meeting(customerWords: 40)])
        #expect(try row("customer-word-share", of: empty).missing != nil)
        #expect(try row("customer-word-share", of: empty).strength == .tooFew)
    }

    @Test func everyMeasureHasItsOwnNameAndAMeaning() {
        let keys = MeasureKey.all
        #expect(Set(keys.map(\.id)).count == keys.count)
        #expect(Set(keys.map(\.name)).count == keys.count)
        for key in keys {
            #expect(key.meaning.hasSuffix("."), "\(key.id)")
            #expect(MeasureKey.named(key.id)?.name == key.name)
        }
        #expect(MeasureKey.named("score") == nil)
    }

    @Test func comesBackFromJSON() throws {
        let comparison = compare([60, 50, 35].map { meeting(customerWords: $0) }, [40, 30, 20].map { meeting(customerWords: $0) })
        #expect(try JSONDecoder().decode(Comparison.self, from: JSONEncoder().encode(comparison)) == comparison)
    }
}
