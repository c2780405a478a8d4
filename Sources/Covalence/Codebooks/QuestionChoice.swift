/// Which turns to ask about next. Most are likely, so that people find what they look for; some are near 0.5, where an answer teaches most; and a fifth is a random
/// sample, without which nobody could say what a score is worth.
public enum QuestionChoice {
    /// ‡ The share that is a random sample.
    public static let randomShare = 0.2
    /// ‡ Of the others, the share that is near 0.5.
    public static let nearShare = 0.25

    /// Chooses questions, each once.
    ///
    /// - Parameters:
    ///   - scores: of the turns that may be asked about, themselves a random sample of all; from 0 to 1.
    ///   - count: at most so many.
    /// - Returns: indices into `scores` with why each is asked, in a random order, so that place in the list says nothing.
    public static func choose(_ scores: [Double], count: Int, using generator: inout some RandomNumberGenerator) -> [(index: Int, asked: CodeDecision.Asked)] {
        var left = Array(scores.indices)
        var chosen: [(index: Int, asked: CodeDecision.Asked)] = []
        let count = min(count, scores.count)
        // The random ones are drawn first, from all: what is left after the likely are gone would be no sample.
        let kinds = (0..<count).map { _ -> CodeDecision.Asked in
            if Double.random(in: 0..<1, using: &generator) < randomShare { return .random }
            return Double.random(in: 0..<1, using: &generator) < nearShare ? .near : .likely
        }
        for kind in kinds.filter({ $0 == .random }) {
            chosen.append((left.remove(at: Int.random(in: left.indices, using: &generator)), kind))
        }
        for kind in kinds where kind != .random {
            let place: Int? = switch kind {
            case .near: left.indices.min { abs(scores[left[$0]] - 0.5) < abs(scores[left[$1]] - 0.5) }
            case .likely, .random: left.indices.max { scores[left[$0]] < scores[left[$1]] }
            }
            if let place { chosen.append((left.remove(at: place), kind)) }
        }
        return chosen.shuffled(using: &generator)
    }
}
