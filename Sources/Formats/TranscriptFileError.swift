/// Why a whole file was refused: what is wrong, where, and what to do.
public struct TranscriptFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The file could not be opened or read.
        case unreadable
        /// No bytes, or white space only.
        case empty
        /// Not text: a recording, a picture, a document.
        case binary
        /// Larger than the limit.
        case tooLarge = "too-large"
        /// Text, but of no format that is read.
        case notRecognised = "not-recognised"
        /// Of a known format, with nothing said in it.
        case noUtterance = "no-utterance"
        /// More speaker labels than the limit.
        case tooManySpeakers = "too-many-speakers"
        /// More utterances than the limit.
        case tooManyUtterances = "too-many-utterances"
        /// More than one call in the file.
        case severalCalls = "several-calls"
        /// JSON that breaks off or is wrong before the first utterance.
        case malformed
    }

    /// What kind of trouble.
    public var kind: Kind
    /// The name the file came with, for the message only; nil where it has none.
    public var file: String?
    /// Line of the file, counted from 1, where one can be named.
    public var line: Int?
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var advice: String

    /// A refusal.
    public init(kind: Kind, file: String?, line: Int? = nil, reason: String, advice: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.reason = reason
        self.advice = advice
    }

    /// `call.vtt, line 3: … What to do.`
    public var description: String { RefusalText.make(file: file, line: line, reason: reason, advice: advice) }

    /// The formats that are read, for messages.
    static let formatsRead = """
        Read are: WebVTT (also Zoom's and Microsoft Teams'), SRT, Google Meet and Otter text exports, \
        “Name: text” lines, Whisper and WhisperX JSON, Gong call transcripts, Covalence JSONL.
        """
}
