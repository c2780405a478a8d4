import Covalence

extension Talk {
    /// The rule of a kind that is recognised by words or meaning: the characteristic's own origin, and what fired.
    static func contentRule(_ kind: FindingKind, _ fired: String) -> Rule {
        let who: String = switch kind.sides {
        case [.customer]: "said by the customer"
        case [.seller]: "said by the seller"
        default: "said by either side"
        }
        return Rule(
            id: kind.claimKind,
            statement: "\(kind.title), \(who), recognised in the words: \(fired)",
            provenance: kind.definition.provenance
        )
    }

    /// Kinds that other abilities build from marks and the course of the talk.
    private static let builtElsewhere: Set<FindingKind> = [.customerQuestion, .sellerQuestion, .uptake, .nextStep]

    /// Kinds that go on over several utterances and are shown as one stretch.
    private static let stretches: Set<FindingKind> = [.productTalk, .needTalk, .smallTalk]

    /// Findings that rest on the words of one utterance.
    func contentFindings(orientation: Range<Int>?) -> [Finding] {
        var findings: [Finding] = []
        var open: [FindingKind: Int] = [:]
        for utterance in conversation.utterances.indices {
            var done: Set<String> = []
            for mark in marks[utterance].sorted(by: { $0.strength > $1.strength }) {
                guard let kind = FindingKind(rawValue: mark.code), kind.isContent, !Self.builtElsewhere.contains(kind),
                      isAllowed(kind, sides[utterance])
                else { continue }
                let passage = Finding.Passage(utterance: utterance, range: mark.range)
                let attributes = attributes(of: mark, kind: kind)
                // One finding per kind and attribute in an utterance: the strongest.
                guard done.insert(kind.slug + (attributes["effect"] ?? attributes["object"] ?? attributes["to"] ?? "")).inserted
                else { continue }
                if Self.stretches.contains(kind), let last = open[kind], findings[last].utterances.upperBound == utterance,
                   findings[last].participant == conversation.utterances[utterance].participant,
                   findings[last].isInOrientation == (orientation?.contains(utterance) == true) {
                    findings[last].passages.append(passage)
                    findings[last].utterances = findings[last].utterances.lowerBound..<utterance + 1
                    findings[last].time = span(findings[last].utterances)
                    findings[last].strength = max(findings[last].strength, mark.strength)
                    continue
                }
                open[kind] = findings.count
                findings.append(finding(
                    kind, at: [passage], attributes: attributes, strength: mark.strength,
                    rule: Self.contentRule(kind, mark.rule), phase: orientation
                ))
            }
        }
        return findings
    }

    /// Whether words of this side can show the kind. Where the side is not known, only what any side can show is taken.
    private func isAllowed(_ kind: FindingKind, _ side: Side?) -> Bool {
        guard let side else { return kind.sides.count == 3 }
        return kind.sides.contains(side)
    }

    private func attributes(of mark: ContentMark, kind: FindingKind) -> [String: String] {
        var attributes = mark.attributes
        switch kind {
        // Words that name no effect tell that there is none; meaning alone does not tell.
        case .benefit where mark.origin != .meaning: attributes["effect"] = attributes["effect"] ?? "none"
        case .motive: attributes["spontaneous"] = isAnswer(mark.utterance) ? "no" : "yes"
        default: break
        }
        return attributes
    }

    /// Whether an utterance stands in the turn that follows a question of the other side.
    func isAnswer(_ utterance: Int) -> Bool {
        guard let turn = turnOf[utterance], turn > 0 else { return false }
        let before = turns[turn - 1]
        guard before.side != turns[turn].side else { return false }
        return before.utterances.suffix(max(0, settings.answerLookback)).contains { asks[$0] && words[$0] >= settings.questionWords }
    }

    /// Findings about the course of the talk rather than about words: orientation, survey runs, shift.
    func courseFindings(orientation: Known<Orientation>, surveys: Known<[SurveyRun]>, shift: Known<Shift>) -> [Finding] {
        var findings: [Finding] = []
        if let phase = orientation.value?.phase {
            var attributes = ["words": String(orientation.value?.words ?? 0)]
            if let milliseconds = orientation.value?.milliseconds { attributes["milliseconds"] = String(milliseconds) }
            findings.append(finding(
                .orientation, at: [passage(phase.lowerBound)], attributes: attributes, strength: 1,
                rule: Self.orientationRule, covering: phase
            ))
        }
        for run in surveys.value ?? [] {
            findings.append(finding(
                .surveyRun, at: run.utterances.filter { isSurveyQuestion($0) && sides[$0] == .seller }.map(passage),
                attributes: ["pairs": String(run.pairs)], strength: 1, rule: surveyRule, covering: run.utterances
            ))
        }
        if let shift = shift.value {
            findings.append(finding(
                .shift, at: [passage(shift.utterance)],
                attributes: [
                    "before": percent(shift.before), "after": percent(shift.after),
                    "by": shift.byQuestion ? "question" : "statement",
                ],
                strength: min(1, shift.after - shift.before), rule: Self.shiftRule
            ))
        }
        return findings
    }
}

/// A share as whole per cent: `62 %`.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
