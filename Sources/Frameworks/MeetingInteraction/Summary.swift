import Covalence

extension Review {
    /// Four sentences made from the findings.
    func summary() -> [String] { [whatItWas(), whoTalked(), whereItTurned(), howItEnds()] }

    /// What it was: length, people, presentation.
    private func whatItWas() -> String {
        let conversation = talk.conversation
        guard !conversation.utterances.isEmpty else { return "Nothing was said in this file." }
        var length = count(talk.words.reduce(0, +), "word")
        if conversation.hasTimes, let time = talk.span(0..<conversation.utterances.count) { length = self.length(time.duration) }
        var spoke: [Side: Set<Int>] = [:]
        var unknown: Set<Int> = []
        for (index, line) in conversation.utterances.enumerated() {
            guard let participant = line.participant else { continue }
            if let side = talk.sides[index] { spoke[side, default: []].insert(participant) } else { unknown.insert(participant) }
        }
        let seller = spoke[.seller]?.count ?? 0
        let customer = spoke[.customer]?.count ?? 0
        guard talk.hasSides else {
            return "A conversation of \(length) between \(count(seller + customer + unknown.count, "person", "people")); who was on which side is not known."
        }
        var text = "A meeting of \(length) between \(count(seller, "person", "people")) selling and "
            + "\(count(customer, "person", "people")) on the customer's side"
        if let orientation = reading.orientation.value, orientation.phase != nil {
            let took = orientation.milliseconds.map(self.length) ?? count(orientation.words, "word")
            text += "; it began with a presentation of \(took)"
        } else if reading.orientation.value != nil {
            text += "; it went into dialogue without a presentation first"
        }
        return text + "."
    }

    /// Who talked and who asked.
    private func whoTalked() -> String {
        guard talk.hasSides, case .known(let counts) = reading.questions else {
            return "Who talked and asked how much is not known without the sides."
        }
        var text = ""
        if let balance = reading.balance.value {
            text = "The customer spoke \(percent(balance.customerWords)) of the words in dialogue and asked \(count(counts.customer, "question")), "
        } else {
            text = "There was little dialogue; the customer asked \(count(counts.customer, "question")), "
        }
        text += "the seller \(counts.seller)"
        if counts.seller == 1 {
            text += counts.deepening > 0 ? ", which built on what the customer had just said" : ", which did not build on what the customer had just said"
        } else if counts.seller > 1 {
            let building = min(counts.deepening, counts.seller)
            text += building == 0 ? ", none of them building on what the customer had just said" : ", \(building) of them building on what the customer had just said"
        }
        if let run = reading.surveys.value?.max(by: { $0.pairs < $1.pairs }) {
            text += "; \(count(run.pairs, "question")) in a row got only short answers"
        }
        return text + "."
    }

    /// Where it turned to needs, or what the customer said.
    private func whereItTurned() -> String {
        if let missing = talk.missingContent { return "What was said is not known. " + missing.sentence }
        var parts: [String] = []
        if let shift = reading.shift.value {
            let who = shift.by.map { "\(sideName($0))'s" } ?? "a"
            parts.append("the talk turned from the product to the customer's needs \(when(shift.utterance)) with \(who) "
                + (shift.byQuestion ? "question" : "words"))
        } else {
            parts.append("no clear turn from the product to the customer's needs was recognised")
        }
        let benefits = reading.findings(of: .benefit)
        let motives = reading.findings(of: .motive)
        if let stated = benefits.first(where: { $0.attributes["effect"] != "none" }) ?? benefits.first {
            let number = lines(benefits)
            parts.append("the customer named \(count(number, "benefit")), \(number == 1 ? "" : "such as ")\(quoted(stated))")
        } else if let motive = motives.first {
            parts.append("the customer said why it came: \(quoted(motive))")
        } else if talk.hasSides {
            parts.append("the customer named no benefit")
        }
        return parts.joined(separator: "; ").capitalizedFirst + "."
    }

    /// How it ends.
    private func howItEnds() -> String {
        guard talk.missingContent == nil else { return "How it ends is not known." }
        let steps = reading.findings(of: .nextStep)
        if let step = bestStep(steps.filter { $0.agreed == true }) {
            var text = "It ends with an agreed next step: \(quoted(step))"
            if let when = step.attributes["when"] { text += " (\(dateName(when)))" } else { text += ", without a time" }
            return text + "."
        }
        if let step = bestStep(steps) {
            let why = talk.hasSides ? "which the other side did not accept in words" : "and whether both agreed is not known without the sides"
            return "A next step was named, \(quoted(step)), \(why)."
        }
        return "It ends without a next step that was recognised."
    }
}
