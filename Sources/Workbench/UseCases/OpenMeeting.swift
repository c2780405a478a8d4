public import Covalence
import MeetingInteraction
public import Store

/// A meeting as a page shows it.
public struct OpenMeeting: Sendable {
    public var summary: MeetingSummary
    public var cast: CastVersion
    public var analysis: MeetingAnalysis
    /// The claims on findings that still speak, and those a person rejected, by the finding they are about.
    public var claims: [String: Claim]
    /// The outcome, where somebody said it.
    public var outcome: MeetingOutcome?
    /// Originals and recordings; none for those who see no names.
    public var files: [MeetingFile]
    /// Whether all its words are there.
    public var wordsKept: WordsKept = .all
    /// Whether names are replaced for this visitor. Misses are possible: a nickname, a misspelt name, a name nobody noted.
    public var hasPseudonyms = false
    /// Whether everybody who sees the meeting sees it like this; else nothing of it may be kept for others.
    public var isSameForEverybody = true
}

/// How much of a meeting's words is kept.
public enum WordsKept: String, Hashable, Sendable, CaseIterable {
    case all
    /// Those of some participants were left out.
    case someLeftOut = "some-left-out"
    /// None: findings show rule, time and side.
    case none
}

extension Workbench {
    /// Opens a meeting with its reading. The reading is computed on first use and kept while the meeting stays as it is.
    public func openMeeting(_ id: Identifier<Meeting>, by visitor: Visitor) async throws -> OpenMeeting {
        try await admit(visitor, to: .openMeeting, .meeting(id))
        let summary = try await store.meeting(id)
        let all = try await store.claims(ClaimQuery(of: id))
        if visitor.seesPseudonyms { return try await openWithPseudonyms(summary, claims: all, for: visitor) }
        let claims = all.filter { visitor.mayKnow($0) }
        let analysis = try await analysis(of: summary, claims: all, for: visitor)
        return OpenMeeting(
            summary: summary,
            cast: try await store.cast(of: id),
            analysis: analysis,
            claims: try await claimsByFinding(claims, in: analysis.reading, of: id),
            outcome: MeetingOutcome(latestIn: claims),
            files: try await store.files(of: id),
            wordsKept: try await wordsKept(of: id),
            isSameForEverybody: !all.contains { $0.confidentialTo != nil }
        )
    }

    /// How much of a meeting's words is kept.
    func wordsKept(of id: Identifier<Meeting>) async throws -> WordsKept {
        switch try await store.removedWords(of: id) {
        case nil: .all
        case .all: .none
        case .participants: .someLeftOut
        }
    }

    /// Some utterances of a meeting, in order, with their acts; for lists that come in pieces.
    public func utterances(
        of id: Identifier<Meeting>,
        in range: Range<Int>,
        by visitor: Visitor
    ) async throws -> UtteranceSlice {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        if visitor.seesPseudonyms { return try await utterancesWithPseudonyms(of: id, in: range, for: visitor) }
        return try await store.utterances(of: id, in: range)
    }

    /// The version of a meeting; cheap, for ETags.
    public func version(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        return try await store.version(of: id)
    }

    /// Names what a visitor sees of a meeting; empty for all of it.
    private func variant(_ hidden: Set<Identifier<Claim>>, _ visitor: Visitor) async throws -> String {
        let without = hidden.sorted().map(\.description).joined(separator: " ")
        return visitor.seesPseudonyms ? "pseudonyms \(try await workspaceNames().stamp) \(without)" : without
    }

    /// The reading of a meeting as a visitor may know it, from the cache where the meeting is the same.
    func analysis(of summary: MeetingSummary, claims: [Claim]? = nil, for visitor: Visitor = .system) async throws -> MeetingAnalysis {
        let known: [Claim] = if let claims { claims } else { try await store.claims(ClaimQuery(of: summary.id)) }
        let hidden = Set(known.filter { !visitor.mayKnow($0) }.map(\.id))
        let variant = try await variant(hidden, visitor)
        if let kept = readings.analysis(of: summary.id, version: summary.version, variant: variant) { return kept }
        let generation = readings.generation
        let stored = try await store.transcript(of: summary.id)
        let cast = try await store.cast(of: summary.id)
        var analysis: MeetingAnalysis
        let scores = try await keptScores(of: summary.id, stored.transcript)
        let pseudonyms = visitor.seesPseudonyms ? try await pseudonyms(for: stored.transcript, cast: cast.cast) : nil
        if let kept = try await keptReading(of: summary.id) {
            analysis = kept.analysis(of: stored, cast: cast.cast, claims: known, hidden: hidden)
            if let pseudonyms {
                analysis.conversation = Conversation(transcript: stored.transcript, cast: kept.cast(cast.cast, named: pseudonyms))
                analysis.reading = analysis.reading.mappingTexts(pseudonyms.replacing)
            }
        } else if let pseudonyms {
            analysis = pseudonyms.analyze(stored, claims: Self.decided(known, hiding: hidden, carriedBy: pseudonyms.carrier), scores, analyzer, settings.meeting)
        } else {
            analysis = analyzer.analyze(
                stored.transcript, cast: cast.cast, acts: stored.acts, scores: scores,
                decided: Self.decided(known, hiding: hidden), settings: settings.meeting
            )
        }
        // Each of these was read by itself; what changed in between makes a mixture that must not be kept.
        if try await store.version(of: summary.id) == summary.version {
            readings.keep(analysis, of: summary.id, version: summary.version, variant: variant, since: generation)
        }
        return analysis
    }
}
