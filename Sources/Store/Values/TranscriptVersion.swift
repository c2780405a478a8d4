public import Covalence

/// A version of a meeting's words, without the words.
public struct TranscriptVersion: Hashable, Sendable, Identifiable {
    public var id: Identifier<Transcript>
    /// From 1.
    public var version: Int
    /// The version this one corrects.
    public var corrects: Identifier<Transcript>?
    /// BCP 47; nil while not known.
    public var language: String?
    /// The speaker labels, in order of first appearance.
    public var speakers: [String]
    /// How many utterances.
    public var utterances: Int
    /// How many words, as counted by whoever stored it.
    public var words: Int
    /// Milliseconds; nil without times.
    public var duration: Int?
    /// Who tagged the acts; nil where nobody reads the language.
    public var engine: String?
    /// Who made the version.
    public var author: Claim.Author
    public var madeAt: Timestamp
}

/// A version of the words with the acts that were read in it.
public struct StoredTranscript: Hashable, Sendable {
    public var version: TranscriptVersion
    public var transcript: Transcript
    /// One for each utterance; nil where no tagger reads the language.
    public var acts: [TaggedAct]?
}

/// Some utterances in a row.
public struct UtteranceSlice: Hashable, Sendable {
    public var version: TranscriptVersion
    /// In order.
    public var utterances: [StoredUtterance]
}

/// An utterance with its place.
public struct StoredUtterance: Hashable, Sendable {
    /// Index in the transcript.
    public var index: Int
    /// Where its words begin in the text of the transcript, in Unicode scalars.
    public var position: Int
    public var utterance: Utterance
    /// Nil where no tagger reads the language.
    public var act: TaggedAct?
}

/// A version of the words to be stored.
public struct NewTranscript: Hashable, Sendable {
    public var transcript: Transcript
    /// One for each utterance; nil where no tagger reads the language.
    public var acts: [TaggedAct]?
    /// Who tagged the acts: `words-en/1`.
    public var engine: String?
    /// Words in the transcript, counted as the measures count them.
    public var words: Int
    /// Who made this version.
    public var author: Claim.Author
    public var madeAt: Timestamp

    /// Words with what was read in them.
    public init(
        _ transcript: Transcript,
        acts: [TaggedAct]? = nil,
        engine: String? = nil,
        words: Int,
        author: Claim.Author,
        madeAt: Timestamp
    ) {
        self.transcript = transcript
        self.acts = acts
        self.engine = engine
        self.words = words
        self.author = author
        self.madeAt = madeAt
    }
}
