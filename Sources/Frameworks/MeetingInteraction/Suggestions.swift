import Covalence

extension Review {
    /// At most three suggestions, each tied to a moment. In order of priority ‡: what can still be put right after this meeting
    /// comes first (a next step, an open objection, an open price question), then what to do otherwise next time.
    func suggestions() -> [Advice] {
        guard talk.hasSides else { return [] }
        var found: [Advice] = []
        var used: Set<Int> = []
        for make in [nextStep, objection, price, survey, benefitWithoutEffect, dominance, presentation, understandingCheck, deepen] {
            guard found.count < 3 else { break }
            guard let advice = make(), used.insert(advice.utterance).inserted else { continue }
            found.append(advice)
        }
        return found
    }

    private func advice(_ id: String, _ text: String, because reason: String, at utterance: Int, on findings: [Finding] = [], rule: Rule) -> Advice {
        Advice(
            id: id, text: text, reason: reason, utterance: utterance, time: talk.conversation.utterances[utterance].time,
            quote: talk.quote(utterance, findings.first?.passages.first?.range), findings: findings.map(\.id), rule: rule
        )
    }

    private func nextStep() -> Advice? {
        guard talk.missingContent == nil else { return nil }
        let steps = reading.findings(of: .nextStep)
        let agreed = steps.filter { $0.agreed == true }
        if let step = bestStep(agreed) {
            let parts = [step.attributes["who"] == nil ? "who does it" : nil, step.attributes["when"] == nil ? "when" : nil].compactMap { $0 }
            guard !parts.isEmpty else { return nil }
            return advice(
                "next-step-incomplete", "Write to the customer and settle \(parts.joined(separator: " and ")).",
                because: "The next step was agreed \(when(step)) without saying \(parts.joined(separator: " or ")).", at: step.utterance,
                on: [step], rule: Talk.nextStepRule
            )
        }
        if let step = bestStep(steps) {
            return advice(
                "next-step-open", "Ask the customer whether this step suits, with who and when.",
                because: "The step was named \(when(step)); the other side did not accept it in words.", at: step.utterance, on: [step],
                rule: Talk.nextStepRule
            )
        }
        if let plan = reading.findings(of: .ownPlan).last {
            return advice(
                "next-step-from-plan", "Turn the customer's own plan into a step of both: offer what helps it, with who and when.",
                because: "The customer said \(when(plan)) how it will go on; no common step was recognised.", at: plan.utterance, on: [plan],
                rule: Talk.nextStepRule
            )
        }
        guard let last = talk.sides.lastIndex(where: { $0 == .seller }) else { return nil }
        return advice(
            "no-next-step", "Propose a next step now, with what, who and when, and let the customer confirm it.",
            because: "The meeting ended without a next step that was recognised.", at: last, rule: Talk.nextStepRule
        )
    }

    private func objection() -> Advice? {
        guard let open = ignoredObjections().first else { return nil }
        return advice(
            "objection-open", "Come back to this doubt: ask what it rests on before you answer.",
            because: "The customer doubted \(open.attributes["to"] == "value" ? "the value" : "the fit") \(when(open)), and it was not taken up.",
            at: open.utterance, on: [open],
            rule: ours("objection", "A doubt of the customer that the seller does not take up within \(reading.settings.answerTurns) turns.")
        )
    }

    private func price() -> Advice? {
        guard talk.missingContent == nil, let open = unansweredPrices().first else { return nil }
        return advice(
            "price-open", "Give a figure or a range, or say when it will come.",
            because: "The customer asked about the price \(when(open)) and got no figure.", at: open.utterance, on: [open],
            rule: ours("price", "A price question with no price in the seller's next \(reading.settings.answerTurns) turns.")
        )
    }

