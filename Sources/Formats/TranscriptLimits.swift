/// How much of a file is taken before it is refused. All are ours ‡ and can be set.
public struct TranscriptLimits: Hashable, Sendable {
    /// Bytes of a file; a longer one is refused before it is looked at.
    public var maxBytes: Int = 100_000_000
    /// Utterances in a file; more are refused.
    public var maxUtterances: Int = 500_000
    /// Different speaker labels; more are refused.
    public var maxSpeakers: Int = 5_000
    /// Unicode scalars of one utterance; the rest is cut and reported.
    public var maxUtteranceScalars: Int = 100_000
    /// Unicode scalars of one label; the rest is cut.
    public var maxLabelScalars: Int = 200
    /// Problems that are listed one by one; all are counted.
    public var maxListedProblems: Int = 200
    /// A time later than this, in milliseconds, is absurd: 1,000 hours.
    public var maxTime: Int = 3_600_000_000

    /// The limits a server starts with.
    public init() {}
}
