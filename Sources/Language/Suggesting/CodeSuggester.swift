public import Covalence
import Foundation

/// Suggests the codes of one codebook: a linear model over what a text means, its words, what kind of utterance it is and whose it is, learnt from the
/// codebook's examples and from what people decided. “No code” is one of its answers.
public struct CodeSuggester: Sendable {
    /// Which program made a suggestion, with the version of its rules: `meaning/1` or `words/1`.
    public enum Engine: String, Sendable, Codable {
        case words = "words/1"
        case meaning = "meaning/1"
    }

    /// A text with the codes that somebody gave it; empty for none.
    public struct Lesson: Hashable, Sendable {
        public var input: SuggesterInput
        public var codes: [String]
        /// How much it counts beside the codebook's examples.
        public var weight: Double

        /// A lesson.
        public init(_ input: SuggesterInput, codes: [String], weight: Double = 1) {
            self.input = input
            self.codes = codes
            self.weight = weight
        }
    }

    /// What it learnt from, with the version of its rules.
    public let engine: Engine
    /// The codes in the order of the codebook.
    public let codes: [String]
    private let sides: [Set<Side>]
    let words: WordFeatures
    let model: SoftmaxModel

    /// How much words count beside meaning. Tried from 0.6 to 2 on half of the passages that were written for it; docs/codebooks.md has the figures.
    static let wordWeight: Float = 1.5
    static let otherWeight: Float = 0.5
    /// How much lessons count against the penalty.
    static let strength: Float = 10
    /// How much less likely a code is where the other side speaks than may carry it, as a logarithm.
    static let otherSide: Float = 2
    /// Lessons of one code that are learnt from; more are thinned out evenly.
    public static let mostLessons = 2_000

    /// Learns.
    ///
    /// - Parameters:
    ///   - vectors: the meaning of each lesson, in their order; nil to learn from words alone.
    ///   - tagger: says what kind of utterance each is.
    public init(_ codebook: Codebook, lessons: [Lesson], vectors: [SentenceVector]?, tagger: DialogueActTagger) {
        let leaves = codebook.leaves
        codes = leaves.map(\.slug)
        sides = leaves.map(\.sides)
        engine = vectors == nil ? .words : .meaning
        let words = WordFeatures(learning: lessons.map(\.input.text))
        let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        let width = SentenceVector.width
        let features = Features(words: words, tagger: tagger)
        let rows = lessons.enumerated().map { features.row($1.input, vectors?[$0]) }
        let none = codes.count
        let shares = lessons.map { lesson in
            var shares = [Float](repeating: 0, count: none + 1)
            let own = lesson.codes.compactMap { places[$0] }
            if own.isEmpty { shares[none] = 1 } else { for place in own { shares[place] += 1 / Float(own.count) } }
            return shares
        }
        var model = SoftmaxModel(classes: none + 1, dense: (vectors == nil ? 0 : width) + Features.others, sparse: words.count)
        model.learn(rows, shares: shares, weights: lessons.map { Float($0.weight) }, strength: Self.strength)
        self.words = words
        self.model = model
    }

    init?(_ codebook: Codebook, engine: Engine, words: WordFeatures, weights: [Float]) {
        let leaves = codebook.leaves
        codes = leaves.map(\.slug)
        sides = leaves.map(\.sides)
        self.engine = engine
        self.words = words
        guard let model = SoftmaxModel(
            classes: codes.count + 1, dense: (engine == .words ? 0 : SentenceVector.width) + Features.others, sparse: words.count, weights: weights
        ) else { return nil }
        self.model = model
    }

    /// What a codebook itself teaches: its examples, its definitions, and what carries no code. Examples that tell of something left undone are about the code all
    /// the same.
    public static func lessons(of codebook: Codebook) -> [Lesson] {
        let leaves = codebook.leaves
        let names = Set(leaves.map(\.slug))
        func lesson(_ example: CodeExample) -> Lesson {
            Lesson(SuggesterInput(example.text, side: example.side), codes: example.codes.filter(names.contains))
        }
        var lessons: [Lesson] = []
        for code in leaves {
            lessons += code.examples.map(lesson)
            lessons += code.counterExamples.map(lesson)
            for text in [code.definition, code.whenToUse].compactMap(\.self) { lessons.append(Lesson(SuggesterInput(text), codes: [code.slug])) }
        }
        return lessons + codebook.withoutCode.map(lesson)
    }

    /// At most so many lessons of one code, evenly from all there are, so that learning takes no longer however much was decided.
    public static func thinned(_ lessons: [Lesson]) -> [Lesson] {
        let counts = Dictionary(lessons.map { ($0.codes.first ?? "", 1) }, uniquingKeysWith: +)
        var seen: [String: Int] = [:]
        return lessons.filter { lesson in
            let code = lesson.codes.first ?? ""
            let place = seen[code, default: 0]
            seen[code] = place + 1
            guard let count = counts[code], count > mostLessons else { return true }
            return place * mostLessons / count != (place + 1) * mostLessons / count
        }
    }

    /// All codes with their scores, best first; of two alike, in the order of the codebook.
    ///
    /// - Parameter vector: its meaning; needed by what learnt from meaning.
    public func suggest(_ input: SuggesterInput, _ vector: SentenceVector?, tagger: DialogueActTagger) -> [SuggestedCode] {
        let scores = model.scores(Features(words: words, tagger: tagger).row(input, engine == .words ? nil : vector ?? .zero))
        let none = scores[codes.count]
        return codes.indices.map { place in
            var above = scores[place] - none
            if let side = input.side, !sides[place].isEmpty, !sides[place].contains(side) { above -= Self.otherSide }
            return SuggestedCode(code: codes[place], score: Double(1 / (1 + exp(-above))))
        }.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    }

    /// The codes that a text is said to carry: the best, where it is likelier than none, and what comes close to it.
    public static func chosen(_ suggested: [SuggestedCode]) -> [SuggestedCode] {
        guard let best = suggested.first, best.score > 0.5 else { return [] }
        // As odds: half as likely as the best, and likelier than none.
        let odds = { (score: Double) in score / max(1e-9, 1 - score) }
        return suggested.prefix(3).filter { $0.score > 0.5 && odds($0.score) * 2 >= odds(best.score) }
    }
}

/// Makes rows of texts.
struct Features {
    /// Whose words, and what kind of utterance.
    static let others = 3 + DialogueAct.allCases.count + QuestionType.allCases.count
    let words: WordFeatures
    let tagger: DialogueActTagger

    func row(_ input: SuggesterInput, _ vector: SentenceVector?) -> FeatureRow {
        var others = [Float](repeating: 0, count: Self.others)
        switch input.side {
        case .seller: others[0] = CodeSuggester.otherWeight
        case .customer: others[1] = CodeSuggester.otherWeight
        case .thirdParty: others[2] = CodeSuggester.otherWeight
        case nil: break
        }
        // Of a story the beginning says little: only what is short is one utterance.
        if input.text.utf8.count <= 400, let act = tagger.tag([TaggerInput(speaker: 0, text: input.text)]).first {
            if let place = DialogueAct.allCases.firstIndex(of: act.act) { others[3 + place] = CodeSuggester.otherWeight }
            if let place = act.question.flatMap(QuestionType.allCases.firstIndex) { others[8 + place] = CodeSuggester.otherWeight }
        }
        let weighed = words.row(input.text).map { (place: $0.place, value: $0.value * CodeSuggester.wordWeight) }
        return FeatureRow(dense: (vector?.values ?? []) + others, sparse: weighed)
    }
}
