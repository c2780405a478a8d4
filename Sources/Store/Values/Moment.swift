public import Covalence

/// An utterance that a search found, with what is needed to show it and to go there.
public struct Moment: Hashable, Sendable {
    public var meeting: Identifier<Meeting>
    /// The meeting's title.
    public var title: String
    /// When the meeting began; nil while not known.
    public var startedAt: Timestamp?
    /// When it came into the record.
    public var recordedAt: Timestamp
    /// Index of the utterance in the current words.
    public var utterance: Int
    /// The label of the file; nil where it names nobody.
    public var label: String?
    /// The name of the participant who is held to have said it; nil where nobody is.
    public var speaker: String?
    /// Nil while not known.
    public var side: Side?
    /// When it was said; nil without times.
    public var time: TimeSpan?
    /// The whole utterance.
    public var text: String

    /// A moment with everything that is known of it.
    public init(
        meeting: Identifier<Meeting>,
        title: String,
        startedAt: Timestamp?,
        recordedAt: Timestamp,
        utterance: Int,
        label: String?,
        speaker: String?,
        side: Side?,
        time: TimeSpan?,
        text: String
    ) {
        self.meeting = meeting
        self.title = title
        self.startedAt = startedAt
        self.recordedAt = recordedAt
        self.utterance = utterance
        self.label = label
        self.speaker = speaker
        self.side = side
        self.time = time
        self.text = text
    }
}
