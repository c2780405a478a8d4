public import Covalence

/// One thing seen in a meeting, with the words it rests on and the rule that saw it.
public struct Finding: Hashable, Sendable, Codable, Identifiable {
    /// The same for the same reading: kind and first scalar, such as `benefit-1204`.
    public var id: String
    public var kind: FindingKind
    /// Whose it is; nil while not known.
    public var side: Side?
    /// Index into the participants of the conversation.
    public var participant: Int?
    /// The utterances it covers.
    public var utterances: Range<Int>
    /// The words it rests on; each lies inside its utterance.
    public var passages: [Passage]
    /// The utterance of the first passage, or the passage where that is long, as said.
    public var quote: String
    /// When; nil without times.
    public var time: TimeSpan?
    /// What it says beside its kind: `object`, `effect`, `to`, `purpose`, `type`, `what`, `who`, `when`, `spontaneous`, `phase`.
    public var attributes: [String: String]
    /// How sure, 0 to 1; not a probability.
    public var strength: Double
    public var rule: Rule
    /// Which engine read the words.
    public var engine: String
    /// For a next step: whether both sides said or accepted it. Nil for other kinds, and where the sides are not known.
    public var agreed: Bool?
    /// Whether a person confirmed or stated it; until then it is a suggestion.
    public var isConfirmed = false

    /// Words of one utterance.
    public struct Passage: Hashable, Sendable, Codable {
        /// Index of the utterance.
        public var utterance: Int
        /// In the text of the transcript, in Unicode scalars.
        public var range: Range<Int>

        /// Words of one utterance.
        public init(utterance: Int, range: Range<Int>) {
            self.utterance = utterance
            self.range = range
        }
    }

    /// The first utterance it covers: where to jump to.
    public var utterance: Int { utterances.lowerBound }

    /// Lies in the orientation phase, outside which A to C are read ‡.
    public var isInOrientation: Bool { attributes["phase"] == "orientation" }
}
