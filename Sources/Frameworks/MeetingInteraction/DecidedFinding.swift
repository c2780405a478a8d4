public import Covalence

/// What a person decided on a finding, or stated themselves; it goes before what the rules see.
public struct DecidedFinding: Hashable, Sendable {
    /// What was decided.
    public enum Verdict: Hashable, Sendable {
        /// It is so.
        case confirmed
        /// It is not so.
        case rejected
    }

    public var kind: FindingKind
    /// The words it rests on, in the text of the transcript, in Unicode scalars.
    public var range: Range<Int>
    public var verdict: Verdict
    /// Whose it is; nil leaves it with the speaker.
    public var side: Side?
    /// What it says beside its kind.
    public var attributes: [String: String]
    /// Who stated it.
    public var author: String
    /// Whether a person stated it, rather than confirmed what the rules saw.
    public var isByPerson: Bool

    /// A decision on a finding.
    public init(
        kind: FindingKind,
        range: Range<Int>,
        verdict: Verdict,
        side: Side? = nil,
        attributes: [String: String] = [:],
        author: String,
        isByPerson: Bool
    ) {
        self.kind = kind
        self.range = range
        self.verdict = verdict
        self.side = side
        self.attributes = attributes
        self.author = author
        self.isByPerson = isByPerson
    }
}

extension FindingKind {
    /// The kind that a claim's kind names (`meeting.benefit`); nil for any other claim.
    public init?(claimKind: String) {
        guard claimKind.hasPrefix("meeting.") else { return nil }
        self.init(rawValue: String(claimKind.dropFirst("meeting.".count)))
    }
}

extension Talk {
    /// The findings with what people decided: rejected ones are gone, confirmed ones are marked, stated ones are there.
    func settle(_ findings: [Finding], by decided: [DecidedFinding]) -> [Finding] {
        guard !decided.isEmpty else { return findings }
        var settled = findings
        for decision in decided where decision.verdict == .rejected {
            settled.removeAll { $0.kind == decision.kind && isAbout($0, decision.range) }
        }
        for decision in decided where decision.verdict == .confirmed {
            if let index = settled.firstIndex(where: { $0.kind == decision.kind && isAbout($0, decision.range) }) {
                settled[index].isConfirmed = true
                if let side = decision.side { settled[index].side = side }
            } else if let stated = stated(decision) {
                settled.append(stated)
            }
        }
        return settled
    }

    /// Whether a finding rests, first of all, on these words.
    private func isAbout(_ finding: Finding, _ range: Range<Int>) -> Bool {
        finding.passages.first.map { $0.range.overlaps(range) || $0.range == range } ?? false
    }

    private func stated(_ decision: DecidedFinding) -> Finding? {
        let passages = conversation.utterances.enumerated().compactMap { index, line -> Finding.Passage? in
            let part = line.range.clamped(to: decision.range)
            return part.isEmpty ? nil : Finding.Passage(utterance: index, range: part)
        }
        guard !passages.isEmpty else { return nil }
        let own = ["finding", "rule", "side", "agreed", "note"]
        var finding = finding(
            decision.kind, at: passages, attributes: decision.attributes.filter { !own.contains($0.key) }, strength: 1,
            rule: Rule(
                id: decision.kind.claimKind, statement: "Stated by \(decision.author).",
                provenance: decision.kind.definition.provenance
            ),
            agreed: decision.attributes["agreed"].map { $0 == "yes" }
        )
        if let side = decision.side { finding.side = side }
        finding.engine = decision.author
        finding.isConfirmed = true
        return finding
    }
}
