/// A run of one speaker's utterances. A backchannel of somebody else does not end it, and does not make a turn of its own,
/// save right after a question, which it then answers ‡. Where the acts are not known, every change of speaker ends a turn.
public struct Turn: Sendable, Codable, Hashable {
    /// Index into the conversation's participants; nil where nobody is named.
    public var participant: Int?
    /// Nil while not known.
    public var side: Side?
    /// From the speaker's first utterance to the last; backchannels of others may stand between.
    public var utterances: Range<Int>
    /// From the start of the first utterance to the latest end of one, pauses within included; nil without times.
    public var time: TimeSpan?
    /// The speaker's words, backchannels of others left out.
    public var words: Int
    /// How many utterances of the turn are questions; 0 where the acts are not known.
    public var questions: Int
}

/// The longest stretch that one speaker held the floor, uninterrupted but for backchannels: the longest turn, by time or,
/// without times, by words. What another says within one cue of the speaker cannot be placed between the words of that cue, so
/// the cue counts whole ‡. Of equals the first.
public struct Monologue: Sendable, Codable, Hashable {
    /// Index into `turns`.
    public var turn: Int
    /// Index into the conversation's participants; nil where nobody is named.
    public var participant: Int?
    public var side: Side?
    public var utterances: Range<Int>
    /// Milliseconds; nil without times.
    public var duration: Int?
    public var words: Int
}
