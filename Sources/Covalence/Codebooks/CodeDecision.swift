/// What a person said when asked whether some words carry a code of a codebook. It holds no words: they are read where they are kept.
public struct CodeDecision: Hashable, Sendable, Identifiable {
    /// The answer.
    public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        case carries
        case doesNotCarry = "does-not-carry"
    }

    /// Why the question was asked, which says what the answer stands for.
    public enum Asked: String, Hashable, Sendable, Codable, CaseIterable {
        /// The code looked likely.
        case likely
        /// The score was near 0.5, where an answer teaches most.
        case near
        /// One of a random sample over all turns: only these stand for all of them.
        case random
    }

    /// Where the words are.
    public enum Place: Hashable, Sendable {
        /// Utterances in a row of one version of a meeting’s words.
        ///
        /// - Parameters:
        ///   - version: of the words, from 1.
        ///   - first: index of the first utterance.
        ///   - count: how many; at least 1.
        case turn(Identifier<Meeting>, version: Int, first: Int, count: Int)
        /// A range of the text of a mail or note, in Unicode scalars, as the text was in this version of it.
        case passage(Identifier<Interaction>, version: Int, range: Range<Int>)
    }

    public var id: Identifier<CodeDecision>
    /// The codebook’s name.
    public var codebook: String
    /// The code’s name.
    public var code: String
    public var verdict: Verdict
    public var place: Place
    /// Nil where nobody asked: somebody said it of their own accord, or by a program.
    public var asked: Asked?
    /// The code’s score before anything was learnt of this place, from 0 to 1; nil where none was known.
    public var score: Double?
    /// What gave the score: `meaning/1`.
    public var engine: String?
    /// Who decided; nil for the operator.
    public var member: Identifier<Member>?
    /// Their name at that time.
    public var author: String
    public var at: Timestamp
    /// The later decision on the same place and code; nil while this one holds.
    public var supersededBy: Identifier<CodeDecision>?

    /// A decision.
    public init(
        id: Identifier<CodeDecision>, codebook: String, code: String, verdict: Verdict, place: Place, asked: Asked? = nil, score: Double? = nil, engine: String? = nil,
        member: Identifier<Member>? = nil, author: String, at time: Timestamp, supersededBy: Identifier<CodeDecision>? = nil
    ) {
        self.id = id
        self.codebook = codebook
        self.code = code
        self.verdict = verdict
        self.place = place
        self.asked = asked
        self.score = score
        self.engine = engine
        self.member = member
        self.author = author
        at = time
        self.supersededBy = supersededBy
    }
}
