public import Covalence
public import Foundation

/// What keeps the rights of people who were recorded: words that are not kept, people who are erased, data that has had its time.
public protocol PrivacyStore: Sendable {
    // MARK: Words that are not kept

    /// Removes words of a meeting for good, from every version, the index, pages, log, originals and caches: all of them, or those
    /// of some participants. Speaker, time, act and evidence stay; evidence of removed words becomes empty, at the place of the
    /// utterance, and says that its words changed.
    ///
    /// - Parameters:
    ///   - reading: the reading made before, kept in their place where all words go (`keptReading`); nil otherwise.
    ///   - purging: whether pages and log are cleared at once. Clearing rewrites the database: for many meetings pass false, and
    ///     call `finishRemovals()` after the last. What was begun and not finished is finished when the store is opened.
    func removeWords(
        of meeting: Identifier<Meeting>, _ which: RemovedWords, reading: Data?, purging: Bool
    ) async throws(StoreError) -> WordRemoval

    /// Puts other words in the place of some in every version, as after an erasure of a name: index, evidence, claims, title and
    /// note follow, the original is dropped. Does nothing where `change` changes nothing.
    ///
    /// - Parameters:
    ///   - quotes: gives the new form of what a claim quotes of words that changed, of which it may have a part only.
    ///   - change: gives the new form of a text. Both are called under the writer's lock.
    func rewriteWords(
        of meeting: Identifier<Meeting>, purging: Bool, quotes: @escaping @Sendable (String) -> String,
        _ change: @escaping @Sendable (String) -> String
    ) async throws(StoreError) -> WordRemoval

    /// Clears what removed rows left in files, index, pages and log, where that can be done now; else it stays noted (`unfinishedErasures(before:)`). Does
    /// nothing where nothing is left.
    func finishRemovals() async throws(StoreError)

    /// How many erasures and removals before a time have something left to be cleared.
    func unfinishedErasures(before time: Timestamp) async throws(StoreError) -> Int

    /// Clears what erasing left in files, index, pages and log.
    ///
    /// - Throws: `StoreError.diskFull` where there is no room, `StoreError.locked` where another process reads for long: it can be done later.
    func finishErasures() async throws(StoreError)

    /// Erases meetings for good, as `erase(_:)` does one, and clears pages and log once.
    func erase(_ meetings: [Identifier<Meeting>]) async throws(StoreError)

    /// Which words of a meeting are not kept.
    func removedWords(of meeting: Identifier<Meeting>) async throws(StoreError) -> RemovedWords?

    /// The reading kept in the place of words; nil where the words are there.
    func keptReading(of meeting: Identifier<Meeting>) async throws(StoreError) -> Data?

    /// Drops the recording of a meeting, or puts `replacement` (whose bytes are in the vault) in its place; the former bytes are overwritten.
    func replaceRecording(of meeting: Identifier<Meeting>, with replacement: StoredFile?) async throws(StoreError)

    /// Drops the original file of a meeting; its bytes are overwritten where nothing else has them.
    func dropOriginal(of meeting: Identifier<Meeting>) async throws(StoreError)

    // MARK: People

    /// Everything stored in which a person occurs: as participant, by address, as object or subject of claims, as member.
    ///
    /// - Throws: `StoreError.erased`, `StoreError.notFound`.
    func holdings(on person: Identifier<Person>) async throws(StoreError) -> PersonHoldings

    /// Meetings in any version of whose words one of these names or addresses stands: the search index has the newest version only.
    ///
    /// - Parameter holds: whether a text has one of them; asked of texts with the letters of their telling words.
    func meetings(saying names: Set<String>, where holds: @escaping @Sendable (String) -> Bool) async throws(StoreError) -> Set<Identifier<Meeting>>

    /// Erases a person from the directory and all tables: name, ways to reach them, claims about them, remembered speakers,
    /// names in casts and in what others wrote (replaced as `replacement` says), participations, what they wrote, originals of
    /// their meetings, uploads that hold them. Meetings' words are removed by `removeWords`, before. Erasing who is erased does nothing.
    func erasePerson(_ person: Identifier<Person>, replacing replacement: NameReplacement, at time: Timestamp) async throws(StoreError)

    /// Erasures of meetings, interactions, people and words so far, by ids, oldest first: replayed after a backup is restored.
    func erasures() async throws(StoreError) -> [ErasureRecord]

    /// Carries out erasures that happened after a backup was made. Those that are done already do nothing.
    ///
    /// - Returns: how many were carried out.
    func replay(_ erasures: [ErasureRecord]) async throws(StoreError) -> Int

    // MARK: Retention

