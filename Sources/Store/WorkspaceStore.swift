public import Covalence
public import Foundation

/// Everything in one workspace. All calls read or write that workspace only.
///
/// Reads see a consistent snapshot; writes are one transaction each: all of it or nothing. Nothing but `erase(_:)` deletes.
public protocol WorkspaceStore: DirectoryStore, InteractionStore, MemberStore, PrivacyStore, JobStore, EventStore, WebhookStore, TokenStore, CodebookStore, PassageStore, TopicStore, SellingStore, FunnelStore, ForecastStore, ImportStore {
    /// The workspace.
    var id: Identifier<Workspace> { get }

    // MARK: Meetings

    /// What is known of a meeting beside its words, with the numbers of the list.
    ///
    /// - Throws: `StoreError.notFound`.
    func meeting(_ id: Identifier<Meeting>) async throws(StoreError) -> MeetingSummary

    /// The version of a meeting: larger after every change to anything of it. Cheap; for ETags and caches.
    ///
    /// - Throws: `StoreError.notFound`.
    func version(of meeting: Identifier<Meeting>) async throws(StoreError) -> Int

    /// The version of the workspace: larger after every change to any meeting or uploaded file in it.
    func version() async throws(StoreError) -> Int

    /// Meetings, newest first by start (or recording where the start is not known), a page at a time.
    func meetings(_ query: MeetingQuery) async throws(StoreError) -> Page<MeetingSummary>

    /// What a list of meetings shows, read at one moment.
    ///
    /// - Parameters:
    ///   - key: of what is kept of each meeting for the list, see `cached(_:of:in:)`.
    ///   - isKnown: whether whoever asks knows already what a meeting is in this version; of those nothing but their place is read.
    func listing(
        _ query: MeetingQuery, pieces key: String, isKnown: @escaping @Sendable (MeetingListing.Place) -> Bool
    ) async throws(StoreError) -> MeetingListing

    /// How many meetings a query finds in all.
    func count(_ query: MeetingQuery) async throws(StoreError) -> Int

    /// Moments in which words were said, newest meeting first and within a meeting as they were said.
    func moments(_ query: MomentQuery) async throws(StoreError) -> Page<Moment>

    /// The meetings that were made of a file, oldest first: the same file twice.
    func meetings(from original: ContentHash) async throws(StoreError) -> [Identifier<Meeting>]

    /// Puts a meeting into the record: its words, its cast, what was read in it and the files it came from; and marks the
    /// uploaded file as imported. One transaction.
    ///
    /// - Throws: `StoreError.exists` where the id is taken; `StoreError.conflict(.intake)` where the file was dealt with.
    @discardableResult
    func add(_ meeting: NewMeeting) async throws(StoreError) -> MeetingSummary

    /// Changes a meeting: any of its fields, cast, words, claims and files together, in one transaction.
    ///
    /// - Throws: `StoreError.conflict` where something a part of the change expects is not so any more.
    @discardableResult
    func apply(_ change: MeetingChange, to meeting: Identifier<Meeting>) async throws(StoreError) -> MeetingSummary

    /// Erases a meeting for good: from tables, search index, write-ahead log, files and recordings. Only its id remains.
    /// Returns when no byte of it is left in the store's folder. Erasing what is erased does nothing.
    ///
    /// - Throws: `StoreError.notFound` where there never was such a meeting.
    func erase(_ meeting: Identifier<Meeting>) async throws(StoreError)

    /// When a meeting was erased; nil where it was not.
    func erasure(of meeting: Identifier<Meeting>) async throws(StoreError) -> Timestamp?

    // MARK: Words

    /// The versions of a meeting's words, oldest first, without the words.
    func transcriptVersions(of meeting: Identifier<Meeting>) async throws(StoreError) -> [TranscriptVersion]

    /// One version of the words with what was read in them; the current one where `version` is nil.
    ///
    /// - Throws: `StoreError.notFound`.
    func transcript(of meeting: Identifier<Meeting>, version: Int?) async throws(StoreError) -> StoredTranscript

