public import Covalence
public import Language
public import Store

/// What is looked for in all that was said and written.
public struct Find: Hashable, Sendable {
    /// By what.
    public enum Way: String, Hashable, Sendable, CaseIterable {
        /// By its words and by its meaning, the two lists made one.
        case both
        case words
        case meaning
    }

    /// As somebody types it: a few words, a "phrase", a beginning*, or a whole sentence.
    public var text: String
    public var way: Way
    public var filter: FindFilter
    /// At most so many, 1 to 100.
    public var limit: Int

    /// The best places; set what should hold.
    public init(_ text: String, way: Way = .both, filter: FindFilter = FindFilter(), limit: Int = 30) {
        self.text = text
        self.way = way
        self.filter = filter
        self.limit = limit
    }
}

/// Where it is looked for: all that is set must hold. Only what is in sight is looked at, before anything is ranked.
public struct FindFilter: Hashable, Sendable {
    /// Who speaks. What was written is left out then.
    public var speaker: SpeakerFilter
    /// What was read in it: a kind of finding, such as `price`, that stands and was not rejected.
    public var code: String?
    public var account: Identifier<Organization>?
    /// Began, or came into the record, at or after this.
    public var from: Timestamp?
    /// Before this.
    public var before: Timestamp?
    /// BCP 47. What was written is left out then: its language is not known.
    public var language: String?

    /// Everything; set what should hold.
    public init(
        speaker: SpeakerFilter = SpeakerFilter(), code: String? = nil, account: Identifier<Organization>? = nil, from: Timestamp? = nil,
        before: Timestamp? = nil, language: String? = nil
    ) {
        self.speaker = speaker
        self.code = code
        self.account = account
        self.from = from
        self.before = before
        self.language = language
    }

    /// Whether it leaves anything out.
    public var isSet: Bool { self != FindFilter() }

    /// Whether it can be asked of what was written.
    var takesWritten: Bool { !speaker.isSet && code == nil && language == nil }

    /// On the meeting. Which of its places have speaker and code is looked at after it.
    func meetings(for visitor: Visitor, on bench: Workbench) throws -> MeetingFilter {
        try bench.seen(MeetingFilter(
            person: speaker.name, from: from, before: before, finding: code.map { "meeting.\($0)" }, language: language, account: account
        ), visitor)
    }
}

/// What was found.
public struct Found: Sendable {
    public var places: [FoundPlace]
    /// By what it was looked for, where that is not what was asked.
    public var way: Find.Way
    /// Why nothing was looked for by meaning; nil where it was, or was not asked for.
    public var problem: MeaningProblem?
    /// What more like it was looked for; nil where words were.
    public var model: Moment?
    /// Meetings and interactions that were not read by meaning yet; 0 where all were.
    public var unread: Int

    /// Nothing.
    static func nothing(_ way: Find.Way) -> Found { Found(places: [], way: way, problem: nil, model: nil, unread: 0) }
}

/// A place that was found, and by what.
public struct FoundPlace: Hashable, Sendable {
    /// Where it is.
    public enum Place: Hashable, Sendable {
        /// In a meeting: the utterance, and the turn it belongs to.
        case said(Moment, turn: Range<Int>)
        case written(WrittenMoment)
    }

    public var place: Place
    /// Whether it has the words.
    public var hasWords: Bool
    /// How alike its meaning is, from 0 to 1: the cosine of the sentence encoder's vectors; nil where it was found by words only. It sorts; it is no chance of
    /// being right.
    public var likeness: Double?

    /// A place.
    public init(_ place: Place, hasWords: Bool, likeness: Double?) {
        self.place = place
        self.hasWords = hasWords
        self.likeness = likeness
    }
}
