public import Covalence

/// The terms of a sale in what is said or written: for how much, by when, and how ready somebody is to give up today's solution. English.
///
/// A sum or a day alone says nothing of a sale: it counts where words of the price, or of the decision, stand in the same sentence, and none of what else it
/// could be. Which words these are stands in the lexicon `sale-terms.en`. A sentence with two sums or two days says neither; what is asked says nothing.
public struct SaleTermsReader: Sendable {
    private let recognizer: LexiconRecognizer

    /// What was read, with how sure the words are, 0 to 1.
    public enum Term: Hashable, Sendable {
        /// For how much.
        case sum(Money, strength: Double)
        /// By when it is to be decided or ordered.
        case day(CalendarDay, strength: Double)
        /// How ready the one who says it is.
        case readiness(Readiness, strength: Double)
    }

    /// How ready somebody is to give up today's solution.
    public enum Readiness: String, Hashable, Sendable, CaseIterable {
        case ready, hesitant
        case notReady = "not-ready"
    }

    /// - Parameter lexicon: has entries of the codes `sum`, `day`, `ready`, `hesitant` and `not-ready`; those of other codes are passed over.
    public init(_ lexicon: Lexicon) throws(Lexicon.Failure) { recognizer = try LexiconRecognizer(lexicon) }

    /// The lexicon that comes with the program.
    public static func bundled() throws(Lexicon.Failure) -> SaleTermsReader { try SaleTermsReader(try Lexicon.bundled("sale-terms.en")) }

    /// The terms in one person's words, in order of the sentences.
    ///
    /// - Parameters:
    ///   - side: of who says them; nil where that is not known.
    ///   - today: the day on which it was said; nil where that is not known: then only dates with their year are read.
    ///   - others: names of those who may get the order instead: sums and days in sentences with them are taken for theirs.
    public func terms(in text: String, side: Side?, on today: CalendarDay?, others: [String] = []) -> [Term] {
        // What recognisers cut at pauses goes on in the next line.
        let words = LexiconWords(text.replacing("\n", with: " "))
        var memory = LexiconMatcher.Memory(recognizer.matcher)
        let context = LexiconRecognizer.Context(side: side, asks: words.asks, isAfterQuestion: false)
        var codes: [Int: [String: Double]] = [:]
        for (match, entry) in recognizer.fired(in: words, context: context, names: [], memory: &memory) {
            let entry = recognizer.lexicon.entries[entry], sentence = words.words[match.words.lowerBound].sentence
            codes[sentence, default: [:]][entry.code] = max(codes[sentence]?[entry.code] ?? 0, entry.strength)
        }
        var start = words.words.startIndex
        return codes.sorted { $0.key < $1.key }.flatMap { sentence, codes in
            // Sentences come in their order, so that the words are gone through once.
            let said = words.words[start...].drop { $0.sentence < sentence }.prefix { $0.sentence == sentence }
            start = said.endIndex
            var terms: [Term] = []
            if !Self.names(others, said) {
                if let strength = codes["sum"], let sum = Self.only(SumReader.sums(in: said)) { terms.append(.sum(sum, strength: strength)) }
                if let strength = codes["day"], let day = Self.only(DayReader(said, on: today).days().map(\.day)) { terms.append(.day(day, strength: strength)) }
            }
            for level in Readiness.allCases { if let strength = codes[level.rawValue] { terms.append(.readiness(level, strength: strength)) } }
            return terms
        }
    }

    private static func only<Value: Hashable>(_ values: [Value]) -> Value? { Set(values).count == 1 ? values.first : nil }

    private static func names(_ others: [String], _ words: ArraySlice<LexiconWords.Word>) -> Bool {
        let said = words.map(\.text).joined(separator: " ")
        return others.contains { other in
            let name = LexiconWords(other).words.map(\.text).joined(separator: " ")
            return !name.isEmpty && " \(said) ".contains(" \(name) ")
        }
    }
}