    private func survey() -> Advice? {
        guard let run = reading.findings(of: .surveyRun).max(by: { pairs($0) < pairs($1) }),
              let middle = run.passages.dropFirst(2).first ?? run.passages.first
        else { return nil }
        return advice(
            "survey", "About here, stop the list: say what you made of the answers, and ask something open that builds on one of them.",
            because: "\(pairs(run)) questions in a row got only short answers, from \(when(run).replacing("at ", with: "")) on.",
            at: middle.utterance, on: [run], rule: talk.surveyRule
        )
    }

    private func pairs(_ run: Finding) -> Int { run.attributes["pairs"].flatMap { Int($0) } ?? 0 }

    private func benefitWithoutEffect() -> Advice? {
        guard let idea = reading.findings(of: .benefit).first(where: { $0.attributes["effect"] == "none" }) else { return nil }
        return advice(
            "benefit-without-effect", "Ask what it would bring: advantage, money, saving, improvement or efficiency, and how much.",
            because: "The customer named a benefit \(when(idea)) without an effect, so it stays an idea.", at: idea.utterance, on: [idea],
            rule: Rule(id: "meeting.benefit", statement: FindingKind.benefit.definition.meaning, provenance: alamakiKaski)
        )
    }

    private func dominance() -> Advice? {
        guard let balance = reading.balance.value, balance.dominant == .seller else { return nil }
        // The seller's longest turn outside the presentation is the moment to hand over.
        let phase = reading.orientation.value?.phase
        let turn = talk.turns.filter { $0.side == .seller && $0.utterances.first.map { phase?.contains($0) != true } == true }
            .max { $0.words < $1.words }
        guard let turn, let first = turn.utterances.first else { return nil }
        return advice(
            "dominance", "Here, pause and hand over with a question.",
            because: "The seller spoke \(percent(1 - balance.customerWords)) of the words in dialogue; this turn alone has \(count(turn.words, "word")).",
            at: first, rule: Talk.balanceRule
        )
    }

    private func presentation() -> Advice? {
        guard let orientation = reading.orientation.value, let phase = orientation.phase else { return nil }
        let isLong = orientation.milliseconds.map { $0 > reading.settings.longPresentationMilliseconds }
            ?? (orientation.words > reading.settings.longPresentationWords)
        guard isLong else { return nil }
        return advice(
            "long-presentation", "Break the presentation here: ask what of it matters most to the customer.",
            because: "The presentation took \(orientation.milliseconds.map(length) ?? count(orientation.words, "word")).",
            at: phase.lowerBound + phase.count / 2, on: reading.findings(of: .orientation), rule: Talk.orientationRule
        )
    }

    private func understandingCheck() -> Advice? {
        guard talk.missingContent == nil, reading.findings(of: .understandingCheck).isEmpty, reading.findings(of: .applying).isEmpty,
              let shown = (reading.findings(of: .demonstration) + reading.findings(of: .referenceCase)).last(where: { $0.side == .seller })
        else { return nil }
        return advice(
            "understanding-unchecked", "After this, ask how it would look in the customer's own work.",
            because: "Something was shown or told \(when(shown)); nobody checked what the customer made of it.", at: shown.utterance, on: [shown],
            rule: Rule(id: "meeting.understanding", statement: FindingKind.understandingCheck.definition.meaning, provenance: alamakiKaski)
        )
    }

    /// What the customer told of its needs and the seller did not build on.
    private func deepen() -> Advice? {
        guard talk.missingContent == nil else { return nil }
        let told = reading.findings.filter { $0.kind == .motive || ($0.kind == .customerInformation && $0.attributes["object"] == "need") }
        guard let missed = told.first(where: { talk.words[$0.utterance] >= 8 && talk.takenUp($0.utterance) == nil }) else { return nil }
        return advice(
            "need-passed-over", "Here, ask on: what does it lead to, and what would it be worth to change it?",
            because: "The customer spoke of a need \(when(missed)), and the seller did not build on it.", at: missed.utterance, on: [missed],
            rule: Talk.uptakeRule
        )
    }
}
