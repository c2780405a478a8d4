public import Covalence
import MeetingInteraction
public import Store

/// Whether a meeting led on, and to what. Said by a person; the words do not know it.
public struct MeetingOutcome: Hashable, Sendable, Codable {
    /// The kind of the claim that keeps it.
    public static let claimKind = "meeting.outcome"

    /// Whether it went on to a next phase.
    public var advanced: Bool
    /// To what: “a trial at the second plant”; nil where not said.
    public var to: String?

    /// An outcome.
    public init(advanced: Bool, to: String? = nil) {
        self.advanced = advanced
        self.to = to
    }

    /// The newest confirmed outcome among claims.
    init?(latestIn claims: [Claim]) {
        guard let claim = claims.last(where: { $0.kind == Self.claimKind && $0.standing == .confirmed }) else { return nil }
        advanced = claim.value == "advanced"
        to = claim.payload["to"]
    }
}

/// What of a meeting is said anew; what is nil stays.
public struct MeetingEdit: Hashable, Sendable {
    public var title: String?
    public var startedAt: Timestamp?
    /// BCP 47. The words are read anew in this language.
    public var language: String?

    /// What is passed changes.
    public init(title: String? = nil, startedAt: Timestamp? = nil, language: String? = nil) {
        self.title = title
        self.startedAt = startedAt
        self.language = language
    }
}

extension Workbench {
    /// Changes title, time or language of a meeting.
    ///
    /// - Parameter expecting: the version of the meeting the person saw.
    @discardableResult
    public func edit(
        _ id: Identifier<Meeting>,
        _ edit: MeetingEdit,
        expecting: Int?,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        try await admit(visitor, to: .editMeeting, .meeting(id))
        if let expecting { return try await self.edit(id, edit, of: try await store.meeting(id), expecting: expecting, by: visitor) }
        return try await retrying(on: id) { summary in
            try await self.edit(id, edit, of: summary, expecting: summary.version, by: visitor)
        }
    }

    /// Does something that rests on a meeting as it is, and again where it changed in between: a person who names no version
    /// is not told that somebody else works on another part of the meeting, and overwrites nothing of it.
    func retrying(
        on id: Identifier<Meeting>,
        _ attempt: (MeetingSummary) async throws -> MeetingSummary
    ) async throws -> MeetingSummary {
        for _ in 1..<10 {
            do { return try await attempt(try await store.meeting(id)) } catch StoreError.conflict(.meeting) { continue }
        }
        return try await attempt(try await store.meeting(id))
    }

    private func edit(
        _ id: Identifier<Meeting>,
        _ edit: MeetingEdit,
        of summary: MeetingSummary,
        expecting: Int,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        var change = MeetingChange()
        change.expecting = expecting
        var meeting = summary.meeting
        if let title = edit.title {
            guard let clean = OneLine.clean(title), clean.count <= OneLine.longest else {
                throw StoreError.refused("A title has 1 to \(OneLine.longest) characters. Write another one.", at: "/title")
            }
            meeting.title = clean
        }
        if let startedAt = edit.startedAt { meeting.startedAt = startedAt }
        change.meeting = meeting
        if let language = edit.language, language != summary.language {
            try await read(id, meeting: meeting, in: language, change: &change, by: visitor)
        }
        return try await store.apply(change, to: id)
    }

    /// Says whether a meeting led on. What was said before stays in the history.
    ///
    /// - Parameter expecting: the version of the meeting the person saw; nil where they saw that nothing else was said of this.
    /// - Throws: `StoreError.conflict(.meeting)` where it is another version.
    @discardableResult
    public func setOutcome(
        of id: Identifier<Meeting>,
        _ outcome: MeetingOutcome,
        expecting: Int? = nil,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        try await admit(visitor, to: .editMeeting, .meeting(id))
        if let expecting { return try await setOutcome(of: id, outcome, version: expecting, by: visitor) }
        return try await retrying(on: id) { summary in
            try await self.setOutcome(of: id, outcome, version: summary.version, by: visitor)
        }
    }

    private func setOutcome(
        of id: Identifier<Meeting>,
        _ outcome: MeetingOutcome,
        version: Int,
        by visitor: Visitor
    ) async throws -> MeetingSummary {
        let now = now()
        let before = try await store.claims(ClaimQuery(of: id, kinds: [MeetingOutcome.claimKind], standings: [.confirmed]))
        var change = MeetingChange()
        change.expecting = version
        change.claims = [Claim(
            id: .make(at: now), kind: MeetingOutcome.claimKind, subject: .meeting(id),
            value: outcome.advanced ? "advanced" : "not advanced",
            payload: outcome.to.flatMap(OneLine.cut).map { ["to": $0] } ?? [:],
            author: visitor.author, statedBy: visitor.member, observedAt: now, recordedAt: now, standing: .confirmed, supersedes: before.last?.id
        )]
        change.decisions = before.map { claim in
            ExpectedDecision(visitor.decision(claim.id, .superseded, at: now), expecting: .confirmed)
        }
        return try await store.apply(change, to: id)
    }

    /// The words as a new version in another language: what reads them depends on it.
    private func read(
        _ id: Identifier<Meeting>,
        meeting: Meeting,
        in language: String,
        change: inout MeetingChange,
        by visitor: Visitor
    ) async throws {
        try Self.checkLanguage(language, at: "/language")
        guard try await store.keptReading(of: id) == nil else {
            throw StoreError.refused("The words of this meeting are not kept, so it cannot be read in another language.", at: "/language")
        }
        let now = now()
        let stored = try await store.transcript(of: id)
        var transcript = stored.transcript.correcting([:], as: .make(at: now))
        transcript.language = language
        let acts = analyzer.acts(of: transcript)
        let claims = try await store.claims(ClaimQuery(of: id))
        let analysis = analyzer.analyze(
            transcript, cast: try await store.cast(of: id).cast, acts: acts,
            decided: Self.decided(claims, carriedBy: EvidenceCarrier(from: stored.transcript, to: transcript)),
            settings: settings.meeting
        )
        change.transcript = TranscriptChange(
            NewTranscript(
                transcript, acts: acts, engine: analysis.annotations.engine, words: analysis.measures.whole.words,
                author: visitor.author, madeAt: now
            ),
            expecting: stored.transcript.version
        )
        change.suggestions = suggestions(of: analysis, meeting: meeting, transcript: transcript.id)
        change.jobs = meaningJobs(for: id, language: language)
    }

    /// Refuses what cannot be a language tag (BCP 47): letters in front, then letters and digits, in parts of at most eight.
    static func checkLanguage(_ language: String, at field: String) throws(StoreError) {
        let parts = language.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
        guard language.utf8.count <= 35, let first = parts.first, (2...8).contains(first.count), first.allSatisfy(isLetter),
              parts.dropFirst().allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || (48...57).contains($0) } })
        else {
            throw .refused("“\(OneLine.cut(language) ?? "")” is not a language tag. Write two letters such as en, de or fi.", at: field)
        }
    }
}
