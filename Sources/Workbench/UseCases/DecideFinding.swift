public import Covalence
public import MeetingInteraction
import Store

/// What a person says of a finding.
public enum FindingVerdict: Hashable, Sendable {
    /// It is so.
    case confirm
    /// It is not so.
    case reject(reason: String?)
    /// It is something else, or the other side's.
    case correct(kind: FindingKind, side: Side?)
    /// What was decided is taken back: it waits again.
    case reopen
}

extension Workbench {
    /// Decides on a finding. The reading follows: what is rejected no longer counts, what is corrected counts as corrected.
    ///
    /// - Parameters:
    ///   - claim: the finding's claim.
    ///   - expecting: the standing the person saw.
    @discardableResult
    public func decide(
        _ claim: Identifier<Claim>,
        _ verdict: FindingVerdict,
        expecting: Standing,
        by visitor: Visitor
    ) async throws -> Claim {
        try visitor.require(.change)
        let now = now()
        func decision(_ standing: Standing, reason: String? = nil) -> Decision {
            Decision(claim: claim, standing: standing, author: visitor.author, at: now, reason: reason)
        }
        switch verdict {
        case .confirm: return try await store.decide(decision(.confirmed), expecting: expecting)
        case .reject(let reason): return try await store.decide(decision(.rejected, reason: reason), expecting: expecting)
        case .reopen: return try await store.decide(decision(.suggested), expecting: expecting)
        case .correct(let kind, let side):
            return try await correct(claim, kind: kind, side: side, superseding: decision(.superseded), expecting: expecting, by: visitor)
        }
    }

    /// Everything that was decided on a finding, in order of time.
    public func history(of claim: Identifier<Claim>, by visitor: Visitor) async throws -> [Decision] {
        try visitor.require(.read)
        return try await store.history(of: claim)
    }

    /// Adds a finding that the engine did not see, by words that somebody selected.
    ///
    /// - Parameters:
    ///   - kind: what it is.
    ///   - words: in the text of the current transcript, in Unicode scalars.
    ///   - transcriptVersion: the version the person saw.
    ///   - note: what the person says about it.
    @discardableResult
    public func addFinding(
        _ kind: FindingKind,
        in id: Identifier<Meeting>,
        words: Range<Int>,
        transcriptVersion: Int,
        side: Side?,
        note: String?,
        by visitor: Visitor
    ) async throws -> Claim {
        try visitor.require(.change)
        let stored = try await store.transcript(of: id)
        guard stored.transcript.version == transcriptVersion else {
            throw StoreError.conflict(.transcript(expected: transcriptVersion, found: stored.transcript.version))
        }
        guard !words.isEmpty, let first = stored.transcript.offsets.utterance(at: words.lowerBound),
              stored.transcript.offsets.utterance(at: words.upperBound - 1) != nil
        else {
            throw StoreError.refused("No words were selected. Select the words in the transcript that show the finding.")
        }
        let now = now()
        let conversation = Conversation(transcript: stored.transcript, cast: try await store.cast(of: id).cast)
        let speaker = conversation.utterances[first].participant.map { conversation.participants[$0] }
        var payload = ["finding": "\(kind.slug)-\(words.lowerBound)"]
        payload["side"] = (side ?? speaker?.side)?.rawValue
        payload["note"] = note
        let claim = Claim(
            id: .make(at: now), kind: kind.claimKind, subject: .meeting(id), object: speaker?.name, value: kind.title,
            payload: payload, author: visitor.author, observedAt: try await store.meeting(id).meeting.startedAt, recordedAt: now,
            evidence: [Evidence(.words(.init(transcript: stored.transcript.id, range: words)))], standing: .confirmed
        )
        var change = MeetingChange()
        change.claims = [claim]
        try await store.apply(change, to: id)
        return claim
    }

    private func correct(
        _ id: Identifier<Claim>,
        kind: FindingKind,
        side: Side?,
        superseding decision: Decision,
        expecting: Standing,
        by visitor: Visitor
    ) async throws -> Claim {
        let old = try await store.claim(id)
        guard case .meeting(let meeting) = old.subject else { throw StoreError.notFound("Finding \(id)") }
        var payload = old.payload
        payload["finding"] = old.words.map { "\(kind.slug)-\($0.lower)" }
        payload["side"] = side?.rawValue
        // What the engine read beside the kind belongs to the kind it supposed.
        if old.kind != kind.claimKind {
            for key in ["effect", "object", "purpose", "to", "type", "agreed", "spontaneous"] { payload[key] = nil }
        }
        let new = Claim(
            id: .make(at: decision.at), kind: kind.claimKind, subject: old.subject, object: old.object, value: kind.title,
            payload: payload, author: visitor.author, observedAt: old.observedAt, recordedAt: decision.at,
            evidence: old.evidence, standing: .confirmed, supersedes: id
        )
        var change = MeetingChange()
        change.claims = [new]
        change.decisions = [ExpectedDecision(decision, expecting: expecting)]
        try await store.apply(change, to: meeting)
        return new
    }
}

extension Claim {
    /// The first words the claim rests on.
    public var words: Evidence.Words? {
        evidence.lazy.compactMap { evidence in
            if case .words(let words) = evidence.place { words } else { nil }
        }.first
    }
}
