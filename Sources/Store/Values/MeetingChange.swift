public import Covalence
public import Foundation

/// A meeting that comes into the record, with all that is known of it.
public struct NewMeeting: Sendable {
    public var meeting: Meeting
    public var transcript: NewTranscript
    public var cast: Cast
    /// Who said who is behind which label: the engine where it only supposes.
    public var castAuthor: Claim.Author
    /// Claims of any author, with their standing.
    public var claims: [Claim]
    /// The file it came from; its bytes must be in the vault.
    public var original: StoredFile?
    /// Sound or picture; its bytes must be in the vault.
    public var recording: StoredFile?
    /// The uploaded file that becomes imported by this.
    public var intake: Identifier<IntakeItem>?
    /// Mail domains to be remembered.
    public var domains: [RememberedDomain]
    /// Who brought it in; nil for the operator and for imports.
    public var broughtInBy: Identifier<Member>?
    /// The accounts it belongs to.
    public var accounts: Set<Identifier<Organization>>
    /// Which words are not in `transcript` because they are not kept. The file it came from is not kept then either.
    public var removedWords: RemovedWords?
    /// The reading in the place of the words, where none are kept.
    public var keptReading: Data?
    /// The job for which it comes in, which is done with it.
    public var step: JobStep?
    /// What is to be done once it is there.
    public var jobs: [NewJob] = []

    /// A meeting with words and cast.
    public init(
        _ meeting: Meeting,
        transcript: NewTranscript,
        cast: Cast,
        castAuthor: Claim.Author,
        claims: [Claim] = [],
        original: StoredFile? = nil,
        recording: StoredFile? = nil,
        intake: Identifier<IntakeItem>? = nil,
        domains: [RememberedDomain] = [],
        broughtInBy: Identifier<Member>? = nil,
        accounts: Set<Identifier<Organization>> = []
    ) {
        self.meeting = meeting
        self.transcript = transcript
        self.cast = cast
        self.castAuthor = castAuthor
        self.claims = claims
        self.original = original
        self.recording = recording
        self.intake = intake
        self.domains = domains
        self.broughtInBy = broughtInBy
        self.accounts = accounts
    }
}

/// What changes of a meeting, in one transaction; what is nil or empty stays. Applied in the order of the properties.
public struct MeetingChange: Sendable {
    /// The version the person saw, as of `WorkspaceStore.version(of:)`; nil to change whatever is there.
    public var expecting: Int?
    /// Title, start, note. Its id is not looked at.
    public var meeting: Meeting?
    /// Corrected words. Evidence is carried to them, and says so where its words changed.
    public var transcript: TranscriptChange?
    /// Acts of the current words, read again.
    public var acts: ActsChange?
    public var cast: CastChange?
    /// A recording that takes the place of the one before; its bytes must be in the vault.
    public var recording: StoredFile?
    /// What recording the person saw who chose this one; nil to take the place of whatever is there.
    public var recordingSeen: SeenRecording?
    /// All that the engine suggests now; takes the place of what it suggested before.
    public var suggestions: SuggestionSet?
    /// What a model of meaning read in the words as they are after this change.
    public var meaning: KeptMeaning?
    /// Claims to be added.
    public var claims: [Claim]
    /// Decisions on claims of this meeting.
    public var decisions: [ExpectedDecision]
    /// Mail domains to be remembered.
    public var domains: [RememberedDomain]
    /// The job for which it is changed.
    public var step: JobStep?
    /// What is to be done once it is changed.
    public var jobs: [NewJob] = []

    /// Whether nothing but what the engine suggests changes: where that is what was suggested before, the meeting stays as it is,
    /// its version too.
    var isOnlySuggestions: Bool {
        meeting == nil && transcript == nil && acts == nil && cast == nil && recording == nil && suggestions != nil && meaning == nil && claims.isEmpty
            && decisions.isEmpty && domains.isEmpty
    }

    /// Changes nothing; set what does.
    public init() {
        claims = []
        decisions = []
        domains = []
    }
}

/// A new version of the words.
public struct TranscriptChange: Sendable {
    /// The store numbers the version and says what it corrects.
    public var transcript: NewTranscript
    /// The version number the person saw.
    public var expecting: Int

    /// Words that take the place of version `expecting`.
    public init(_ transcript: NewTranscript, expecting: Int) {
        self.transcript = transcript
        self.expecting = expecting
    }
}

/// Acts of the current words, from another engine or with better neighbours. Not a new version: the words are the same.
public struct ActsChange: Sendable {
    /// One for each utterance.
    public var acts: [TaggedAct]
    /// Who tagged them.
    public var engine: String
    /// The version number of the words they were read in.
    public var expecting: Int

    /// Acts read by `engine` in version `expecting` of the words.
    public init(_ acts: [TaggedAct], engine: String, expecting: Int) {
        self.acts = acts
        self.engine = engine
        self.expecting = expecting
    }
}

/// A new version of the cast.
public struct CastChange: Sendable {
    public var cast: Cast
    /// The version number the person saw.
    public var expecting: Int
    public var author: Claim.Author
    public var madeAt: Timestamp
    /// The version whose content this is, where it is an undo.
    public var restores: Int?

    /// A cast that takes the place of version `expecting`.
    public init(_ cast: Cast, expecting: Int, author: Claim.Author, at time: Timestamp, restores: Int? = nil) {
        self.cast = cast
        self.expecting = expecting
        self.author = author
        madeAt = time
        self.restores = restores
    }
}

/// Everything an engine suggests for a meeting.
///
/// A suggestion is the same as one that is there when kind, subject, object, value and the places of its evidence are the same;
/// that one is kept. Those that are not suggested any more become superseded while nobody decided on them. What a person
/// decided on stays as it is, and is not suggested again.
public struct SuggestionSet: Sendable {
    /// All of them, with new ids.
    public var claims: [Claim]
    /// Who supersedes what vanished: `words-en/1`.
    public var engine: String
    public var at: Timestamp

    /// What `engine` suggests at `time`.
    public init(_ claims: [Claim], engine: String, at time: Timestamp) {
        self.claims = claims
        self.engine = engine
        at = time
    }
}

/// A decision with the standing the person saw.
public struct ExpectedDecision: Hashable, Sendable {
    public var decision: Decision
    public var expecting: Standing

    /// A decision on a claim that was seen as `expecting`.
    public init(_ decision: Decision, expecting: Standing) {
        self.decision = decision
        self.expecting = expecting
    }
}

/// What recording somebody saw with a meeting, who then chose one.
public enum SeenRecording: Hashable, Sendable {
    case nothing
    case file(ContentHash)

    /// - Parameter recording: of the meeting as it was seen; nil for none.
    public init(_ recording: ContentHash?) { self = recording.map { .file($0) } ?? .nothing }

    /// - Throws: `StoreError.conflict(.content)` where another one is there, or none.
    public func check(_ recording: ContentHash?) throws(StoreError) {
        guard self == SeenRecording(recording) else { throw .conflict(.content("The recording of this meeting")) }
    }
}