    /// Some utterances, without loading the rest; a range past the end is cut.
    ///
    /// - Parameters:
    ///   - range: indices of utterances.
    ///   - version: nil for the current one.
    func utterances(
        of meeting: Identifier<Meeting>, in range: Range<Int>, version: Int?
    ) async throws(StoreError) -> UtteranceSlice

    // MARK: Cast

    /// Who is behind which label; the current version where `version` is nil.
    ///
    /// - Throws: `StoreError.notFound`.
    func cast(of meeting: Identifier<Meeting>, version: Int?) async throws(StoreError) -> CastVersion

    /// Every version of the cast, oldest first.
    func castVersions(of meeting: Identifier<Meeting>) async throws(StoreError) -> [CastVersion]

    /// People seen before behind these labels in meetings in sight, by label: most often and most recently used first. Only what a
    /// person or an import said counts, not what the engine supposed. The person of the record is named where they are in sight.
    func rememberedSpeakers(behind labels: [String], in scope: Scope) async throws(StoreError) -> [String: [RememberedSpeaker]]

    /// What was said before of these mail domains in meetings in sight, by domain in lower case.
    func rememberedDomains(_ domains: [String], in scope: Scope) async throws(StoreError) -> [String: [RememberedDomain]]

    // MARK: Ledger

    /// Claims as they stand now, in order of recording. Evidence points at the current words where it could be carried there.
    func claims(_ query: ClaimQuery) async throws(StoreError) -> [Claim]

    /// One claim as it stands now.
    ///
    /// - Throws: `StoreError.notFound`.
    func claim(_ id: Identifier<Claim>) async throws(StoreError) -> Claim

    /// Claims about a person, an organisation, an interaction or a meeting as they stand now, in order of recording.
    ///
    /// - Parameter standings: nil for every standing.
    func claims(about subject: Claim.Subject, standings: Set<Standing>?) async throws(StoreError) -> [Claim]

    /// Adds claims about anything, with decisions on those they take the place of, in one transaction.
    ///
    /// - Throws: `StoreError.refused` where “reports to” would close a circle.
    func add(_ claims: [Claim], decisions: [ExpectedDecision]) async throws(StoreError)

    /// Says who may know of a claim; nil for everybody who sees its subject.
    ///
    /// - Parameter seen: who was seen to know of it (`ContentTag(ofIDs:)`); nil to replace whatever is there.
    /// - Throws: `StoreError.conflict(.content)`.
    func setConfidential(_ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?, expecting seen: ContentTag?) async throws(StoreError)

    /// What was done with a claim, in order of time.
    func history(of claim: Identifier<Claim>) async throws(StoreError) -> [Decision]

    /// Claims of a meeting as they were recorded, with the decisions on them: for “as known on a date”. Evidence is as recorded.
    func ledger(of meeting: Identifier<Meeting>) async throws(StoreError) -> Ledger

    /// Gives a claim a standing and keeps the decision.
    ///
    /// - Parameters:
    ///   - decision: names the claim, its new standing, who, when and why.
    ///   - expecting: the standing the person saw.
    /// - Returns: the claim as it stands now.
    /// - Throws: `StoreError.conflict(.claim)` where it changed meanwhile; `StoreError.notFound`.
    @discardableResult
    func decide(_ decision: Decision, expecting: Standing) async throws(StoreError) -> Claim

    // MARK: Files

    /// What is known of a stored file.
    ///
    /// - Throws: `StoreError.notFound`.
    func file(_ hash: ContentHash) async throws(StoreError) -> StoredFile

    /// The files of a meeting: originals and every recording it had, in order of time.
    func files(of meeting: Identifier<Meeting>) async throws(StoreError) -> [MeetingFile]

    /// Notes an uploaded file whose bytes are in the vault.
    ///
    /// - Throws: `StoreError.notFound` where the bytes are not in the vault; `StoreError.exists` where the id is taken.
    func receive(_ item: IntakeItem, queueing jobs: [NewJob]) async throws(StoreError)

    /// An uploaded file.
    ///
    /// - Throws: `StoreError.notFound`.
    func intake(_ id: Identifier<IntakeItem>) async throws(StoreError) -> IntakeItem

