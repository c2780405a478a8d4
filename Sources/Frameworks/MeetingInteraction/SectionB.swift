import Covalence

extension Review {
    /// B. Both sides are equal parties, like one team.
    func equalParties() -> [Statement] {
        [
            dominance(),
            presence(
                .acceptance, unseen: "No acceptance of an argument was recognised.",
                unseenToDo: "Ask how the customer sees it, and wait."
            ),
            presence(
                .ownPlan, unseen: "The customer said nothing recognisable of how it will go on inside.",
                unseenToDo: "Ask what has to be found out or solved on the customer's side."
            ),
            presence(
                .marketKnowledge, unseen: "The customer named no competitor or similar provider, as far as the words show.",
                unseenToDo: "Ask what else the customer has looked at."
            ),
            deepening(),
        ]
    }

    private func dominance() -> Statement {
        let title = "Balance in dialogue"
        guard case .known(let balance) = reading.balance else {
            return notKnown("balance", title, reading.balance.missing ?? .sides, rule: Talk.balanceRule)
        }
        let means = "Equal is not half and half: what counts is that neither side dominates, presentations apart."
        var lowest = ""
        if let share = balance.lowestWindow, let window = balance.lowestWindowUtterances {
            lowest = " It was lowest from \(when(window.lowerBound).replacing("at ", with: "")) on, with \(percent(share))."
        }
        switch balance.dominant {
        case .seller:
            return statement(
                "balance", title, .attention,
                "The seller dominated the dialogue: \(percent(1 - balance.customerWords)) of the words were the seller's.\(lowest)",
                means: means, toDo: "Say less at a time, and hand over with a question.", rule: Talk.balanceRule
            )
        case .customer:
            return statement(
                "balance", title, .attention, "The customer dominated the dialogue with \(percent(balance.customerWords)) of the words.",
                means: means, toDo: "Sum up what you heard, and say what it would mean for your offer.", rule: Talk.balanceRule
            )
        case .thirdParty where !balance.customerTookPart, nil where !balance.customerTookPart:
            return statement(
                "balance", title, .attention,
                "The customer spoke \(percent(balance.customerWords)) of the words, but \(balance.sellerInitiationCount) of "
                    + "\(count(balance.sellerInitiationCount + balance.customerInitiationCount, "initiation")) were the seller's: the seller led, the "
                    + "customer answered.\(lowest)",
                means: "Neither side held the floor alone, yet one of them set every topic: that is no talk between equal parties.",
                toDo: "Leave room: ask what the customer wants to talk about, and follow it.", rule: Talk.balanceRule
            )
        case .thirdParty, nil:
            return statement(
                "balance", title, .seen,
                "Neither side dominated: the customer spoke \(percent(balance.customerWords)) of the words in dialogue and made "
                    + "\(balance.customerInitiationCount) of "
                    + "\(count(balance.sellerInitiationCount + balance.customerInitiationCount, "initiation")).\(lowest)",
                means: means, rule: Talk.balanceRule
            )
        }
    }

    private func deepening() -> Statement {
        let title = "Building on what was said"
        if let missing { return notKnown("uptake", title, missing, rule: Talk.uptakeRule) }
        let found = counted(.uptake)
        let questions = found.filter { $0.side == .seller && $0.attributes["form"] == "question" }
        let customer = found.filter { $0.side == .customer }
        let asked = counted(.sellerQuestion).count
        guard let first = questions.first else {
            return statement(
                "uptake", title, asked > 0 ? .attention : .plain,
                "No seller question was recognised that builds on what the customer just told; the customer took up the seller's words "
                    + "\(times(customer.count).lowercased()).".replacing("words 0 times", with: "words nowhere"),
                means: FindingKind.uptake.definition.meaning, toDo: "Ask the next question with the customer's own words in it.",
                rule: Talk.uptakeRule, on: found
            )
        }
        return statement(
            "uptake", title, .seen,
            "\(min(questions.count, asked)) of the seller's \(count(asked, "question")) built on what the customer just told, first \(when(first)): "
                + "\(quoted(first)). The customer took up the seller's words \(times(customer.count).lowercased()).",
            means: FindingKind.uptake.definition.meaning, toDo: FindingKind.uptake.definition.toDo, rule: Talk.uptakeRule, on: found
        )
    }
}
