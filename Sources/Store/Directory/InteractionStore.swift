public import Covalence

/// Interactions of every kind, and to which accounts meetings and interactions belong.
public protocol InteractionStore: Sendable {
    /// An interaction with its accounts.
    ///
    /// - Throws: `StoreError.notFound` also where it is out of sight.
    func interaction(_ id: Identifier<Interaction>, in scope: Scope) async throws(StoreError) -> InteractionRecord

    /// Puts interactions into the record, all or none. One whose kind and `sourceID` are there already takes the place of the
    /// stored one where it is newer (`revision`), and is passed over otherwise.
    ///
    /// - Parameter scope: what whoever brings them in may see; what is stored out of it stays as it is.
    /// - Returns: for each, in order, what became of it.
    func add(_ interactions: [NewInteraction], in scope: Scope, at time: Timestamp) async throws(StoreError) -> [InteractionOutcome]

    /// Makes a group of lines of a bulk intake ready to be written, without asking the database: so it can be done while the group before is
    /// written. What is in sight and well-formed is checked before.
    ///
    /// - Throws: `StoreError.refused` for a text with more different words than can be searched.
    func prepare(_ lines: [BulkInteraction], broughtInBy member: Identifier<Member>?) throws(StoreError) -> PreparedLines

    /// Puts a group of lines into the record, in one transaction; when it returns, it is on the disk.
    ///
    /// - Parameter scope: what whoever sends them may see; what is stored out of it stays as it is.
    /// - Returns: for each, in order, what became of it.
    func take(_ lines: PreparedLines, in scope: Scope) async throws(StoreError) -> [BulkOutcome]

    /// Replaces what a person may say of an interaction: title, times, text of a note, participants, components, accounts.
    ///
    /// - Parameter time: since when what follows from its accounts holds: to which sales it belongs.
    @discardableResult
    func update(
        _ interaction: Interaction, accounts: Set<Identifier<Organization>>, expecting version: Int, at time: Timestamp
    ) async throws(StoreError) -> InteractionRecord

    /// Erases an interaction for good: rows, words in the index, pages and log, and the file it came from where nothing else came from it.
    func erase(_ interaction: Identifier<Interaction>) async throws(StoreError)

    /// Meetings and interactions as one line in time, newest first where the query does not say otherwise.
    func history(_ query: HistoryQuery, in scope: Scope) async throws(StoreError) -> Page<HistoryLine>

    /// Interactions in whose text or title words stand, newest first.
    func writtenMoments(_ query: WrittenQuery, in scope: Scope) async throws(StoreError) -> Page<WrittenMoment>

    /// The accounts of a meeting.
    func accounts(of meeting: Identifier<Meeting>) async throws(StoreError) -> Set<Identifier<Organization>>

    /// Says to which accounts a meeting belongs, and since when: with them go the sales to which it belongs by itself.
    ///
    /// - Parameter version: the version of the meeting that was seen; nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.meeting)`.
    func setAccounts(of meeting: Identifier<Meeting>, _ accounts: Set<Identifier<Organization>>, expecting version: Int?, at time: Timestamp) async throws(StoreError)

    /// Whether a meeting is in sight. Cheap: asked before every use of one.
    ///
    /// - Throws: `StoreError.notFound` where there is none.
    func isInSight(_ meeting: Identifier<Meeting>, _ scope: Scope) async throws(StoreError) -> Bool

    /// Participants of meetings and interactions in sight of whom it is not known which person they are, with suggestions:
    /// same label or name. At most `limit`.
    func openIdentities(in scope: Scope, limit: Int) async throws(StoreError) -> [OpenIdentity]

    /// Says which person every participation with this address or name is, in interactions.
    func identify(_ identity: OpenIdentity.Key, as person: Identifier<Person>) async throws(StoreError)
}

extension InteractionStore {
    /// Says to which accounts a meeting belongs, to whichever it did before.
    public func setAccounts(of meeting: Identifier<Meeting>, _ accounts: Set<Identifier<Organization>>, at time: Timestamp) async throws(StoreError) {
        try await setAccounts(of: meeting, accounts, expecting: nil, at: time)
    }
}

extension InteractionStore {
    /// Puts interactions into the record in the name of somebody who sees everything.
    public func add(_ interactions: [NewInteraction], at time: Timestamp) async throws(StoreError) -> [InteractionOutcome] {
        try await add(interactions, in: .everything, at: time)
    }

    /// Makes a group of lines ready and puts them into the record.
    public func take(
        _ lines: [BulkInteraction], broughtInBy member: Identifier<Member>?, in scope: Scope = .everything
    ) async throws(StoreError) -> [BulkOutcome] {
        try await take(prepare(lines, broughtInBy: member), in: scope)
    }
}

/// An interaction that comes into the record.
public struct NewInteraction: Hashable, Sendable {
    public var interaction: Interaction
    public var accounts: Set<Identifier<Organization>>
    /// Who brought it in.
    public var broughtInBy: Identifier<Member>?
    /// Orders copies of the same `sourceID`: a calendar event's SEQUENCE or time of change; 0 where the source has none.
    public var revision: Int64
    /// The file it came from; its bytes must be in the vault. One file may give many.
    public var original: StoredFile?

