import Covalence
import MeetingInteraction
import Workbench

extension ReadMeeting {
    /// Most places shown under a statement; the others are found in the transcript.
    private static let placesShown = 3

    /// The findings A to D.
    ///
    /// - Parameter open: the statement whose words are shown from the start, after somebody decided on one of them.
    func findings(open: String? = nil) -> FindingsPiece {
        let found = Dictionary(reading.findings.map { ($0.id, $0) }) { first, _ in first }
        let setAside = claims.values.filter { $0.standing == .rejected }.sorted { ($0.words?.lower ?? 0, $0.id) < ($1.words?.lower ?? 0, $1.id) }
        return FindingsPiece(
            note: reading.caveat,
            groups: reading.sections.map { section in
                FindingGroup(
                    letter: section.section.rawValue, name: section.title, meaning: section.section.meaning,
                    findings: section.statements.map { view(of: $0, found: found, isOpen: $0.id == open) }
                )
            },
            setAside: setAside.compactMap(setAsideView),
            setAsideIsOpen: open == "set-aside"
        )
    }

    private func view(of statement: Statement, found byID: [String: Finding], isOpen: Bool) -> FindingView {
        let tones: [Statement.Notice: FindingView.Tone] = [.seen: .good, .plain: .neutral, .attention: .watch, .notKnown: .unknown]
        let found = statement.findings.compactMap { byID[$0] }
        let missing = statement.happened.missing
        return FindingView(
            id: statement.id, name: statement.title, tone: tones[statement.notice] ?? .neutral,
            statement: statement.happened.value, meaning: statement.means, advice: statement.toDo,
            missing: missing?.reason, missingHref: missing.flatMap(whereToGive)?.href, missingAction: missing.flatMap(whereToGive)?.action,
            evidence: found.prefix(Self.placesShown).map { evidence($0, under: statement.id) },
            furtherEvidence: max(0, found.count - Self.placesShown), furtherHref: transcript(of: Set(found.map(\.kind))), isOpen: isOpen, rule: statement.rule, author: reading.engine ?? "rules on the course of the talk"
        )
    }

    /// The transcript narrowed to one kind of content.
    private func transcript(of kinds: Set<FindingKind>) -> String? {
        guard kinds.count == 1, let kind = kinds.first, kind.isContent else { return nil }
        return "/meetings/\(id)?code=\(kind.rawValue)#transcript"
    }

    private func evidence(_ finding: Finding, under statement: String) -> EvidenceView {
        let passage = finding.passages.first
        let claim = claims[finding.id]
        return EvidenceView(
            meeting: id, finding: finding.id, statementID: statement, kind: finding.kind, attributes: Self.text(of: finding),
            quote: quote(passage?.utterance ?? finding.utterance, range: passage?.range, hasChanged: claim?.words?.wordsChanged ?? false),
            claim: claim.map { .init(id: $0.id, standing: $0.standing, author: $0.author) }, mayDecide: mayChange
        )
    }

    private func setAsideView(_ claim: Claim) -> EvidenceView? {
        guard let kind = FindingKind(claimKind: claim.kind), let words = claim.evidence.lazy.compactMap({ evidence -> Evidence.Words? in
            if case .words(let words) = evidence.place { words } else { nil }
        }).first, let utterance = utterance(at: words.lower)
        else { return nil }
        return EvidenceView(
            meeting: id, finding: "\(kind.rawValue)-\(words.lower)", statementID: "set-aside", kind: kind,
            quote: quote(utterance, range: words.range, hasChanged: words.wordsChanged),
            claim: .init(id: claim.id, standing: claim.standing, author: claim.author), mayDecide: mayChange
        )
    }

    /// The utterance that holds a position of the transcript's text.
    func utterance(at position: Int) -> Int? {
        let lines = conversation.utterances
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].range.upperBound < position { low = middle + 1 } else { high = middle }
        }
        return low < lines.count ? low : nil
    }

    /// Where a person can give what is missing; nil for whoever may not.
    func whereToGive(_ missing: Missing) -> (href: String, action: String)? {
        guard mayChange else { return nil }
        return switch missing {
        case .sides: ("/meetings/\(id)/cast", "Say who is who")
        case .language: ("#about", "Set the language")
        case .times, .unreadLanguage, .material: nil
        }
    }

    /// What a finding says beside its kind, in words.
    static func text(of finding: Finding) -> String? {
        let shown = [("effect", "effect"), ("object", "about"), ("purpose", "about"), ("to", "to the"), ("feeling", ""), ("what", ""), ("who", "who:"), ("when", "when:")]
        var parts = shown.compactMap { key, word in
            finding.attributes[key].flatMap { value in
                value == "other" ? nil : key == "effect" && value == "none" ? "no effect stated" : word.isEmpty ? value : "\(word) \(value)"
            }
        }
        if let agreed = finding.agreed { parts.append(agreed ? "agreed by both" : "not accepted in words") }
        if finding.attributes["spontaneous"] == "yes" { parts.append("nobody asked") }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
