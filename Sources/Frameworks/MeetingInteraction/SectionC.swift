import Covalence

extension Review {
    /// C. Seller questions that help both to find new value.
    func newValue() -> [Statement] { [sellerQuestions(), shift(), topics(), survey()] }

    private func sellerQuestions() -> Statement {
        let kind = FindingKind.sellerQuestion
        guard case .known(let counts) = reading.questions else {
            return notKnown(kind.slug, kind.title, .sides, rule: Talk.sellerQuestionRule)
        }
        let found = counted(kind)
        guard !found.isEmpty else {
            return statement(
                kind.slug, kind.title, .attention, "The seller asked nothing outside the presentation, as far as the words show.",
                means: kind.definition.meaning, toDo: kind.definition.toDo, rule: Talk.sellerQuestionRule
            )
        }
        var text = "The seller asked \(count(counts.seller, "question"))"
        text += bracketed(counts.sellerByPurpose)
        if let open = counts.sellerOpenShare.value { text += "; \(percent(open)) of them open discussion" }
        return statement(
            kind.slug, kind.title, .seen, text + ".", means: kind.definition.meaning, toDo: kind.definition.toDo,
            rule: Talk.sellerQuestionRule, on: found
        )
    }

    private func shift() -> Statement {
        let kind = FindingKind.shift
        switch reading.shift {
        case .notKnown(let missing):
            return notKnown(kind.slug, kind.title, missing, rule: Talk.shiftRule)
        case .known(let shift):
            let who = shift.by.map { "\(sideName($0))'s" } ?? "a"
            return statement(
                kind.slug, kind.title, .seen,
                "The talk turned from the product to needs \(when(shift.utterance)) with \(who) \(shift.byQuestion ? "question" : "words"): needs had "
                    + "\(percent(shift.before)) of product and need talk \(marks(shift.marksBefore, "before")) and \(percent(shift.after)) \(marks(shift.marksAfter, "after")).",
                means: kind.definition.meaning, rule: Talk.shiftRule, on: reading.findings(of: kind)
            )
        }
    }

    /// `in the 12 utterances with such talk after it`: the shares are those of a stretch, not of the whole rest.
    private func marks(_ number: Int?, _ place: String) -> String {
        number.map { "in the \(count($0, "utterance")) with such talk \(place) it" } ?? place
    }

    private func topics() -> Statement {
        let title = "Product and needs"
        guard case .known(let windows) = reading.trajectory else {
            return notKnown("topics", title, reading.trajectory.missing ?? .language, rule: Talk.shiftRule)
        }
        let product = windows.reduce(0) { $0 + $1.product }
        let need = windows.reduce(0) { $0 + $1.need }
        guard product + need > 0 else {
            return notKnown("topics", title, .material("no talk about product or needs was recognised."), rule: Talk.shiftRule)
        }
        let share = Double(need) / Double(product + need)
        return statement(
            "topics", title, share < 0.2 ? .attention : .plain,
            "Of the talk on product and needs, \(percent(share)) was about the customer's needs, over the whole meeting.",
            means: "Product features stay essential, above all early; what sets good meetings apart is the shift to the customer's needs.",
            toDo: share < 0.2 ? "Ask what the customer wants to be different, and stay with the answer." : nil, rule: Talk.shiftRule,
            on: counted(.productTalk) + counted(.needTalk)
        )
    }

    private func survey() -> Statement {
        let kind = FindingKind.surveyRun
        guard case .known(let runs) = reading.surveys else {
            return notKnown(kind.slug, kind.title, .sides, rule: talk.surveyRule)
        }
        guard let longest = runs.max(by: { $0.pairs < $1.pairs }) else {
            return statement(
                kind.slug, kind.title, .plain, "There was no run of questions that the customer just answered.",
                means: kind.definition.meaning, rule: talk.surveyRule
            )
        }
        return statement(
            kind.slug, kind.title, .attention,
            runs.count == 1
                ? "From \(when(longest.utterances.lowerBound).replacing("at ", with: "")) on the seller asked \(count(longest.pairs, "question")) in a row, and the customer gave only short answers."
                : "There were \(runs.count) runs of questions that got only short answers; the longest, from "
                    + "\(when(longest.utterances.lowerBound).replacing("at ", with: "")) on, has \(count(longest.pairs, "question")).",
            means: "There is no equal discourse then: understanding builds more slowly, and it serves the seller's interest more.",
            toDo: kind.definition.toDo, rule: talk.surveyRule, on: reading.findings(of: kind)
        )
    }
}
