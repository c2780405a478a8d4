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
    /// What was decided is taken back: what the engine suggested waits again, what a person stated is withdrawn.
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
        try await admit(visitor, to: .decideFinding, .claim(claim))
        guard FindingKind(claimKind: try await store.claim(claim).kind) != nil else {
            throw StoreError.refused("This is not a finding, so there is nothing to decide. Change it where it was said.")
        }
        let now = now()
        func decision(_ standing: Standing, reason: String? = nil) -> Decision {
            visitor.decision(claim, standing, at: now, reason: reason)
        }
        switch verdict {
        case .confirm: return try await store.decide(decision(.confirmed), expecting: expecting)
        case .reject(let reason):
            return try await store.decide(decision(.rejected, reason: try Self.checkedNote(reason)), expecting: expecting)
        case .reopen: return try await reopen(claim, at: now, expecting: expecting, by: visitor)
        case .correct(let kind, let side):
            return try await correct(claim, kind: kind, side: side, superseding: decision(.superseded), expecting: expecting, by: visitor)
        }
    }

    /// Everything that was decided on a finding, in order of time.
    public func history(of claim: Identifier<Claim>, by visitor: Visitor) async throws -> [Decision] {
        try await admit(visitor, to: .openMeeting, .claim(claim))
        let history = try await store.history(of: claim)
        guard visitor.seesPseudonyms else { return history }
        return history.map { decision in
            var bare = decision
            bare.author = Self.colleague(decision.author)
            bare.decidedBy = nil
            bare.reason = nil
            return bare
        }
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
        try await admit(visitor, to: .decideFinding, .meeting(id))
        let note = try Self.checkedNote(note)
        var added: Claim?
        _ = try await retrying(on: id) { summary in
            let stored = try await self.store.transcript(of: id)
            guard stored.transcript.version == transcriptVersion else {
                throw StoreError.conflict(.transcript(expected: transcriptVersion, found: stored.transcript.version))
            }
            let claim = try await self.statement(of: kind, in: summary.meeting, stored, words: words, side: side, note: note, by: visitor)
            added = claim
            var change = MeetingChange()
            // Words that are corrected in between would leave the claim with words that are not the current ones.
            change.expecting = summary.version
            change.claims = [claim]
            return try await self.store.apply(change, to: id)
        }
        guard let added else { throw StoreError.notFound("The meeting \(id)") }
        return added
    }

    /// The most scalars of a note on a finding, or of a reason.
    static let longestNote = 2000

    /// A note in one line; nil where nothing was written.
    private static func checkedNote(_ note: String?) throws(StoreError) -> String? {
        guard let note = note.flatMap(OneLine.clean) else { return nil }
        guard note.unicodeScalars.count <= longestNote else {
            throw .refused("A note or a reason has at most \(longestNote) characters. Write a shorter one.", at: "/reason")
        }
        return note
    }

    private func statement(
        of kind: FindingKind,
        in meeting: Meeting,
        _ stored: StoredTranscript,
        words selected: Range<Int>,
        side: Side?,
        note: String?,
        by visitor: Visitor
    ) async throws -> Claim {
        guard let words = Self.withoutSpaceAround(selected, in: stored.transcript),
              let first = stored.transcript.offsets.utterance(at: words.lowerBound)
        else {
            throw StoreError.refused("No words were selected. Select the words in the transcript that show the finding.")
        }
        let now = now()
        let id = meeting.id
        let conversation = Conversation(transcript: stored.transcript, cast: try await store.cast(of: id).cast)
        let speaker = conversation.utterances[first].participant.map { conversation.participants[$0] }
        var payload = ["finding": "\(kind.slug)-\(words.lowerBound)"]
        payload["side"] = (side ?? speaker?.side)?.rawValue
        payload["note"] = note
        return Claim(
            id: .make(at: now), kind: kind.claimKind, subject: .meeting(id), object: speaker?.name, value: kind.title,
            payload: payload, author: visitor.author, statedBy: visitor.member, observedAt: meeting.startedAt, recordedAt: now,
            evidence: [Evidence(.words(.init(transcript: stored.transcript.id, range: words)))], standing: .confirmed
        )
    }

    /// The range from its first to its last scalar that can be seen; nil where there is none, and outside the text.
    private static func withoutSpaceAround(_ range: Range<Int>, in transcript: Transcript) -> Range<Int>? {
        let offsets = transcript.offsets
        guard range.lowerBound >= 0, let end = offsets.starts.last, range.upperBound < end else { return nil }
        var first: Int?
        var last = 0
        for index in transcript.utterances.indices {
            let utterance = offsets.range(of: index)
            guard utterance.overlaps(range) else {
                if utterance.lowerBound >= range.upperBound { break }
                continue
            }
            for (place, scalar) in zip(utterance, transcript.utterances[index].text.unicodeScalars)
            where range.contains(place) && !scalar.properties.isWhitespace {
                if first == nil { first = place }
                last = place
            }
        }
        return first.map { $0..<last + 1 }
    }

    /// Takes a decision back. A correction that a person made is withdrawn, and what it took the place of waits again; so it
    /// does whether the correction is named or what it corrected.
    private func reopen(
        _ id: Identifier<Claim>,
        at now: Timestamp,
        expecting: Standing,
        by visitor: Visitor
    ) async throws -> Claim {
        let named = try await store.claim(id)
        guard case .meeting(let meeting) = named.subject else { throw StoreError.notFound("Finding \(id)") }
        guard named.standing == expecting else {
            throw StoreError.conflict(.claim(id, expected: expecting, found: named.standing))
        }
        let claims = Dictionary(try await store.claims(ClaimQuery(of: meeting)).map { ($0.id, $0) }) { first, _ in first }
        var chain = [named]
        while let later = claims.values.first(where: { $0.supersedes == chain[0].id && $0.standing != .withdrawn }) { chain.insert(later, at: 0) }
        while let earlier = chain.last?.supersedes.flatMap({ claims[$0] }), !chain.contains(earlier) { chain.append(earlier) }
        guard let root = chain.last else { return named }
        if root.standing == .superseded, chain.count == 1 {
            throw StoreError.refused("The engine does not see this finding in the current words any more. Add it by selecting its words.")
        }
        var change = MeetingChange()
        for claim in chain {
            let standing: Standing = claim.author.kind == .person ? .withdrawn : .suggested
            guard claim.standing != standing else { continue }
            change.decisions.append(ExpectedDecision(visitor.decision(claim.id, standing, at: now), expecting: claim.standing))
        }
        try await store.apply(change, to: meeting)
        return try await store.claim(root.id)
    }

    private func correct(
        _ id: Identifier<Claim>,
        kind: FindingKind,
        side: Side?,
        superseding decision: Decision,
        expecting: Standing,
        by visitor: Visitor
    ) async throws -> Claim {
        guard case .meeting(let meeting) = try await store.claim(id).subject else { throw StoreError.notFound("Finding \(id)") }
        var corrected: Claim?
        _ = try await retrying(on: meeting) { summary in
            let claim = Self.correction(of: try await self.store.claim(id), kind: kind, side: side, at: decision.at, by: visitor)
            corrected = claim
            var change = MeetingChange()
            // Words that are corrected in between would leave the claim with evidence in words that are not the current ones.
            change.expecting = summary.version
            change.claims = [claim]
            change.decisions = [ExpectedDecision(decision, expecting: expecting)]
            return try await self.store.apply(change, to: meeting)
        }
        guard let corrected else { throw StoreError.notFound("Finding \(id)") }
        return corrected
    }

    private static func correction(of old: Claim, kind: FindingKind, side: Side?, at now: Timestamp, by visitor: Visitor) -> Claim {
        var payload = old.payload
        payload["finding"] = old.words.map { "\(kind.slug)-\($0.lower)" }
        payload["side"] = side?.rawValue
        // What the engine read beside the kind belongs to the kind it supposed.
        if old.kind != kind.claimKind {
            for key in ["effect", "object", "purpose", "to", "type", "agreed", "spontaneous"] { payload[key] = nil }
        }
        return Claim(
            id: .make(at: now), kind: kind.claimKind, subject: old.subject, object: old.object, value: kind.title,
            payload: payload, author: visitor.author, statedBy: visitor.member, observedAt: old.observedAt, recordedAt: now,
            evidence: old.evidence, standing: .confirmed, supersedes: old.id
        )
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
