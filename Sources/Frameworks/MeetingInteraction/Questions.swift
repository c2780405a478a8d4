public import Covalence

/// How many questions each side asked, outside the orientation phase.
public struct MeetingQuestions: Hashable, Sendable, Codable {
    public var customer: Int
    /// By object: product, service, price, reference, supplier, other.
    public var customerByObject: [String: Int]
    public var seller: Int
    /// By form: yes-no, wh, open, either-or, rhetorical; where a tagger read it.
    public var sellerByType: [String: Int]
    /// By purpose: discussion, experience, decision, need, environment, other.
    public var sellerByPurpose: [String: Int]
    /// Share of open questions (open and wh that open discussion) among those whose form is known, 0 to 1.
    public var sellerOpenShare: Known<Double>
    /// Seller questions that build on what the customer just said.
    public var deepening: Int
}

extension Talk {
    static let customerQuestionRule = Rule(
        id: "meeting.customer-question",
        statement: "An utterance of the customer that asks, small talk, rhetorical and very short ones apart; its object read from the words.",
        provenance: alamakiKaski
    )
    static let sellerQuestionRule = Rule(
        id: "meeting.seller-question",
        statement: "An utterance of the seller that asks, very short ones apart; form from the act, purpose from the words.",
        provenance: .literature("Alamäki & Kaski for the purposes; MRDA manual (Shriberg et al. 2004) for the forms")
    )

    /// One finding for each question of either side. Acts alone are enough; where the words were not read, object and purpose
    /// are missing.
    func questionFindings(orientation: Range<Int>?) -> [Finding] {
        guard hasSides else { return [] }
        var findings: [Finding] = []
        for utterance in conversation.utterances.indices
        where asksOrMeans(utterance) && words[utterance] >= settings.questionWords && !has("small-talk", utterance) {
            switch sides[utterance] {
            case .customer where questionType(utterance) != .rhetorical:
                let mark = mark("customer-question", utterance)
                guard !isRequestToRepeat(utterance) else { continue }
                var attributes: [String: String] = [:]
                if annotations.marks != nil { attributes["object"] = mark?.attributes["object"] ?? "other" }
                if let type = questionType(utterance) { attributes["type"] = type.rawValue }
                findings.append(finding(
                    .customerQuestion, at: [passage(utterance)], attributes: attributes, strength: mark?.strength ?? 0.6,
                    rule: Self.customerQuestionRule, phase: orientation
                ))
            case .seller:
                guard !has("understanding-check", utterance), !isRequestToRepeat(utterance) else { continue }
                let all = marks[utterance].filter { $0.code == "seller-question" }
                let mark = all.filter { $0.attributes["purpose"] != nil }.max { $0.strength < $1.strength } ?? all.first
                var attributes: [String: String] = [:]
                if annotations.marks != nil { attributes["purpose"] = mark?.attributes["purpose"] ?? "other" }
                if let type = questionType(utterance) { attributes["type"] = type.rawValue }
                if all.contains(where: { $0.attributes["open"] == "yes" }) { attributes["open"] = "yes" }
                findings.append(finding(
                    .sellerQuestion, at: [passage(utterance)], attributes: attributes, strength: mark?.strength ?? 0.6,
                    rule: Self.sellerQuestionRule, phase: orientation
                ))
            default: continue
            }
        }
        return findings
    }

    /// Whether an utterance asks, by its form or by what it means: “Tell me what happens with our old records.”
    private func asksOrMeans(_ utterance: Int) -> Bool {
        if asks[utterance] { return true }
        return marks[utterance].contains { $0.origin == .meaning && $0.code == (sides[utterance] == .customer ? "customer-question" : "seller-question") }
    }

    /// “Sorry, what was that?” and “Can you hear me?” ask about the channel and not about the matter.
    private func isRequestToRepeat(_ utterance: Int) -> Bool { has("channel", utterance) }

    /// Counts over the questions outside the orientation phase.
    func questionCounts(_ findings: [Finding]) -> Known<MeetingQuestions> {
        guard hasSides else { return .notKnown(.sides) }
        var counts = MeetingQuestions(
            customer: 0, customerByObject: [:], seller: 0, sellerByType: [:], sellerByPurpose: [:],
            sellerOpenShare: .notKnown(.material("the form of the seller's questions was not read.")), deepening: 0
        )
        var open = 0
        var typed = 0
        for finding in findings where !finding.isInOrientation {
            switch finding.kind {
            case .customerQuestion:
                counts.customer += 1
                if let object = finding.attributes["object"] { counts.customerByObject[object, default: 0] += 1 }
            case .sellerQuestion:
                counts.seller += 1
                if let purpose = finding.attributes["purpose"] { counts.sellerByPurpose[purpose, default: 0] += 1 }
                if let type = finding.attributes["type"] { counts.sellerByType[type, default: 0] += 1 }
                // Words tell open questions too, so where they were read every question counts.
                if finding.attributes["type"] != nil || annotations.marks != nil {
                    typed += 1
                    if isOpen(finding) { open += 1 }
                }
            case .uptake where finding.side == .seller && finding.attributes["form"] == "question":
                counts.deepening += 1
            default: break
            }
        }
        if typed > 0 { counts.sellerOpenShare = .known(Double(open) / Double(typed)) }
        return .known(counts)
    }

    /// Open by its form, or by words that open discussion (“tell me about …”, “how do you …”) ‡.
    func isOpen(_ finding: Finding) -> Bool {
        finding.attributes["type"] == QuestionType.open.rawValue || finding.attributes["open"] == "yes"
    }
}
