public import Covalence
public import Foundation

/// How a suggester shares the passages of a conversation out between the codes of its codebook. It has no words, and depends on the words and on who is
/// on which side only: decisions of people do not change it.
public struct MeaningScores: Hashable, Sendable {
    /// A passage with the shares of its codes, 0 to 1; together with the share of “none” they are 1. What is below `least` is left out.
    public struct Row: Hashable, Sendable {
        public var utterances: Range<Int>
        /// Unicode scalars of the transcript's text.
        public var range: Range<Int>
        public var shares: [String: Double]

        /// Shares of a passage.
        public init(utterances: Range<Int>, range: Range<Int>, shares: [String: Double]) {
            self.utterances = utterances
            self.range = range
            self.shares = shares
        }
    }

    static let least = 0.005

    /// Who read it: `meaning-en/1`.
    public var engine: String
    /// The codes that the codebook has.
    public var codes: [String]
    /// In order of the talk.
    public var rows: [Row]

    /// Scores of a conversation.
    public init(engine: String, codes: [String], rows: [Row]) {
        self.engine = engine
        self.codes = codes
        self.rows = rows
    }

    /// The rows of passages, from what was suggested for each.
    public init(engine: String, codes: [String], passages: [TalkPassage], suggested: [[SuggestedCode]]) {
        self.engine = engine
        self.codes = codes
        rows = zip(passages, suggested).map { Row(utterances: $0.utterances, range: $0.range, shares: Self.shares(of: $1)) }
    }

    /// A score is the odds of a code against none; among all of them it is a share.
    static func shares(of suggested: [SuggestedCode]) -> [String: Double] {
        let odds = suggested.map { ($0.code, $0.score / max(1e-4, 1 - $0.score)) }
        let whole = odds.reduce(1) { $0 + $1.1 }
        return Dictionary(odds.map { ($0.0, $0.1 / whole) }.filter { $0.1 >= least }) { first, _ in first }
    }

    /// Without what was read in words that are others now.
    ///
    /// - Parameter offsets: where the utterances are in the new text.
    public func carried(changing utterances: Set<Int>, from former: TextOffsets, to offsets: TextOffsets) -> MeaningScores {
        var carried = self
        carried.rows = rows.compactMap { row in
            guard !row.utterances.contains(where: utterances.contains) else { return nil }
            let moved = offsets.range(of: row.utterances.lowerBound).lowerBound - former.range(of: row.utterances.lowerBound).lowerBound
            return Row(utterances: row.utterances, range: row.range.lowerBound + moved..<row.range.upperBound + moved, shares: row.shares)
        }
        return carried
    }

    /// For a text with the same utterances in other words, as with names replaced: what was read in a part of an utterance stands for the whole of it.
    public func carried(to offsets: TextOffsets) -> MeaningScores {
        var carried = self
        carried.rows = rows.map { row in
            let last = offsets.range(of: row.utterances.upperBound - 1)
            return Row(utterances: row.utterances, range: offsets.range(of: row.utterances.lowerBound).lowerBound..<last.upperBound, shares: row.shares)
        }
        return carried
    }

    // MARK: Kept

    private struct Kept: Codable {
        var codes: [String]
        /// First and last utterance, where it begins and how long it is, then place and thousandths of each code.
        var rows: [[Int]]
    }

    /// In a form that can be kept: some ten numbers a passage.
    public func kept() throws -> Data {
        let places = Dictionary(codes.enumerated().map { ($1, $0) }) { first, _ in first }
        return try JSONEncoder().encode(Kept(codes: codes, rows: rows.map { row in
            [row.utterances.lowerBound, row.utterances.upperBound, row.range.lowerBound, row.range.count] + row.shares.sorted { $0.key < $1.key }.flatMap { code, share in
                places[code].map { [$0, Int((share * 1000).rounded())] } ?? []
            }
        }))
    }

    /// What was kept; nil where it cannot be read, as what was cut short.
    ///
    /// - Parameter count: utterances of the conversation it is said to be of.
    public init?(kept: Data, engine: String, count: Int) {
        guard let kept = try? JSONDecoder().decode(Kept.self, from: kept) else { return nil }
        self.init(engine: engine, codes: kept.codes, rows: [])
        for row in kept.rows {
            guard row.count >= 4, row.count.isMultiple(of: 2), row.allSatisfy({ $0 >= 0 }), row[0] < row[1], row[1] <= count, row[2] < 1 << 40, row[3] < 1 << 40 else { return nil }
            var shares: [String: Double] = [:]
            for place in stride(from: 4, to: row.count, by: 2) {
                guard row[place] < codes.count else { return nil }
                shares[codes[row[place]]] = Double(row[place + 1]) / 1000
            }
            rows.append(Row(utterances: row[0]..<row[1], range: row[2]..<row[2] + row[3], shares: shares))
        }
    }
}
