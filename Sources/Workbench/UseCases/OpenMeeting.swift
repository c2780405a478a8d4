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
    /// Originals and recordings.
    public var files: [MeetingFile]
}

extension Workbench {
    /// Opens a meeting with its reading. The reading is computed on first use and kept while the meeting stays as it is.
    public func openMeeting(_ id: Identifier<Meeting>, by visitor: Visitor) async throws -> OpenMeeting {
        try await admit(visitor, to: .openMeeting, .meeting(id))
        let summary = try await store.meeting(id)
        let claims = try await store.claims(ClaimQuery(of: id))
        let analysis = try await analysis(of: summary, claims: claims)
        return OpenMeeting(
            summary: summary,
            cast: try await store.cast(of: id),
            analysis: analysis,
            claims: Self.findingClaims(claims, in: analysis.reading),
            outcome: MeetingOutcome(latestIn: claims),
            files: try await store.files(of: id)
        )
    }

    /// Some utterances of a meeting, in order, with their acts; for lists that come in pieces.
    public func utterances(
        of id: Identifier<Meeting>,
        in range: Range<Int>,
        by visitor: Visitor
    ) async throws -> UtteranceSlice {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        return try await store.utterances(of: id, in: range)
    }

    /// The version of a meeting; cheap, for ETags.
    public func version(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        return try await store.version(of: id)
    }

    /// The reading of a meeting, from the cache where the meeting is the same.
    func analysis(of summary: MeetingSummary, claims: [Claim]? = nil) async throws -> MeetingAnalysis {
        if let kept = readings.analysis(of: summary.id, version: summary.version) { return kept }
        let generation = readings.generation
        let stored = try await store.transcript(of: summary.id)
        let cast = try await store.cast(of: summary.id)
        let known: [Claim] = if let claims { claims } else { try await store.claims(ClaimQuery(of: summary.id)) }
        let analysis = analyzer.analyze(
            stored.transcript, cast: cast.cast, acts: stored.acts,
            decided: Self.decided(known), settings: settings.meeting
        )
        // Each of these was read by itself; what changed in between makes a mixture that must not be kept.
        if try await store.version(of: summary.id) == summary.version {
            readings.keep(analysis, of: summary.id, version: summary.version, since: generation)
        }
        return analysis
    }
}
