import Covalence
import Testing

/// Expected values are worked out by hand, beside each.
@Suite("Figures on what people decided")
struct CodeStatisticsTests {
    /// The random sample of 20: 16 at 0.15, of which one carries the code, and 4 at 0.85, of which 3 do. And 30 likely ones at 0.85, of which 24 do.
    private static let tallies = [
        tally(carries: false, isRandom: true, score: 0.15, count: 15), tally(carries: true, isRandom: true, score: 0.15, count: 1),
        tally(carries: true, isRandom: true, score: 0.85, count: 3), tally(carries: false, isRandom: true, score: 0.85, count: 1),
        tally(carries: true, isRandom: false, score: 0.85, count: 24), tally(carries: false, isRandom: false, score: 0.85, count: 6),
    ]

    private static func tally(_ code: String = "a", carries: Bool, isRandom: Bool, score: Double, count: Int) -> DecisionTally {
        let difference = score - (carries ? 1 : 0)
        return DecisionTally(
            code: code, carries: carries, isRandom: isRandom, bin: DecisionTally.bin(of: score), count: count, scores: score * Double(count), squares: difference * difference * Double(count)
        )
    }

    private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }

    @Test("the random sample stands for all turns: it weighs the tenths, whatever else was asked")
    func calibration() throws {
        guard case .known(let figures) = ScoreCalibration(Self.tallies) else { throw CancellationError() }
        #expect(figures.count == 50 && figures.random == 20)
        #expect(figures.bins.map(\.bin) == [1, 8])
        #expect(figures.bins.map(\.count) == [16, 34])
        // 1 of 16; 3 + 24 of 34.
        #expect(close(figures.bins[0].share, 0.0625) && close(figures.bins[1].share, 27.0 / 34))
        #expect(close(figures.bins[0].weight, 0.8) && close(figures.bins[1].weight, 0.2))
        // Tenth 1: 15 · 0.15² + 0.85² = 1.06 over 16; tenth 8: 27 · 0.15² + 7 · 0.85² = 5.665 over 34. 0.8 · 0.06625 + 0.2 · 0.16661765 = 0.08632353.
        #expect(close(figures.brier, 0.8 * 1.06 / 16 + 0.2 * 5.665 / 34))
        #expect(abs(figures.brier - 0.08632353) < 1e-8)
        // A share of 0.8 · 0.0625 + 0.2 · 27/34 = 0.20882353 of all turns; 0.20882353 · 0.79117647 = 0.16521626.
        #expect(abs(figures.brierOfShare - 0.16521626) < 1e-8)
    }

    @Test("before fifty decisions with twenty of the random sample nothing is said, but how many are missing")
    func notYetKnown() {
        #expect(ScoreCalibration([]) == .notYetKnown(missing: 50, missingRandom: 20))
        let one = Self.tally(carries: true, isRandom: false, score: 0.9, count: 29)
        #expect(ScoreCalibration([one, Self.tally(carries: false, isRandom: true, score: 0.1, count: 20)]) == .notYetKnown(missing: 1, missingRandom: 0))
        // However many were likely: five of the sample are missing.
        #expect(ScoreCalibration([
            Self.tally(carries: true, isRandom: false, score: 0.9, count: 100_000), Self.tally(carries: false, isRandom: true, score: 0.1, count: 15),
        ]) == .notYetKnown(missing: 5, missingRandom: 5))
    }

    @Test("precision is of all that was asked, recall of the random sample alone")
    func decided() throws {
        let figures = try #require(DecidedFigures.all(Self.tallies, codes: ["b", "a"]).first)
        #expect(figures.code == "a" && figures.count == 50 && figures.random == 20 && figures.support == 28)
        // Above 0.5: 34, of which 27 carry it. In the sample 4 carry it, of which 3 are above 0.5.
        #expect(figures.precision == 27.0 / 34)
        #expect(figures.recall == 0.75)
        #expect(close(try #require(figures.f1), 2 * (27.0 / 34) * 0.75 / (27.0 / 34 + 0.75)))
        let likely = DecidedFigures.all([Self.tally(carries: true, isRandom: false, score: 0.9, count: 3)], codes: ["a"])[0]
        #expect(likely.precision == 1 && likely.recall == nil && likely.f1 == nil)
    }

    @Test("the tenth of a score", arguments: [(0.0, 0), (0.0999, 0), (0.1, 1), (0.5, 5), (0.95, 9), (1.0, 9)])
    func bins(score: Double, bin: Int) { #expect(DecisionTally.bin(of: score) == bin) }
}

@Suite("Which turns are asked about")
struct QuestionChoiceTests {
    /// splitmix64 († Steele, Lea & Flood 2014).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let scores = (0..<200).map { Double($0) / 200 }

    @Test("about a fifth is random, most of the rest is likely")
    func shares() {
        var generator = Seeded(state: 7)
        var counts: [CodeDecision.Asked: Int] = [:]
        for _ in 0..<1_000 { for question in QuestionChoice.choose(Self.scores, count: 5, using: &generator) { counts[question.asked, default: 0] += 1 } }
        // Of 5,000: 1,000 random, and of the other 4,000 a quarter near. Four standard deviations are 113.
        #expect(abs((counts[.random] ?? 0) - 1_000) < 113)
        #expect(abs((counts[.near] ?? 0) - 1_000) < 113)
        #expect(abs((counts[.likely] ?? 0) - 3_000) < 139)
    }

    @Test("likely ones are the highest, near ones the nearest to 0.5, random ones any; none comes twice")
    func which() {
        var generator = Seeded(state: 11)
        var random: [Double] = []
        for _ in 0..<500 {
            let chosen = QuestionChoice.choose(Self.scores, count: 10, using: &generator)
            #expect(chosen.count == 10 && Set(chosen.map(\.index)).count == 10)
            // Ten are asked, so what is likely is one of the twenty highest, also where random ones took some of them.
            #expect(chosen.filter { $0.asked == .likely }.allSatisfy { Self.scores[$0.index] >= 0.9 })
            #expect(chosen.filter { $0.asked == .near }.allSatisfy { abs(Self.scores[$0.index] - 0.5) <= 0.1 })
            random += chosen.filter { $0.asked == .random }.map { Self.scores[$0.index] }
        }
        // The mean of all scores is 0.4975; of about 1,000 random ones it is within 0.04.
        let mean: Double = random.reduce(0, +) / Double(random.count)
        #expect(abs(mean - 0.4975) < 0.04)
        #expect(QuestionChoice.choose([0.2, 0.4], count: 10, using: &generator).count == 2)
        #expect(QuestionChoice.choose([], count: 10, using: &generator).isEmpty)
    }
}
