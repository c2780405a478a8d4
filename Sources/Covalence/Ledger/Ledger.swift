/// Claims and the decisions on them, folded as of a date. Pure: the same claims and decisions give the same answer.
public struct Ledger: Sendable {
    /// Every claim, as it was made.
    public let claims: [Claim]
    /// Every decision, in order of time.
    public let decisions: [Decision]

    /// - Parameters:
    ///   - claims: in any order; `standing` is taken as the standing at the time of recording.
    ///   - decisions: in any order; of several on one claim in the same millisecond the one that comes last decides.
    public init(claims: [Claim], decisions: [Decision]) {
        self.claims = claims.sorted { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) }
        self.decisions = decisions.enumerated()
            .sorted { ($0.element.at, $0.element.claim, $0.offset) < ($1.element.at, $1.element.claim, $1.offset) }
            .map(\.element)
    }

    /// The claims as known at a moment: those recorded at or before it, with the standing they had then.
    public func asKnown(at time: Timestamp) -> [Claim] {
        var latest: [Identifier<Claim>: Standing] = [:]
        for decision in decisions where decision.at <= time { latest[decision.claim] = decision.standing }
        return claims.compactMap { claim in
            guard claim.recordedAt <= time else { return nil }
            var claim = claim
            if let standing = latest[claim.id] { claim.standing = standing }
            return claim
        }
    }

    /// What was done with one claim, in order of time.
    public func history(of claim: Identifier<Claim>) -> [Decision] {
        decisions.filter { $0.claim == claim }
    }
}