    /// What of a kind of data is older than a time.
    func expired(_ kind: RetainedKind, before time: Timestamp, limit: Int) async throws(StoreError) -> ExpiredData
}

extension PrivacyStore {
    /// Erases a person; their name is replaced in what others wrote as it is written, to the letter.
    public func erasePerson(_ person: Identifier<Person>, substitute: String, at time: Timestamp) async throws(StoreError) {
        try await erasePerson(person, replacing: NameReplacement(substitute), at: time)
    }

    /// Puts other words in the place of some, also in what claims quote of them.
    public func rewriteWords(
        of meeting: Identifier<Meeting>, purging: Bool, _ change: @escaping @Sendable (String) -> String
    ) async throws(StoreError) -> WordRemoval {
        try await rewriteWords(of: meeting, purging: purging, quotes: change, change)
    }

    /// Removes words of a meeting for good, and clears pages and log at once.
    public func removeWords(
        of meeting: Identifier<Meeting>, _ which: RemovedWords, reading: Data?
    ) async throws(StoreError) -> WordRemoval {
        try await removeWords(of: meeting, which, reading: reading, purging: true)
    }
}

/// Kinds of data with a time to keep.
public enum RetainedKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Sound and picture of meetings.
    case recordings
    /// Words of meetings; findings and measures stay.
    case words
    /// Files as they came in.
    case originals
    /// Meetings as a whole.
    case meetings
    /// Mails, with their words.
    case mails
    /// Calendar events.
    case calendarEvents = "calendar-events"
    /// Notes.
    case notes
    /// The audit log.
    case audit
}

/// What is past its time.
public struct ExpiredData: Hashable, Sendable {
    public var kind: RetainedKind
    /// How many in all.
    public var count: Int
    public var meetings: [Identifier<Meeting>]
    public var interactions: [Identifier<Interaction>]

    public init(kind: RetainedKind, count: Int, meetings: [Identifier<Meeting>] = [], interactions: [Identifier<Interaction>] = []) {
        self.kind = kind
        self.count = count
        self.meetings = meetings
        self.interactions = interactions
    }
}

/// Which words of a meeting are not kept.
public enum RemovedWords: Hashable, Sendable, Codable {
    case all
    /// Those of these participants.
    case participants(Set<Identifier<Participant>>)

    /// Both together.
    public func union(_ other: RemovedWords) -> RemovedWords {
        guard case .participants(let mine) = self, case .participants(let theirs) = other else { return .all }
        return .participants(mine.union(theirs))
    }
}

/// What went when words were removed.
public struct WordRemoval: Hashable, Sendable {
    public var utterances: Int
    public var versions: Int
    public var claimsWithEvidence: Int
    public var isOriginalDropped: Bool

    public init(utterances: Int, versions: Int, claimsWithEvidence: Int, isOriginalDropped: Bool) {
        self.utterances = utterances
        self.versions = versions
        self.claimsWithEvidence = claimsWithEvidence
        self.isOriginalDropped = isOriginalDropped
    }
}

/// Where a person occurs.
public struct PersonHoldings: Hashable, Sendable {
    public var person: Person
    /// Names of those they were merged of, or had when they were, which nobody else in the directory has.
    public var formerNames: [String]
    /// Their mail addresses, with those of whom they were merged of.
    public var addresses: [String]
    /// Meetings, and as which participants.
    public var meetings: [Identifier<Meeting>: Set<Identifier<Participant>>]
    public var interactions: [Identifier<Interaction>]
    public var claims: [Identifier<Claim>]
    /// Labels and addresses remembered as theirs.
    public var remembered: [String]
    public var member: Identifier<Member>?

    public init(
        person: Person, formerNames: [String], addresses: [String], meetings: [Identifier<Meeting>: Set<Identifier<Participant>>],
        interactions: [Identifier<Interaction>], claims: [Identifier<Claim>], remembered: [String], member: Identifier<Member>?
    ) {
        self.person = person
        self.formerNames = formerNames
        self.addresses = addresses
        self.meetings = meetings
        self.interactions = interactions
        self.claims = claims
        self.remembered = remembered
        self.member = member
    }
}

/// An erasure by ids only.
public struct ErasureRecord: Hashable, Sendable, Codable {
    public var what: What
    public var at: Timestamp

    public enum What: Hashable, Sendable, Codable {
        case meeting(Identifier<Meeting>)
        case interaction(Identifier<Interaction>)
        case person(Identifier<Person>)
        case words(of: Identifier<Meeting>, RemovedWords)
        case recording(of: Identifier<Meeting>)
        case original(of: Identifier<Meeting>)
    }

    public init(_ what: What, at time: Timestamp) {
        self.what = what
        at = time
    }
}
