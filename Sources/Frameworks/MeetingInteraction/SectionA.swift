import Covalence

extension Review {
    /// A. Interactive throughout.
    func interactive() -> [Statement] {
        [customerActivity(), customerQuestions(), presence(
            .customerInformation,
            seen: { found in
                "The customer told of its own house \(times(found.count).lowercased())\(bracketed(tally(found, "object"))), "
                    + "first \(when(found[0])): \(quoted(found[0]))."
            },
            unseen: "Nothing was recognised that the customer told about its organisation, needs or experience.",
            unseenNotice: .attention,
            unseenToDo: "Ask how things are done there today, and who is concerned."
        ), motive(), quietCustomer()]
    }

    private func customerActivity() -> Statement {
        switch reading.balance {
        case .notKnown(let missing): return notKnown("activity", "How active the customer was", missing, rule: Talk.balanceRule)
        case .known(let balance):
            var text = "The customer spoke \(percent(balance.customerWords)) of the words"
            if let time = balance.customerTime { text += " (\(percent(time)) of the time)" }
            text += " and made \(balance.customerInitiationCount) of "
                + "\(count(balance.customerInitiationCount + balance.sellerInitiationCount, "initiation")), presentations apart."
            return statement(
                "activity", "How active the customer was", balance.customerWasActive ? .seen : .plain, text,
                means: "Initiations are turns that ask or that open something nobody asked for. They tell active from receiving.",
                rule: Talk.balanceRule
            )
        }
    }

    private func customerQuestions() -> Statement {
        guard case .known(let counts) = reading.questions else {
            return notKnown("customer-question", FindingKind.customerQuestion.title, .sides, rule: Talk.customerQuestionRule)
        }
        let found = counted(.customerQuestion)
        guard !found.isEmpty else {
            return statement(
                "customer-question", FindingKind.customerQuestion.title, .attention, "The customer asked nothing, as far as the words show.",
                means: FindingKind.customerQuestion.definition.meaning,
                toDo: "Leave room: stop after a thought, and ask what the customer would like to know.",
                rule: Talk.customerQuestionRule
            )
        }
        return statement(
            "customer-question", FindingKind.customerQuestion.title, .seen,
            "The customer asked \(count(counts.customer, "question"))\(bracketed(counts.customerByObject)), first \(when(found[0])).",
            means: FindingKind.customerQuestion.definition.meaning, toDo: FindingKind.customerQuestion.definition.toDo,
            rule: Talk.customerQuestionRule, on: found
        )
    }

    /// A motive given while the seller still presents counts too: it is worth most when it comes early.
    private func motive() -> Statement {
        let kind = FindingKind.motive
        let rule = Rule(id: kind.claimKind, statement: kind.definition.meaning, provenance: alamakiKaski)
        if let missing { return notKnown(kind.slug, kind.title, missing, rule: rule) }
        let found = reading.findings(of: kind)
        guard let first = found.first else {
            return statement(
                kind.slug, kind.title, .attention, "No statement was recognised of why the customer came or what it hopes for.",
                means: kind.definition.meaning, toDo: "Ask early what made the customer take the time.", rule: rule
            )
        }
        let own = first.attributes["spontaneous"] == "yes"
        return statement(
            kind.slug, kind.title, .seen, "The customer said \(when(first)), \(own ? "unprompted" : "in answer to a question"), why it came: \(quoted(first)).",
            means: "It is worth most when it is spontaneous and the seller knows it early; no minute is a threshold.",
            toDo: kind.definition.toDo, rule: rule, on: found
        )
    }

    private func quietCustomer() -> Statement {
        let rule = ours("quiet-customer", """
            A window in which the customer has less than \(percent(reading.settings.quietShare)) of the words and the seller asks nothing.
            """)
        let title = "Quiet customer and no question"
        guard talk.hasSides else { return notKnown("quiet-customer", title, .sides, rule: rule) }
        let phase = reading.orientation.value?.phase
        for window in talk.windows() {
            let inside = window.filter { phase?.contains($0) != true }
            let customer = inside.reduce(0) { $0 + (talk.sides[$1] == .customer ? talk.words[$1] : 0) }
            let both = inside.reduce(0) { $0 + (talk.sides[$1] == .customer || talk.sides[$1] == .seller ? talk.words[$1] : 0) }
            guard both > 0, both >= reading.settings.balanceWords / 2,
                  Double(customer) / Double(both) < reading.settings.quietShare,
                  !inside.contains(where: { talk.sides[$0] == .seller && talk.isQuestion($0) }), let first = inside.first
            else { continue }
            return statement(
                "quiet-customer", title, .attention,
                "From \(when(first).replacing("at ", with: "")) on the customer said little and the seller asked nothing.",
                means: "When the customer is quiet, seller questions start the dialogue.",
                toDo: "Ask something open about the customer's own work.", rule: rule
            )
        }
        return statement(
            "quiet-customer", title, .plain, "There was no stretch in which the customer was quiet and was asked nothing.",
            means: "When the customer is quiet, seller questions start the dialogue.", rule: rule
        )
    }
}

extension String {
    /// With the first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
