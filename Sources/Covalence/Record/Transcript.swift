/// The words of a meeting, as one version of them. A correction makes a new version that points at the old one.
///
/// The text of a transcript is its utterances joined by a line feed; positions in it are counted in Unicode scalars.
/// Evidence names a version and a range of that text.
public struct Transcript: Hashable, Sendable, Codable {
    /// Names this version.
    public var id: Identifier<Transcript>
    /// 1 for the file as it came, one more for each correction.
    public var version: Int
    /// The version this one corrects.
    public var corrects: Identifier<Transcript>?
    /// BCP 47, such as `en`; nil while not known.
    public var language: String?
    /// The speaker labels of the file, each once, in order of first appearance.
    public var speakers: [String]
    /// What was said, by start time and, where there are no times, in the order of the file.
    public var utterances: [Utterance]

    /// A version of the words. `Utterance.speaker` indexes `speakers`.
    public init(
        id: Identifier<Transcript>,
        version: Int = 1,
        corrects: Identifier<Transcript>? = nil,
        language: String? = nil,
        speakers: [String],
        utterances: [Utterance]
    ) {
        self.id = id
        self.version = version
        self.corrects = corrects
        self.language = language
        self.speakers = speakers
        self.utterances = utterances
    }

    /// Where each utterance begins in the text of the transcript, in Unicode scalars.
    public var offsets: TextOffsets { TextOffsets(utterances) }
}

/// One stretch of speech by one speaker, as the file has it (a cue, a segment, a line).
public struct Utterance: Hashable, Sendable, Codable {
    /// Index into the transcript's `speakers`; nil where the file names nobody.
    public var speaker: Int?
    /// When it was said; nil where the file has no times.
    public var time: TimeSpan?
    /// The words, trimmed, without line feeds.
    public var text: String

    /// What `speaker` said at `time`.
    public init(speaker: Int?, time: TimeSpan? = nil, text: String) {
        self.speaker = speaker
        self.time = time
        self.text = text
    }
}

/// From when to when, in milliseconds from the start of the recording. `end` is never before `start`.
public struct TimeSpan: Hashable, Sendable, Codable {
    /// Milliseconds from the start of the recording.
    public var start: Int
    /// Milliseconds from the start of the recording.
    public var end: Int

    /// A span; an `end` before `start` is held at `start`.
    public init(start: Int, end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// Reads the form that the compiler writes, and holds an `end` before `start` at `start`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(start: try values.decode(Int.self, forKey: .start), end: try values.decode(Int.self, forKey: .end))
    }

    private enum CodingKeys: String, CodingKey { case start, end }

    /// Milliseconds; as many as an `Int` holds where a broken file has more.
    public var duration: Int {
        let (difference, overflow) = end.subtractingReportingOverflow(start)
        return overflow ? .max : difference
    }

    /// Milliseconds that both spans cover.
    public func overlap(with other: TimeSpan) -> Int {
        let both = (start: max(start, other.start), end: min(end, other.end))
        return both.end > both.start ? TimeSpan(start: both.start, end: both.end).duration : 0
    }
}

/// Where each utterance of a transcript begins in its text, in Unicode scalars.
public struct TextOffsets: Hashable, Sendable {
    /// `starts[i]` is the position of the first scalar of utterance `i`; one more entry closes the list.
    public let starts: [Int]

    /// Counts the scalars of each utterance once.
    public init(_ utterances: some Collection<Utterance>) {
        var starts: [Int] = []
        starts.reserveCapacity(utterances.count + 1)
        var position = 0
        for utterance in utterances {
            starts.append(position)
            position += utterance.text.unicodeScalars.count + 1
        }
        starts.append(position)
        self.starts = starts
    }

    /// The range of utterance `index` in the text of the transcript, without the line feed that follows it.
    public func range(of index: Int) -> Range<Int> {
        starts[index]..<starts[index + 1] - 1
    }

    /// The utterance that holds a position; nil outside the text.
    public func utterance(at position: Int) -> Int? {
        guard position >= 0, let end = starts.last, position < end else { return nil }
        var low = 0
        var high = starts.count - 1
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }
}
