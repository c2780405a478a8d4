import Covalence

extension Review {
    /// D. Common understanding of business benefits.
    func businessBenefits() -> [Statement] {
        [
            orientation(), benefits(), understanding(),
            presence(.realisation, unseen: "Nothing was recognised that the customer saw as new."),
            objections(), prices(),
            presence(.adoptionCost, unseen: "The cost or effort of adopting was not named, as far as the words show."),
            references(),
            presence(.demonstration, unseen: "Nothing was shown, as far as the words tell."),
            presence(.supportingFactor, unseen: "No supporting factor in the customer's organisation was recognised."),
            presence(.resistingFactor, unseen: "No resisting factor in the customer's organisation was recognised."),
            presence(
                .decisionProcess, unseen: "How, by whom and when it is decided was not said, as far as the words show.",
                unseenNotice: .attention, unseenToDo: "Ask how such decisions are made there."
            ),
            presence(.sellingInside, unseen: "Nothing was recognised on who must be convinced inside and how."),
            nextSteps(),
            presence(
                .emotion,
                seen: {
                    "The customer used words of feeling \(times(lines($0)).lowercased())\(parted($0, "feeling")), first \(when($0[0])): \(quoted($0[0]))."
                },
                unseen: "No words of feeling were recognised. Only words are read, never voice or face."
            ),
        ]
    }

    private func orientation() -> Statement {
        let kind = FindingKind.orientation
        guard case .known(let orientation) = reading.orientation else {
            return notKnown(kind.slug, kind.title, .sides, rule: Talk.orientationRule)
        }
        guard orientation.phase != nil else {
            return statement(
                kind.slug, kind.title, .plain, "Nobody presented first.", means: kind.definition.meaning, rule: Talk.orientationRule
            )
        }
        let isLong = orientation.milliseconds.map { $0 > reading.settings.longPresentationMilliseconds }
            ?? (orientation.words > reading.settings.longPresentationWords)
        let took = orientation.milliseconds.map(length) ?? count(orientation.words, "word")
        return statement(
            kind.slug, kind.title, isLong ? .attention : .plain,
            "The seller presented first for \(took) (\(percent(orientation.share)) of the words of the meeting).",
            means: kind.definition.meaning + (isLong ? " This one was long by the workspace's measure." : ""),
            toDo: isLong ? kind.definition.toDo : nil, rule: Talk.orientationRule, on: reading.findings(of: kind)
        )
    }

    /// Benefits, those without a stated effect pointed out.
    private func benefits() -> Statement {
        let kind = FindingKind.benefit
        let rule = Rule(id: kind.claimKind, statement: kind.definition.meaning, provenance: alamakiKaski)
        if let missing { return notKnown(kind.slug, kind.title, missing, rule: rule) }
        let found = counted(kind)
        guard !found.isEmpty else {
            return statement(
                kind.slug, kind.title, .attention, "The customer named no benefit for its own business, as far as the words show.",
                means: kind.definition.meaning, toDo: "Ask what it would be worth to the customer.", rule: rule
            )
        }
        let ideas = found.filter { $0.attributes["effect"] == "none" }
        // A line that shows an effect twice (a saving, and in money) is one benefit, and one of both kinds.
        let effects = found.filter { $0.attributes["effect"] != "none" && $0.attributes["effect"] != nil }
        let stated = parted(effects, "effect")
        let withEffect = Set(effects.map(\.utterance))
        var text = "The customer named \(count(lines(found), "benefit"))"
        // What only a model of meaning saw may have an effect that nobody read.
        let unread = Set(found.filter { $0.attributes["effect"] == nil }.map(\.utterance)).subtracting(withEffect)
        let without = Set(ideas.map(\.utterance)).subtracting(withEffect).subtracting(unread)
        let isOpen = !unread.isEmpty
        if effects.isEmpty {
            text += isOpen ? "; whether with an effect is not known." : ", none with a stated effect."
        } else {
            let rest = [without.isEmpty ? nil : "\(without.count) without a stated effect", isOpen ? "of \(unread.count) it is not known" : nil].compactMap(\.self)
            text += rest.isEmpty ? ", \(withEffect.count == 1 ? "" : "each ")with a stated effect\(stated)."
                : ", \(withEffect.count) with a stated effect\(stated), \(rest.joined(separator: ", "))."
        }
        return statement(
            kind.slug, kind.title, effects.isEmpty && !isOpen ? .attention : .seen, text, means: kind.definition.meaning,
            toDo: ideas.isEmpty ? kind.definition.toDo : "Ask of \(quoted(ideas[0])): how much, for whom, from when?", rule: rule, on: found
        )
    }

    /// Applying by the customer and checking by the seller belong together: did the customer get the idea and the fit?
    private func understanding() -> Statement {
        let title = "Understanding"
        let rule = Rule(
            id: "meeting.understanding",
            statement: "The customer connects the new knowledge with its own practice; the seller checks that it was understood.",
            provenance: alamakiKaski
        )
        if let missing { return notKnown("understanding", title, missing, rule: rule) }
        let applied = counted(.applying)
        let checked = counted(.understandingCheck)
        let text = (applied.isEmpty
            ? "The customer did not connect it with its own practice, as far as the words show"
            : "The customer connected it with its own practice \(times(applied.count).lowercased()), first \(when(applied[0]))")
            + (checked.isEmpty ? "; the seller never checked that it was understood." : "; the seller checked \(times(checked.count).lowercased()).")
        return statement(
            "understanding", title, checked.isEmpty && applied.isEmpty ? .attention : applied.isEmpty ? .plain : .seen, text,
            means: "At the end it shows whether the customer got the idea, the key benefits and the fit.",
            toDo: checked.isEmpty ? "Ask the customer to say what it would look like in its own work." : nil, rule: rule, on: applied + checked
        )
    }

    private func references() -> Statement {
        let kind = FindingKind.referenceCase
        let rule = Rule(id: kind.claimKind, statement: kind.definition.meaning, provenance: alamakiKaski)
        if let missing = talk.missingContent { return notKnown(kind.slug, kind.title, missing, rule: rule) }
        let found = counted(kind)
        guard !found.isEmpty else {
            return statement(
                kind.slug, kind.title, .plain, "No other customer's case was told, as far as the words show.",
                means: kind.definition.meaning, rule: rule
            )
        }
        let connected = found.filter { connection(to: $0) != nil }
        let answers = connected.compactMap { connection(to: $0) }
        return statement(
            kind.slug, kind.title, connected.isEmpty ? .plain : .seen,
            "Another customer's case was told \(times(found.count).lowercased()), first \(when(found[0])). "
                + (connected.isEmpty ? "The customer did not connect it with its own case, as far as the words show."
                    : "The customer connected \(connected.count == found.count ? "it" : "\(connected.count) of them") with its own case."),
            means: "A case helps where the customer connects it with its own.",
            toDo: connected.isEmpty ? kind.definition.toDo : nil, rule: rule, on: found + answers
        )
    }

    /// What the customer says of its own case soon after a reference: applying, needs, or a question about it.
    private func connection(to reference: Finding) -> Finding? {
        let reach = reference.utterances.upperBound + 2 * reading.settings.uptakeLookback
        // Findings stand in order of the talk, so the ones behind the reference are found by halving.
        let all = reading.findings
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].utterance < reference.utterance { low = middle + 1 } else { high = middle }
        }
        return all[low...].prefix { $0.utterance < reach }.first {
            $0.side == .customer
                && ($0.kind == .applying || ($0.kind == .uptake) || ($0.kind == .customerQuestion && $0.attributes["object"] == "reference"))
        }
    }
}
