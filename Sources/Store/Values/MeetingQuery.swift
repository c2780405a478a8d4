public import Covalence

/// Which meetings: all conditions that are set must hold.
public struct MeetingFilter: Hashable, Sendable {
    /// Part of a participant's name, in any case, accents ignored.
    public var person: String?
    /// Part of an organisation's name, in any case, accents ignored.
    public var organization: String?
    /// Began (or was recorded, where the start is not known) at or after this.
    public var from: Timestamp?
    /// Began (or was recorded) before this.
    public var before: Timestamp?
    /// Has a live claim of this kind, suggested or confirmed: `meeting.benefit`.
    public var finding: String?
    /// The outcome, as `MeetingSummary.outcome` has it.
    public var outcome: String?
    /// Part of the title, in any case, accents ignored.
    public var title: String?
    /// The language of its words, BCP 47, as `MeetingSummary.language` has it.
    public var language: String?
    /// Only meetings with participants whose side is not known.
    public var withOpenQuestions: Bool
    /// Only meetings that belong to this account.
    public var account: Identifier<Organization>?
    /// Only meetings in which this person took part.
    public var personID: Identifier<Person>?
    /// Only what is in sight.
    public var scope: Scope

    /// All meetings; set what should hold.
    public init(
        person: String? = nil,
        organization: String? = nil,
        from: Timestamp? = nil,
        before: Timestamp? = nil,
        finding: String? = nil,
        outcome: String? = nil,
        title: String? = nil,
        language: String? = nil,
        withOpenQuestions: Bool = false,
        account: Identifier<Organization>? = nil,
        personID: Identifier<Person>? = nil,
        scope: Scope = .everything
    ) {
        self.person = person
        self.organization = organization
        self.from = from
        self.before = before
        self.finding = finding
        self.outcome = outcome
        self.title = title
        self.language = language
        self.withOpenQuestions = withOpenQuestions
        self.account = account
        self.personID = personID
        self.scope = scope
    }
}

/// A list of meetings.
public struct MeetingQuery: Hashable, Sendable {
    /// Words said in the meeting, in one utterance, as a person types them: `price "next step" implement*`. All must be there.
    public var words: String?
    public var filter: MeetingFilter
    /// Where to go on; nil for the first page.
    public var cursor: PageCursor?
    /// At most so many, 1 to 500.
    public var limit: Int

    /// The newest meetings; set what should hold.
    public init(words: String? = nil, filter: MeetingFilter = MeetingFilter(), cursor: PageCursor? = nil, limit: Int = 50) {
        self.words = words
        self.filter = filter
        self.cursor = cursor
        self.limit = limit
    }
}

/// A list of moments in which words were said.
public struct MomentQuery: Hashable, Sendable {
    /// As in `MeetingQuery.words`.
    public var words: String
    public var filter: MeetingFilter
    /// Only in this meeting.
    public var meeting: Identifier<Meeting>?
    /// Where to go on; nil for the first page.
    public var cursor: PageCursor?
    /// At most so many, 1 to 500.
    public var limit: Int

    /// The newest moments with these words; set what else should hold.
    public init(
        words: String,
        filter: MeetingFilter = MeetingFilter(),
        meeting: Identifier<Meeting>? = nil,
        cursor: PageCursor? = nil,
        limit: Int = 50
    ) {
        self.words = words
        self.filter = filter
        self.meeting = meeting
        self.cursor = cursor
        self.limit = limit
    }
}