    public init(_ interaction: Interaction, accounts: Set<Identifier<Organization>> = [], broughtInBy: Identifier<Member>? = nil, revision: Int64 = 0, original: StoredFile? = nil) {
        self.interaction = interaction
        self.accounts = accounts
        self.broughtInBy = broughtInBy
        self.revision = revision
        self.original = original
    }
}

/// What became of an interaction that was brought in.
public enum InteractionOutcome: Hashable, Sendable {
    case added(Identifier<Interaction>)
    /// A newer copy took the place of the stored one.
    case replaced(Identifier<Interaction>)
    /// It was there.
    case alreadyThere(Identifier<Interaction>)
    /// An older copy is there, out of sight of whoever brought it in: it stays as it is.
    case outOfSight
    /// It was erased before and is not taken in again.
    case erasedBefore
}

/// An interaction as stored.
public struct InteractionRecord: Hashable, Sendable, Identifiable {
    public var interaction: Interaction
    public var version: Int
    public var accounts: Set<Identifier<Organization>>
    public var broughtInBy: Identifier<Member>?
    public var original: ContentHash?
    public var id: Identifier<Interaction> { interaction.id }

    public init(interaction: Interaction, version: Int, accounts: Set<Identifier<Organization>>, broughtInBy: Identifier<Member>?, original: ContentHash?) {
        self.interaction = interaction
        self.version = version
        self.accounts = accounts
        self.broughtInBy = broughtInBy
        self.original = original
    }
}

/// Which part of the history: all conditions that are set must hold.
public struct HistoryQuery: Hashable, Sendable {
    public var organization: Identifier<Organization>?
    public var person: Identifier<Person>?
    /// Nil for every kind; `meeting` includes meetings with words.
    public var kinds: Set<Interaction.Kind>?
    public var from: Timestamp?
    public var before: Timestamp?
    /// Whether the oldest comes first: of what is to come, the nearest.
    public var oldestFirst: Bool
    /// Where a page of the same order ended.
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// All; set what should hold.
    public init(
        organization: Identifier<Organization>? = nil, person: Identifier<Person>? = nil, kinds: Set<Interaction.Kind>? = nil, from: Timestamp? = nil,
        before: Timestamp? = nil, oldestFirst: Bool = false, cursor: PageCursor? = nil, limit: Int = 50
    ) {
        self.organization = organization
        self.person = person
        self.kinds = kinds
        self.from = from
        self.before = before
        self.oldestFirst = oldestFirst
        self.cursor = cursor
        self.limit = limit
    }
}

/// One line of a history.
public struct HistoryLine: Hashable, Sendable {
    public var subject: Subject
    public var kind: Interaction.Kind
    public var title: String
    /// When it began, or came into the record where that is not known.
    public var at: Timestamp
    /// Whether `at` is when it happened, not when it came in.
    public var isDated: Bool
    /// Names of those who took part, at most six.
    public var names: [String]
    public var participants: Int
    public var isCancelled: Bool
    public var isFiction: Bool

    /// A meeting with words, or another interaction.
    public enum Subject: Hashable, Sendable {
        case meeting(Identifier<Meeting>)
        case interaction(Identifier<Interaction>)
    }

    public init(subject: Subject, kind: Interaction.Kind, title: String, at: Timestamp, isDated: Bool, names: [String], participants: Int, isCancelled: Bool, isFiction: Bool) {
        self.subject = subject
        self.kind = kind
        self.title = title
        self.at = at
        self.isDated = isDated
        self.names = names
        self.participants = participants
        self.isCancelled = isCancelled
        self.isFiction = isFiction
    }
}

/// A search in what was written.
public struct WrittenQuery: Hashable, Sendable {
    /// As in `MeetingQuery.words`.
    public var words: String
    public var organization: Identifier<Organization>?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    public init(words: String, organization: Identifier<Organization>? = nil, cursor: PageCursor? = nil, limit: Int = 50) {
        self.words = words
        self.organization = organization
        self.cursor = cursor
        self.limit = limit
    }
}

/// A place where words stand.
public struct WrittenMoment: Hashable, Sendable {
    public var interaction: Identifier<Interaction>
    public var kind: Interaction.Kind
    public var title: String
    public var at: Timestamp
    /// About 200 characters around the first of the words.
    public var excerpt: String

    public init(interaction: Identifier<Interaction>, kind: Interaction.Kind, title: String, at: Timestamp, excerpt: String) {
        self.interaction = interaction
        self.kind = kind
        self.title = title
        self.at = at
        self.excerpt = excerpt
    }
}

/// A participant of whom it is not known which person they are.
public struct OpenIdentity: Hashable, Sendable {
    public var key: Key
    /// How often it occurs in what is in sight.
    public var occurrences: Int
    /// The newest meeting or interaction with it.
    public var latest: HistoryLine
    /// People it may be, the likeliest first; at most five.
    public var suggestions: [Person]

    public enum Key: Hashable, Sendable {
        /// A mail address in lower case.
        case address(String)
        /// A name without an address, in interactions.
        case name(String)
        /// A participant of a meeting.
        case participant(Identifier<Participant>, in: Identifier<Meeting>, name: String)
    }

    public init(key: Key, occurrences: Int, latest: HistoryLine, suggestions: [Person]) {
        self.key = key
        self.occurrences = occurrences
        self.latest = latest
        self.suggestions = suggestions
    }
}
