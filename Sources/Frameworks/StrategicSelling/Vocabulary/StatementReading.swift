public import Covalence

extension SellingKinds {
    /// What claims of a kind are about; nil for what is not in the vocabulary.
    public static func about(_ kind: String) -> AboutWhat? { readable(kind)?.about }

    /// A claim as the vocabulary writes what it states: fields that its kind does not know are left out, an amount is written out.
    ///
    /// - Returns: nil where the claim is of no kind of the vocabulary, is about something else, or cannot be read.
    public static func normalized(_ claim: Claim) -> Claim? { readable(claim.kind)?.normalized(claim) }

    /// Whether a claim takes the place of a former one: they are about the same, and only one of their kind holds at once, or one of each key.
    public static func replaces(_ claim: Claim, _ former: Claim) -> Bool { readable(claim.kind)?.replaces(claim, former) ?? false }

    private static func readable(_ kind: String) -> (any ReadableKind)? { byName[kind] as? any ReadableKind }
}

/// A kind whose claims can be checked without knowing what they state.
protocol ReadableKind: Sendable {
    var about: AboutWhat { get }
    func normalized(_ claim: Claim) -> Claim?
    func replaces(_ claim: Claim, _ former: Claim) -> Bool
}

extension StatementKind: ReadableKind {
    func normalized(_ claim: Claim) -> Claim? {
        guard let content = content(of: claim) else { return nil }
        return self.claim(
            content, id: claim.id, about: claim.subject, author: claim.author, statedBy: claim.statedBy, saidBy: claim.saidBy,
            confidence: claim.confidence, observedAt: claim.observedAt, recordedAt: claim.recordedAt, evidence: claim.evidence, standing: claim.standing,
            supersedes: claim.supersedes, confidentialTo: claim.confidentialTo
        )
    }

    func replaces(_ claim: Claim, _ former: Claim) -> Bool {
        guard keeping == .latest, claim.subject == former.subject, claim.id != former.id, let new = content(of: claim), let old = content(of: former) else {
            return false
        }
        return key(new) == key(old)
    }
}
