public import Covalence

/// What a transcript file says, before anybody decided anything.
public struct ParsedTranscript: Hashable, Sendable {
    /// What kind of file it is.
    public var format: TranscriptFormat
    /// How its bytes were turned into text.
    public var encoding: TextEncodingName
    /// The title the file gives itself.
    public var title: String?
    /// When the meeting began, where the file says so with a time zone.
    public var startedAt: Timestamp?
    /// The language the file names, as BCP 47 where it does so; not detected here.
    public var language: String?
    /// Speaker labels, each once, in order of first appearance.
    public var speakers: [String]
    /// What the file says about the people behind labels, by label.
    public var speakerHints: [String: SpeakerHint]
    /// Names the file lists as present, whether they spoke or not.
    public var attendees: [String]
    /// What was said, by start time (ties and missing times in the order of the file); `speaker` indexes `speakers`.
    public var utterances: [Utterance]
    /// True where the file gives starts only and the ends are estimates: up to the next start, and no longer than the
    /// words take at 2.5 words a second ‡.
    public var timesEstimated: Bool
    /// The first problems, in the order of the file.
    public var problems: [CueProblem]
    /// How many problems there are, listed or not.
    public var problemCount: Int
    /// How many of them cost words: cues, lines or segments that are missing from `utterances`.
    public var skippedCount: Int
    /// Remarks about the file as a whole, in plain words.
    public var notes: [String]

    /// A transcript as read from a file, or put together to be written.
    public init(
        format: TranscriptFormat,
        encoding: TextEncodingName = .utf8,
        title: String? = nil,
        startedAt: Timestamp? = nil,
        language: String? = nil,
        speakers: [String],
        speakerHints: [String: SpeakerHint] = [:],
        attendees: [String] = [],
        utterances: [Utterance],
        timesEstimated: Bool = false,
        problems: [CueProblem] = [],
        problemCount: Int? = nil,
        skippedCount: Int? = nil,
        notes: [String] = []
    ) {
        self.format = format
        self.encoding = encoding
        self.title = title
        self.startedAt = startedAt
        self.language = language
        self.speakers = speakers
        self.speakerHints = speakerHints
        self.attendees = attendees
        self.utterances = utterances
        self.timesEstimated = timesEstimated
        self.problems = problems
        self.problemCount = problemCount ?? problems.count
        self.skippedCount = skippedCount ?? problems.count { $0.skipped }
        self.notes = notes
    }
}
