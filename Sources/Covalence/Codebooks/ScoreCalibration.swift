/// Whether scores can be read as chances: of the texts with a score of 0.7, do seven in ten carry the code?
///
/// Most questions are asked because a code looks likely, so that the answers do not stand for all turns. A random sample does: it says how many turns lie in
/// each tenth of the score († post-stratification, Holt & Smith 1979), and all answers say how often the code is there inside a tenth.
public enum ScoreCalibration: Hashable, Sendable {
    /// Too few decisions yet.
    ///
    /// - Parameters:
    ///   - missing: decisions that are missing.
    ///   - missingRandom: of the random sample; they count among the others.
    case notYetKnown(missing: Int, missingRandom: Int)
    case known(Figures)

    /// ‡ Decisions without which nothing is said.
    public static let fewest = 50
    /// ‡ Of them, those of the random sample.
    public static let fewestRandom = 20

    /// What is known.
    public struct Figures: Hashable, Sendable {
        /// Decisions.
        public var count: Int
        /// Of them, those of the random sample.
        public var random: Int
        /// The tenths in which there are decisions, in order.
        public var bins: [Bin]
        /// The mean squared difference of score and answer († Brier 1950) as it would be over all turns: 0 is perfect.
        public var brier: Double
        /// What the Brier score would be if every turn got the share that carries a code: what a score has to beat.
        public var brierOfShare: Double
    }

    /// A tenth of the score.
    public struct Bin: Hashable, Sendable {
        /// 0 for below 0.1, 9 for 0.9 and above.
        public var bin: Int
        /// Decisions.
        public var count: Int
        /// Of them, those of the random sample.
        public var random: Int
        /// The mean score.
        public var score: Double
        /// The share that carries the code.
        public var share: Double
        /// The share of all turns that lie in this tenth, by the random sample.
        public var weight: Double
    }

    /// Looks at the decisions on one code, or on all of a codebook together.
    public init(_ tallies: [DecisionTally]) {
        let count = tallies.reduce(0) { $0 + $1.count }
        let random = tallies.reduce(0) { $0 + ($1.isRandom ? $1.count : 0) }
        let missingRandom = max(0, Self.fewestRandom - random)
        let missing = max(missingRandom, Self.fewest - count)
        guard missing == 0 else {
            self = .notYetKnown(missing: missing, missingRandom: missingRandom)
            return
        }
        var brier = 0.0, share = 0.0
        let bins = (0...9).compactMap { bin -> Bin? in
            let inside = tallies.filter { $0.bin == bin }
            let all = inside.reduce(0) { $0 + $1.count }
            guard all > 0 else { return nil }
            let sampled = inside.reduce(0) { $0 + ($1.isRandom ? $1.count : 0) }
            let found = Bin(
                bin: bin, count: all, random: sampled, score: inside.reduce(0) { $0 + $1.scores } / Double(all),
                share: Double(inside.reduce(0) { $0 + ($1.carries ? $1.count : 0) }) / Double(all), weight: Double(sampled) / Double(random)
            )
            brier += found.weight * inside.reduce(0) { $0 + $1.squares } / Double(all)
            share += found.weight * found.share
            return found
        }
        self = .known(Figures(count: count, random: random, bins: bins, brier: brier, brierOfShare: share * (1 - share)))
    }
}
