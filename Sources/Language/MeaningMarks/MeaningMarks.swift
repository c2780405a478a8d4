public import Covalence

/// What the meaning of passages makes of the marks that words made.
///
/// - Where both see a code at one place, the mark stays with its words and attributes.
/// - Where words see a code of which the meaning sees no trace, the mark goes.
/// - Where meaning alone is sure enough, a mark is added over the passage; its attributes stay not known, but for a date that was said in it.
/// - Codes that the codebook does not have stay as the words have them.
public struct MeaningMarks: Sendable {
    /// Shares from which a code is marked without a word of the lexicon ‡. Chosen on the four demo meetings and `phrases/dev.jsonl`, which are development material: of what
    /// meaning alone found there above 0.4, fewer than half were right for the codes with 0.5. Numbers in talk look like prices; see docs/findings-figures.md.
    static let alone: [String: Double] = [
        "acceptance": 0.5, "need-talk": 0.5, "objection": 0.5, "realisation": 0.5, "resisting-factor": 0.5, "price": 0.8,
    ]
    static let aloneElsewhere = 0.4
    /// Below this share, meaning sees no trace of a code ‡.
    static let trace = 0.01
    /// Codes whose marks stay whatever the meaning: small talk and feeling show in the talk around them, and of questions the lexicon says only what they are about.
    static let ofWords: Set<String> = ["small-talk", "emotion", "seller-question", "customer-question"]

    let scores: MeaningScores
    private let codes: Set<String>
    /// The rows that an utterance has part in.
    private var rowsOf: [Int: [Int]] = [:]

    /// Prepares scores of one conversation.
    public init(_ scores: MeaningScores) {
        self.scores = scores
        codes = Set(scores.codes)
        for (row, score) in scores.rows.enumerated() { for utterance in score.utterances { rowsOf[utterance, default: []].append(row) } }
    }

    /// The marks that stand, in order of utterance and place.
    ///
    /// - Parameters:
    ///   - words: the lexicon's marks.
    ///   - conversation: what both were read in.
    public func marks(confirming words: [ContentMark], in conversation: Conversation) -> [ContentMark] {
        let lines = conversation.utterances
        var marks = words.compactMap { mark -> ContentMark? in
            guard codes.contains(mark.code), let share = share(of: mark) else { return mark }
            guard share >= Self.trace || Self.ofWords.contains(mark.code) else { return nil }
            var mark = mark
            if share >= threshold(mark.code) {
                mark.strength = max(mark.strength, share)
                mark.origin = .both
                mark.rule += ", and by its meaning (\(scores.engine))"
            }
            return mark
        }
        var marked: [Int: Set<String>] = [:]
        for mark in words { marked[mark.utterance, default: []].insert(mark.code) }
        for row in scores.rows where row.utterances.upperBound <= lines.count {
            for (code, share) in row.shares.sorted(by: { $0.key < $1.key }) where share >= threshold(code) {
                // The words' own mark says it already, here or in what the same speaker says right before or after.
                let near = (row.utterances.lowerBound - 1)..<(row.utterances.upperBound + 1)
                guard !near.contains(where: { marked[$0]?.contains(code) == true && isSameSpeaker($0, row.utterances.lowerBound, lines) }) else { continue }
                marks.append(mark(code, share, row, words, lines))
            }
        }
        return marks.enumerated().sorted {
            ($0.element.utterance, $0.element.range.lowerBound, $0.offset) < ($1.element.utterance, $1.element.range.lowerBound, $1.offset)
        }.map(\.element)
    }

    private func threshold(_ code: String) -> Double { Self.alone[code] ?? Self.aloneElsewhere }

    /// The best share that a code has at a mark; nil where nothing there was read by meaning.
    private func share(of mark: ContentMark) -> Double? {
        guard let rows = rowsOf[mark.utterance] else { return nil }
        let own = rows.filter { scores.rows[$0].utterances.count > 1 || scores.rows[$0].range.overlaps(mark.range) }
        return (own.isEmpty ? rows : own).map { scores.rows[$0].shares[mark.code] ?? 0 }.max()
    }

    private func isSameSpeaker(_ one: Int, _ other: Int, _ lines: [Conversation.Line]) -> Bool {
        lines.indices.contains(one) && (one == other || lines[one].participant == lines[other].participant)
    }

    private func mark(_ code: String, _ share: Double, _ row: MeaningScores.Row, _ words: [ContentMark], _ lines: [Conversation.Line]) -> ContentMark {
        // A mark stands in one utterance: of several, in the one that says most.
        let utterance = row.utterances.max { lines[$0].range.count < lines[$1].range.count } ?? row.utterances.lowerBound
        let whole = lines[utterance].range
        var range = row.utterances.count == 1 ? row.range.clamped(to: whole) : whole
        if range.isEmpty { range = whole }
        // Without the space behind a sentence.
        let scalars = lines[utterance].text.unicodeScalars
        while range.count > 1, scalars.count == whole.count,
              scalars[scalars.index(scalars.startIndex, offsetBy: range.upperBound - 1 - whole.lowerBound)].properties.isWhitespace {
            range = range.lowerBound..<range.upperBound - 1
        }
        var attributes: [String: String] = [:]
        if code == "next-step" {
            attributes["when"] = words.first { $0.code == "date" && row.utterances.contains($0.utterance) && (row.utterances.count > 1 || row.range.overlaps($0.range)) }?.attributes["when"]
        }
        return ContentMark(
            code: code, utterance: utterance, range: range, attributes: attributes, strength: share, rule: "its meaning (\(scores.engine))", origin: .meaning
        )
    }
}
