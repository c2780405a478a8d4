public import Covalence

/// The fields of a claim that a finding suggests. Ids, author and times are given where claims are kept.
public struct SuggestedClaim: Hashable, Sendable, Codable {
    /// `meeting.benefit`.
    public var kind: String
    /// The short form: the effect, object or purpose where there is one, else the kind's title.
    public var value: String
    /// Who it speaks of: whose words they are, or who does the next step.
    public var object: String?
    /// The finding's attributes, with `finding`, `rule`, `side` and `agreed`.
    public var payload: [String: String]
    /// Where to jump to.
    public var utterance: Int
    /// The words, in Unicode scalars of the transcript's text: one range per passage, the first the main one.
    public var ranges: [Range<Int>]
    /// How sure, 0 to 1; not a probability.
    public var strength: Double

    /// The main words.
    public var range: Range<Int> { ranges.first ?? 0..<0 }
}

extension MeetingReading {
    /// What the findings suggest to the ledger, in order. Talk about product and needs and small talk are left out: they are the
    /// course of the talk, and nobody needs to confirm them.
    ///
    /// - Parameter conversation: the one that was read, for the names of people.
    public func suggestedClaims(in conversation: Conversation) -> [SuggestedClaim] {
        findings.compactMap { finding in
            switch finding.kind {
            case .productTalk, .needTalk, .smallTalk: return nil
            default: break
            }
            var payload = finding.attributes
            payload["finding"] = finding.id
            payload["rule"] = finding.rule.statement
            payload["side"] = finding.side?.rawValue
            if let agreed = finding.agreed { payload["agreed"] = agreed ? "yes" : "no" }
            let speaker = finding.participant.flatMap {
                conversation.participants.indices.contains($0) ? conversation.participants[$0].name : nil
            }
            let keys = ["effect", "object", "purpose", "to", "feeling", "when"]
            return SuggestedClaim(
                kind: finding.kind.claimKind,
                value: keys.lazy.compactMap { finding.attributes[$0] }.first ?? finding.kind.title,
                object: finding.kind == .nextStep ? finding.attributes["who"] ?? speaker : speaker,
                payload: payload,
                utterance: finding.utterance,
                ranges: finding.passages.isEmpty ? [] : finding.passages.map(\.range),
                strength: finding.strength
            )
        }
    }
}
