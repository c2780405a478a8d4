public import Covalence

/// How well codes are found in texts that were not learnt from.
public struct CodeFigures: Hashable, Sendable, Codable {
    /// One code.
    public struct OfCode: Hashable, Sendable, Codable {
        public var code: String
        /// Texts that carry it.
        public var support: Int
        /// Texts that it was suggested for.
        public var suggested: Int
        /// Texts that carry it and that it was suggested for.
        public var right: Int

        /// Of the texts it was suggested for, the share that carries it; nil where it was suggested for none.
        public var precision: Double? { suggested > 0 ? Double(right) / Double(suggested) : nil }
        /// Of the texts that carry it, the share it was suggested for; nil where none does.
        public var recall: Double? { support > 0 ? Double(right) / Double(support) : nil }
        /// Their harmonic mean; nil where one is not known.
        public var f1: Double? {
            guard support + suggested > 0 else { return nil }
            return Double(2 * right) / Double(support + suggested)
        }
    }

    /// In the order of the codebook.
    public var codes: [OfCode]
    /// Texts.
    public var count = 0
    /// Texts that carry a code.
    public var coded = 0
    /// Coded texts of which the best code, taken even where none is likelier, is one of theirs.
    public var bestRight = 0
    /// Coded texts of which one of the best three is one of theirs.
    public var bestThreeRight = 0
    /// Texts without a code for which none was suggested.
    public var noneRight = 0

    /// Texts without a code.
    public var uncoded: Int { count - coded }

    /// Counts nothing yet.
    public init(codes: [String]) {
        self.codes = codes.map { OfCode(code: $0, support: 0, suggested: 0, right: 0) }
    }

    /// Counts one text.
    ///
    /// - Parameters:
    ///   - suggested: all codes, best first.
    ///   - right: those it carries.
    public mutating func count(_ suggested: [SuggestedCode], right: [String]) {
        let right = Set(right).intersection(codes.map(\.code))
        let chosen = Set(CodeSuggester.chosen(suggested).map(\.code))
        count += 1
        if right.isEmpty {
            if chosen.isEmpty { noneRight += 1 }
        } else {
            coded += 1
            if let best = suggested.first, right.contains(best.code) { bestRight += 1 }
            if suggested.prefix(3).contains(where: { right.contains($0.code) }) { bestThreeRight += 1 }
        }
        for place in codes.indices {
            let code = codes[place].code
            if right.contains(code) { codes[place].support += 1 }
            if chosen.contains(code) { codes[place].suggested += 1 }
            if right.contains(code), chosen.contains(code) { codes[place].right += 1 }
        }
    }

    /// The mean of the codes' F1, those that occur alike.
    public var meanF1: Double? {
        let known = codes.filter { $0.support > 0 }.compactMap(\.f1)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}

extension CodeSuggester {
    /// Learns from all but one part of the lessons and looks at that part, in turn († k-fold cross-validation, Stone 1974). Of each code every part has alike many.
    ///
    /// - Parameter progress: told after each part, from 0 to 1.
    public static func crossValidate(
        _ codebook: Codebook, lessons: [Lesson], vectors: [SentenceVector]?, tagger: DialogueActTagger, parts: Int = 5, progress: (Double) -> Void = { _ in }
    ) -> CodeFigures {
        var figures = CodeFigures(codes: codebook.leaves.map(\.slug))
        for held in 0..<parts {
            if Task.isCancelled { break }
            validate(held, of: parts, codebook, lessons: lessons, vectors: vectors, tagger: tagger, into: &figures)
            progress(Double(held + 1) / Double(parts))
        }
        return figures
    }

    /// Looks at one part of the lessons with what was learnt from the others.
    static func validate(
        _ held: Int, of parts: Int, _ codebook: Codebook, lessons: [Lesson], vectors: [SentenceVector]?, tagger: DialogueActTagger, into figures: inout CodeFigures
    ) {
        var seen: [String: Int] = [:]
        let part = lessons.map { lesson in
            let key = lesson.codes.first ?? ""
            defer { seen[key, default: 0] += 1 }
            return seen[key, default: 0] % parts
        }
        let learnt = lessons.indices.filter { part[$0] != held }
        let suggester = CodeSuggester(codebook, lessons: learnt.map { lessons[$0] }, vectors: vectors.map { all in learnt.map { all[$0] } }, tagger: tagger)
        for index in lessons.indices where part[index] == held {
            figures.count(suggester.suggest(lessons[index].input, vectors?[index], tagger: tagger), right: lessons[index].codes)
        }
    }
}
