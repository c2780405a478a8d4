/// Decisions on one code that are alike, counted: the same answer, the same tenth of the score, asked as part of the random sample or not.
public struct DecisionTally: Hashable, Sendable {
    public var code: String
    /// Whether the words carry it.
    public var carries: Bool
    /// Whether they were part of the random sample.
    public var isRandom: Bool
    /// The tenth in which the score lies: 0 for below 0.1, 9 for 0.9 and above.
    public var bin: Int
    public var count: Int
    /// The scores together.
    public var scores: Double
    /// The squared differences of score and answer (1 for yes, 0 for no) together.
    public var squares: Double

    /// A count of decisions.
    public init(code: String, carries: Bool, isRandom: Bool, bin: Int, count: Int, scores: Double, squares: Double) {
        self.code = code
        self.carries = carries
        self.isRandom = isRandom
        self.bin = bin
        self.count = count
        self.scores = scores
        self.squares = squares
    }

    /// The tenth in which a score lies.
    public static func bin(of score: Double) -> Int { min(9, max(0, Int(score * 10))) }
}

/// How well a code was found in what people decided since, none of it learnt from when its score was given.
public struct DecidedFigures: Hashable, Sendable {
    public var code: String
    /// Decisions with a score.
    public var count = 0
    /// Of them, those in the random sample.
    public var random = 0
    /// Texts that carry it.
    public var support = 0
    /// Texts with a score above 0.5: from the tenth that begins at 0.5.
    public var suggested = 0
    /// Both.
    public var right = 0
    /// Of the random sample: texts that carry it, and of those the ones with a score above 0.5.
    public var randomSupport = 0, randomRight = 0

    /// Of the texts it was suggested for, the share that carries it; nil where it was suggested for none.
    public var precision: Double? { suggested > 0 ? Double(right) / Double(suggested) : nil }
    /// Of the texts that carry it, the share it was suggested for, by the random sample alone: what was asked because it looked likely says nothing of what
    /// was missed. Nil where the sample holds none that carries it.
    public var recall: Double? { randomSupport > 0 ? Double(randomRight) / Double(randomSupport) : nil }
    /// The harmonic mean of both; nil where one is not known.
    public var f1: Double? {
        guard let precision, let recall else { return nil }
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// The figures of each code that somebody decided on, in the order given.
    public static func all(_ tallies: [DecisionTally], codes: [String]) -> [DecidedFigures] {
        let byCode = Dictionary(grouping: tallies, by: \.code)
        return codes.compactMap { code in
            guard let tallies = byCode[code] else { return nil }
            var figures = DecidedFigures(code: code)
            for tally in tallies {
                figures.count += tally.count
                if tally.isRandom { figures.random += tally.count }
                if tally.carries { figures.support += tally.count }
                if tally.bin >= 5 { figures.suggested += tally.count }
                if tally.carries, tally.bin >= 5 { figures.right += tally.count }
                if tally.carries, tally.isRandom { figures.randomSupport += tally.count }
                if tally.carries, tally.isRandom, tally.bin >= 5 { figures.randomRight += tally.count }
            }
            return figures
        }
    }
}
