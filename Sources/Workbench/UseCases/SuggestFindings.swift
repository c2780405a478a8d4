import Covalence
import MeetingInteraction
import Store

/// How findings become claims, and how what people decided on those claims goes back into the reading.
extension Workbench {
    /// All that the engine suggests for a meeting now.
    func suggestions(of analysis: MeetingAnalysis, meeting: Meeting, transcript: Identifier<Transcript>) -> SuggestionSet {
        SuggestionSet(
            suggestedClaims(of: analysis, meeting: meeting, transcript: transcript),
            engine: analysis.annotations.engine,
            at: now()
        )
    }

    /// The engine's findings as suggested claims. Findings that people confirmed, added or corrected are theirs already and left
    /// out.
    func suggestedClaims(of analysis: MeetingAnalysis, meeting: Meeting, transcript: Identifier<Transcript>) -> [Claim] {
        let now = now()
        let settled = Set(analysis.reading.findings.filter(\.isConfirmed).map(\.id))
        return analysis.reading.suggestedClaims(in: analysis.conversation).compactMap { suggested in
            if let finding = suggested.payload["finding"], settled.contains(finding) { return nil }
            return Claim(
                id: .make(at: now),
                kind: suggested.kind,
                subject: .meeting(meeting.id),
                object: suggested.object,
                value: suggested.value,
                payload: suggested.payload,
                author: .engine(analysis.annotations.engine),
                confidence: suggested.strength,
                observedAt: meeting.startedAt,
                recordedAt: now,
                evidence: suggested.ranges.map { Evidence(.words(.init(transcript: transcript, range: $0))) }
            )
        }
    }

    /// What people decided on findings, for the reading.
    ///
    /// - Parameters:
    ///   - hidden: claims that the reader may not know of. What they are about is not read at all.
    ///   - carrier: brings the evidence to the words that are about to be read, where those are new.
    static func decided(_ claims: [Claim], hiding hidden: Set<Identifier<Claim>> = [], carriedBy carrier: EvidenceCarrier? = nil) -> [DecidedFinding] {
        let corrected = Set(claims.filter { $0.standing != .withdrawn }.compactMap(\.supersedes))
        return claims.compactMap { claim in
            guard let kind = FindingKind(claimKind: claim.kind), let found = claim.words else { return nil }
            let words = carrier?.carry(found) ?? found
            var verdict: DecidedFinding.Verdict
            switch claim.standing {
            case .confirmed: verdict = .confirmed
            case .rejected: verdict = .rejected
            // A suggestion that a person's correction took the place of must not be read again.
            case .superseded: verdict = .rejected
            case .withdrawn: return nil
            case .suggested:
                guard hidden.contains(claim.id) else { return nil }
                verdict = .rejected
            }
            if hidden.contains(claim.id) { verdict = .rejected }
            if claim.standing == .superseded, !corrected.contains(claim.id) { return nil }
            return DecidedFinding(
                kind: kind,
                range: words.range,
                verdict: verdict,
                side: claim.payload["side"].flatMap(Side.init),
                attributes: claim.payload,
                author: claim.author.name,
                isByPerson: claim.author.kind == .person
            )
        }
    }

    /// The claim on each finding, by the finding's id in the reading. A finding that a person confirmed or stated has that
    /// claim, also where the engine's words are not quite the person's.
    static func findingClaims(_ claims: [Claim], in reading: MeetingReading) -> [String: Claim] {
        var byFinding = findingClaims(claims)
        let confirmed = claims.filter { $0.standing == .confirmed }
        for finding in reading.findings where finding.isConfirmed && byFinding[finding.id]?.standing != .confirmed {
            byFinding[finding.id] = confirmed.last { claim in
                guard claim.kind == finding.kind.claimKind, let words = claim.words, let passage = finding.passages.first else { return false }
                return passage.range.overlaps(words.range)
            } ?? byFinding[finding.id]
        }
        return byFinding
    }

    private static func findingClaims(_ claims: [Claim]) -> [String: Claim] {
        var byFinding: [String: Claim] = [:]
        for claim in claims {
            guard let kind = FindingKind(claimKind: claim.kind), let words = claim.words else { continue }
            let key = "\(kind.slug)-\(words.lower)"
            switch claim.standing {
            case .superseded, .withdrawn: continue
            case .rejected: if byFinding[key] == nil { byFinding[key] = claim }
            case .suggested: if byFinding[key]?.standing != .confirmed { byFinding[key] = claim }
            case .confirmed: byFinding[key] = claim
            }
        }
        return byFinding
    }
}
