/// What was read in the words of a conversation before a framework looks at it. Made elsewhere (in `Language`, or by a person)
/// and passed in, so that the domain needs no model.
public struct Annotations: Hashable, Sendable {
    /// The act of each utterance, by index; nil where no tagger reads the language.
    public var acts: [TaggedAct]?
    /// Marks of content, in order of utterance; nil where no recogniser reads the language.
    public var marks: [ContentMark]?
    /// Who read it, for “which engine said this”: such as `words-en/1`.
    public var engine: String

    /// Acts and marks of one conversation, made by `engine`.
    public init(acts: [TaggedAct]?, marks: [ContentMark]?, engine: String) {
        self.acts = acts
        self.marks = marks
        self.engine = engine
    }
}

/// A place in the words where a recogniser sees a kind of content.
public struct ContentMark: Hashable, Sendable {
    /// What a mark rests on.
    public enum Origin: Hashable, Sendable {
        case words
        /// Nothing but a model of meaning: what words would tell beside the code is not known.
        case meaning
        case both
    }

    /// The kind, as a framework's vocabulary names it: `benefit`, `price`.
    public var code: String
    /// Index of the utterance.
    public var utterance: Int
    /// Where in the text of the transcript, in Unicode scalars, the words stand that show it.
    public var range: Range<Int>
    /// What the mark says beside its code: `effect: saving`.
    public var attributes: [String: String]
    /// How sure, 0 to 1: a weight of the lexicon or a model's score. Not a probability.
    public var strength: Double
    /// The rule that fired, readable: the lexicon entry or the model.
    public var rule: String
    /// What it rests on.
    public var origin: Origin

    /// A mark at a place.
    public init(
        code: String,
        utterance: Int,
        range: Range<Int>,
        attributes: [String: String] = [:],
        strength: Double,
        rule: String,
        origin: Origin = .words
    ) {
        self.code = code
        self.utterance = utterance
        self.range = range
        self.attributes = attributes
        self.strength = strength
        self.rule = rule
        self.origin = origin
    }
}

/// Reads kinds of content in a conversation: by words (a lexicon), by meaning (a sentence encoder).
public protocol ContentRecognizer: Sendable {
    /// Names recogniser, language and version: `words-en/1`.
    var engine: String { get }
    /// Whether it reads this language (BCP 47); for any other the answer is “not known”.
    func reads(_ language: String) -> Bool
    /// The marks in a conversation, in order of utterance.
    ///
    /// - Parameters:
    ///   - conversation: with sides where known; a recogniser may use them.
    ///   - acts: by utterance, where a tagger read the language.
    func marks(in conversation: Conversation, acts: [TaggedAct]?) -> [ContentMark]
}