    /// Uploaded files in these states, oldest first.
    func intake(in states: Set<IntakeItem.State.Name>) async throws(StoreError) -> [IntakeItem]

    /// Sets what happened to an uploaded file, other than its import, which `add(_:)` notes. The bytes of a refused file are
    /// overwritten and removed, unless a meeting or another waiting upload has the same.
    ///
    /// A file that is not read any more has no open jobs either.
    ///
    /// - Parameter step: the job for which it happens; nil where a person does it.
    /// - Throws: `StoreError.conflict(.intake)` where it is not in the state `expecting`; `StoreError.conflict(.job)` where the lease
    ///   was lost.
    func update(_ item: IntakeItem, expecting: IntakeItem.State.Name, as step: JobStep?) async throws(StoreError)

    // MARK: Meaning

    /// What a model of meaning read in the current words of a meeting; nil where nothing did. `MeetingChange.meaning` keeps it.
    func meaning(of meeting: Identifier<Meeting>) async throws(StoreError) -> KeptMeaning?

    /// Meetings in a language of which nothing is kept that this engine read in their current words with their current cast, by id.
    ///
    /// - Parameter after: nil for the first ones.
    func meetingsWithoutMeaning(
        of engine: String, language: String, after: Identifier<Meeting>?, limit: Int
    ) async throws(StoreError) -> [Identifier<Meeting>]

    // MARK: Cache

    /// A kept computation; nil where there is none. Dropped whenever the meeting changes.
    func cached(_ key: String, engine: String, of meeting: Identifier<Meeting>) async throws(StoreError) -> Data?

    /// What is kept under one key of many meetings at once, of those in sight; the others are left out.
    func cached(_ key: String, of meetings: [Identifier<Meeting>], in scope: Scope) async throws(StoreError) -> [Identifier<Meeting>: KeptComputation]

    /// Keeps a computation, if the meeting still has the version it was made from; else nothing happens.
    func cache(
        _ content: Data, as key: String, engine: String, of meeting: Identifier<Meeting>, madeFrom version: Int
    ) async throws(StoreError)
}

extension WorkspaceStore {
    /// Says who may know of a claim, whoever did before.
    public func setConfidential(_ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?) async throws(StoreError) {
        try await setConfidential(claim, to: members, expecting: nil)
    }
}

extension WorkspaceStore {
    /// Notes an uploaded file.
    public func receive(_ item: IntakeItem) async throws(StoreError) { try await receive(item, queueing: []) }

    /// Sets what happened to an uploaded file.
    public func update(_ item: IntakeItem, expecting: IntakeItem.State.Name) async throws(StoreError) {
        try await update(item, expecting: expecting, as: nil)
    }

    /// The current words of a meeting.
    public func transcript(of meeting: Identifier<Meeting>) async throws(StoreError) -> StoredTranscript {
        try await transcript(of: meeting, version: nil)
    }

    /// Some utterances of the current words.
    public func utterances(of meeting: Identifier<Meeting>, in range: Range<Int>) async throws(StoreError) -> UtteranceSlice {
        try await utterances(of: meeting, in: range, version: nil)
    }

    /// Who is behind which label now.
    public func cast(of meeting: Identifier<Meeting>) async throws(StoreError) -> CastVersion {
        try await cast(of: meeting, version: nil)
    }

    /// The claims of a meeting as known at a moment: those recorded by then, with the standing they had then.
    public func claims(of meeting: Identifier<Meeting>, asKnownAt time: Timestamp) async throws(StoreError) -> [Claim] {
        try await ledger(of: meeting).asKnown(at: time)
    }

    /// Makes a former version of the cast the current one again: a new version with its content.
    ///
    /// - Parameters:
    ///   - version: the version to go back to.
    ///   - expecting: the version the person saw.
    @discardableResult
    public func restoreCast(
        of meeting: Identifier<Meeting>, version: Int, expecting: Int, author: Claim.Author, at time: Timestamp
    ) async throws(StoreError) -> MeetingSummary {
        let former = try await cast(of: meeting, version: version)
        var change = MeetingChange()
        change.cast = CastChange(former.cast, expecting: expecting, author: author, at: time, restores: version)
        return try await apply(change, to: meeting)
    }
}
