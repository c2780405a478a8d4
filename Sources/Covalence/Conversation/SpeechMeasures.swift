/// How much somebody spoke: a participant, a side, or everybody.
public struct SpeechMeasures: Sendable, Codable, Hashable {
    /// Milliseconds; nil without times. Stretches of one participant that cover one another count once; where two people
    /// speak at once it counts for both.
    public var speakingTime: Int?
    /// Words, as `docs/measures.md` counts them.
    public var words: Int
    public var utterances: Int
    public var turns: Int
    /// Of everybody's speaking time, 0 to 1; nil without times or where there is none.
    public var timeShare: Double?
    /// Of everybody's words, 0 to 1; nil where nobody said a word.
    public var wordShare: Double?
    /// Of all turns, 0 to 1; nil where there are none.
    public var turnShare: Double?
    /// Length of turns in milliseconds, pauses within included; nil without times or turns.
    public var turnTime: Distribution?
    /// Length of turns in words; nil without turns.
    public var turnWords: Distribution?
    /// Index into `turns` of the longest one, by time or, without times, by words.
    public var longestTurn: Int?
    /// Turns that ask or open ‡; nil where the acts are not known.
    public var initiations: Int?
    /// Nil where the acts are not known.
    public var questions: QuestionCounts?
    /// Overlaps that these speakers began; nil without times.
    public var overlaps: OverlapCounts?

    /// The share of time or, without times, of words.
    public var share: Double? { timeShare ?? (speakingTime == nil ? wordShare : nil) }
}

/// How much one participant spoke.
public struct ParticipantMeasures: Sendable, Codable, Hashable {
    /// Index into the conversation's participants.
    public var index: Int
    public var participant: Identifier<Participant>
    /// Nil while not known.
    public var side: Side?
    public var speech: SpeechMeasures
}
