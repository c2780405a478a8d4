import Covalence

extension Review {
    /// Objections, and whether the seller took them up.
    func objections() -> Statement {
        let kind = FindingKind.objection
        let rule = ours("objection", """
            A doubt of the customer about value or fit; taken up where the seller answers it or asks on within \
            \(reading.settings.answerTurns) of its turns. No objection says something only of a customer who was demonstrably active.
            """)
        if let missing { return notKnown(kind.slug, kind.title, missing, rule: rule) }
        let found = counted(kind)
        guard !found.isEmpty else {
            guard let balance = reading.balance.value, balance.customerWasActive else {
                return notKnown(
                    kind.slug, kind.title,
                    .material("no objection was recognised, and the customer was not active enough for that to say anything."), rule: rule
                )
            }
            return statement(
                kind.slug, kind.title, .seen, "The customer was active and doubted neither value nor fit, as far as the words show.",
                means: "With an active customer, the absence of objections speaks for a common understanding.", rule: rule
            )
        }
        let open = ignoredObjections()
        let number = lines(found)
        let text = "The customer voiced doubt \(times(number).lowercased())\(parted(found, "to")), first \(when(found[0])): \(quoted(found[0])). "
        let passed = lines(open)
        return statement(
            kind.slug, kind.title, open.isEmpty ? .plain : .attention,
            text + (open.isEmpty ? "The seller took up \(number == 1 ? "it" : "all of them")."
                : number == 1 ? "It was not taken up, as far as the words show."
                : "\(passed) of them \(passed == 1 ? "was" : "were") not taken up, as far as the words show."),
            means: "A doubt that is taken up can become common understanding; one that is passed over stays.",
            toDo: open.isEmpty ? nil : kind.definition.toDo, rule: rule, on: found
        )
    }

    /// Objections that the seller did not take up; one that asks is taken up by an answer of some length.
    func ignoredObjections() -> [Finding] {
        reading.findings(of: .objection).filter { objection in
            let utterance = objection.utterances.upperBound - 1
            // Who accepts in the same breath leaves nothing open.
            guard !talk.has("acceptance", utterance), talk.takenUp(utterance) == nil else { return false }
            guard talk.asks[utterance], let turn = talk.turnOf[utterance], turn + 1 < talk.turns.count else { return true }
            return talk.turns[turn + 1].side != .seller || talk.turns[turn + 1].words < reading.settings.tellingWords
        }
    }

    /// Prices, and whether the customer's questions about them were answered.
    func prices() -> Statement {
        let kind = FindingKind.price
        let rule = ours("price", """
            A price question of the customer counts as answered where the seller speaks of prices within \
            \(reading.settings.answerTurns) of its turns.
            """)
        if let missing = talk.missingContent { return notKnown(kind.slug, kind.title, missing, rule: rule) }
        let found = counted(kind)
        let open = unansweredPrices()
        if let first = open.first {
            return statement(
                kind.slug, kind.title, .attention,
                "The customer asked about the price \(when(first)) and got no answer with a price in it: \(quoted(first)).",
                means: "Prices are an essential part; a question about them shows that the customer thinks on.",
                toDo: "Give a figure or a range, or say when it will come.", rule: rule, on: found + open
            )
        }
        return statement(
            kind.slug, kind.title, .plain,
            found.isEmpty ? "Prices did not come up, as far as the words show." : sentence(found),
            means: "Prices are an essential part of the talk, above all early.", rule: rule, on: found
        )
    }

    /// Price questions of the customer after which the seller names no price.
    func unansweredPrices() -> [Finding] {
        reading.findings.filter { finding in
            guard finding.kind == .customerQuestion, finding.attributes["object"] == "price", let turn = talk.turnOf[finding.utterance]
            else { return false }
            var sellerTurns = 0
            for later in talk.turnsAfter(turn) where later.side == .seller {
                sellerTurns += 1
                if sellerTurns > reading.settings.answerTurns { break }
                if later.utterances.contains(where: { talk.has("price", $0) || talk.has("money", $0) }) { return false }
            }
            return true
        }
    }

    /// Next steps: agreed or not, with who and when or without.
    func nextSteps() -> Statement {
        let kind = FindingKind.nextStep
        if let missing { return notKnown(kind.slug, kind.title, missing, rule: Talk.nextStepRule) }
        let found = counted(kind)
        let agreed = found.filter { $0.agreed == true }
        let means = "The shared aim is to go on, not to close: a step that both accept, with what, who and when."
        guard let step = bestStep(agreed) else {
            let text = found.isEmpty ? "No next step was recognised."
                : "\(count(found.count, "next step")) \(found.count == 1 ? "was" : "were") named, none accepted by the other side, as far as the words show."
            return statement(
                kind.slug, kind.title, .attention, text, means: means, toDo: kind.definition.toDo, rule: Talk.nextStepRule, on: found
            )
        }
        let missingParts = [step.attributes["who"] == nil ? "who" : nil, step.attributes["when"] == nil ? "when" : nil].compactMap { $0 }
        var text = "\(count(agreed.count, "next step")) \(agreed.count == 1 ? "was" : "were") agreed: \(quoted(step))"
        if let when = step.attributes["when"] { text += ", \(dateName(when))" }
        if let who = step.attributes["who"] { text += ", by \(who)" }
        text += missingParts.isEmpty ? "." : "; it was not said \(missingParts.joined(separator: " nor "))."
        return statement(
            kind.slug, kind.title, missingParts.isEmpty ? .seen : .attention, text, means: means,
            toDo: missingParts.isEmpty ? nil : "Say \(missingParts.joined(separator: " and ")) aloud, and let the customer confirm it.",
            rule: Talk.nextStepRule, on: found
        )
    }

    /// A date as said, with the capitals that English gives to days and months.
    func dateName(_ date: String) -> String { Self.dateName(date) }

    static func dateName(_ date: String) -> String {
        let names: Set<String> = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
            "july", "august", "september", "october", "november", "december", "easter", "christmas",
        ]
        return date.split(separator: " ").map { names.contains(String($0)) ? String($0).capitalizedFirst : String($0) }.joined(separator: " ")
    }

    /// The step that says most of what, who and when; the later of equals.
    func bestStep(_ steps: [Finding]) -> Finding? {
        steps.max { fullness($0) <= fullness($1) }
    }

    private func fullness(_ step: Finding) -> Int {
        (step.attributes["when"].map { $0.contains(" ") ? 3 : 2 } ?? 0) + (step.attributes["who"] == nil ? 0 : 1) + (step.attributes["advance"] == nil ? 0 : 1)
    }
}
