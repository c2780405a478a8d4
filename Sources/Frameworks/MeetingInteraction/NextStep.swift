import Covalence

extension Talk {
    static let nextStepRule = Rule(
        id: "meeting.next-step",
        statement: """
            What happens next, with what, who and when; agreed where both sides said it or the other side accepted it in its first reply, \
            and neither left it open.
            """,
        provenance: .ours
    )

    /// Next steps: marks that stand close together are one step; who and when come from the marks, and it is agreed when the
    /// other side states it too or accepts it within the next utterances.
    func nextStepFindings() -> [Finding] {
        var groups: [[ContentMark]] = []
        for utterance in conversation.utterances.indices {
            guard let mark = mark("next-step", utterance), isStep(mark) else { continue }
            if let group = groups.last, group.count < 12, let last = group.last, utterance - last.utterance <= settings.nextStepDistance,
               canJoin(groups[groups.count - 1], mark) {
                groups[groups.count - 1].append(mark)
            } else {
                groups.append([mark])
            }
        }
        return groups.compactMap(nextStep)
    }

    /// What the customer will do inside its own house is its own plan, unless it gives a date to the other side with it ‡.
    private func isStep(_ mark: ContentMark) -> Bool {
        guard sides[mark.utterance] == .customer, has("own-plan", mark.utterance) else { return true }
        return mark.attributes["when"] != nil && lexis.cues[mark.utterance].contains(.other)
    }

    /// Two marks are one step unless they name different times.
    private func canJoin(_ group: [ContentMark], _ mark: ContentMark) -> Bool {
        guard let own = mark.attributes["when"] else { return true }
        return group.allSatisfy { $0.attributes["when"] == nil || $0.attributes["when"]?.lowercased() == own.lowercased() }
    }

    private func nextStep(_ group: [ContentMark]) -> Finding? {
        guard let best = group.max(by: { $0.strength < $1.strength }), let first = group.first, let last = group.last else { return nil }
        var attributes = best.attributes
        attributes["what"] = quote(best.utterance, best.range)
        for mark in group {
            if attributes["when"] == nil { attributes["when"] = mark.attributes["when"] }
            if attributes["advance"] == nil { attributes["advance"] = mark.attributes["advance"] }
            if attributes["who"] == nil { attributes["who"] = mark.attributes["who"] }
        }
        // A time given in the reply belongs to the step: “Could you do Thursday?” – “Thursday at ten is fine.”
        if attributes["when"] == nil {
            let reach = min(conversation.utterances.count, last.utterance + 1 + settings.agreementLookahead)
            for reply in last.utterance..<reach {
                if let mark = mark("date", reply) {
                    attributes["when"] = mark.attributes["when"]
                    break
                }
            }
        }
        attributes["who"] = who(attributes["who"], saidIn: best.utterance)
        let agreement = hasSides ? acceptance(of: group) : nil
        var agreed: Bool?
        if hasSides, sides[first.utterance] != nil { agreed = agreement != nil }
        var passages = group.map { Finding.Passage(utterance: $0.utterance, range: $0.range) }
        if let agreement, !passages.contains(where: { $0.utterance == agreement }) { passages.append(passage(agreement)) }
        return finding(
            .nextStep, at: passages, attributes: attributes, strength: best.strength, rule: Self.nextStepRule, agreed: agreed,
            covering: first.utterance..<max(last.utterance, agreement ?? 0) + 1
        )
    }

    /// The utterance in which the other side says or accepts the step ‡: its first reply decides, and one that leaves it open (“we'll
    /// see”, “at some point”) accepts nothing. Of a choice (“a date, or shall I just ring?”) something must be chosen by name.
    private func acceptance(of group: [ContentMark]) -> Int? {
        guard let first = group.first, let last = group.last, let side = sides[first.utterance],
              !group.contains(where: { has("vague", $0.utterance) })
        else { return nil }
        if let other = group.first(where: { sides[$0.utterance] == side.other && !asks[$0.utterance] }) { return other.utterance }
        let isChoice = asks[last.utterance] && questionType(last.utterance) == .eitherOr
        let reach = min(conversation.utterances.count, last.utterance + 1 + settings.agreementLookahead)
        guard last.utterance + 1 < reach else { return nil }
        for reply in last.utterance + 1..<reach {
            guard sides[reply] == side.other else { continue }
            if has("disagreement", reply) || has("objection", reply) || has("vague", reply) { return nil }
            if has("next-step", reply) || (isChoice ? has("date", reply) : has("agreement", reply) || has("acceptance", reply)) { return reply }
            // Its first word of substance was about something else: a later “okay” is too.
            if !listens[reply] { return nil }
        }
        return nil
    }

    /// Who does it: a name as said, or the speaker behind “I”, the side behind “we” and “you”.
    private func who(_ word: String?, saidIn utterance: Int) -> String? {
        let speaker = conversation.utterances[utterance].participant.map { conversation.participants[$0].name }
        let text = conversation.utterances[utterance].text
        // Who says “I'm there” does it, and so does who says “you'll have it”.
        guard let word else { return ["I'm there", "I'll ", "I’m there", "I’ll "].contains { text.contains($0) } ? speaker : nil }
        if word == "you", ["ou'll have", "ou'll get", "ou will have", "ou will get", "ou’ll have", "ou’ll get"].contains(where: { text.contains($0) }) {
            return speaker
        }
        switch word {
        case "i": return speaker ?? sides[utterance].map(sideName)
        case "we": return sides[utterance].map { "\(sideName($0))'s side" }
        case "you": return sides[utterance]?.other.map { "\(sideName($0))'s side" }
        case "both": return "both sides"
        default: return word
        }
    }
}

/// The side in a sentence: `the seller`.
func sideName(_ side: Side) -> String {
    switch side {
    case .seller: "the seller"
    case .customer: "the customer"
    case .thirdParty: "a third party"
    }
}
