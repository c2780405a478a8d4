import Covalence

extension StrategySheet {
    /// Everything the sheet says, a line each: what is stated, and what follows from it.
    public var lines: [SheetLine] {
        body.statements + body.influences.compactMap { $0.contactLine(body.clock) } + body.influences.compactMap(\.modeLine) + body.outcomeLines
            + funnel.lines + flags.map(\.line) + strengths.map(\.line) + actions.map(\.line)
    }
}

extension Influence {
    func contactLine(_ clock: LocalClock) -> SheetLine? {
        guard let last = contact.last else { return nil }
        return SheetLine(
            id: "contact/\(id)", element: .influences, title: "Last contact with \(name)", text: "\(last.how), \(clock.day(of: last.at))",
            person: id, claims: last.claims, basis: last.basis
        )
    }

    var modeLine: SheetLine? {
        guard let mode = response.mode.value else { return nil }
        return SheetLine(
            id: "mode/\(id)", element: .responses, title: "Response of \(name) to the proposal", text: DatedText(mode.value.words), person: id, claims: mode.claims
        )
    }
}

extension SheetBody {
    var outcomeLines: [SheetLine] {
        guard let outcome = winResults.outcome.value else { return [] }
        let reasons = winResults.seller.reasons + winResults.buyer.reasons
        return [SheetLine(id: "outcome", element: .winResults, title: "Among the four outcomes", text: DatedText(outcome.rawValue), claims: reasons.flatMap(\.claims))]
    }
}

extension FunnelPosition {
    var lines: [SheetLine] {
        let met = requirements.filter { $0.isMet.value == true }.map { requirement in
            SheetLine(
                id: "requirement/\(requirement.id)", element: .funnel, title: "Asked for at “\(requirement.place.words)”", text: DatedText(requirement.text),
                claims: requirement.claims
            )
        }
        guard let place = place.value else { return met }
        return [SheetLine(id: "place", element: .funnel, title: "Place in the funnel", text: DatedText(place.value.words), claims: place.claims, basis: place.basis)] + met
    }
}

extension Flag {
    var line: SheetLine {
        SheetLine(
            id: "flag/\(id)", element: .flags, title: kind.definition.title, text: isOpen ? what : "\(what) (accepted)", person: person, claims: claims
        )
    }
}

extension Strength {
    var line: SheetLine {
        SheetLine(
            id: id, element: .flags, title: "Strength", text: DatedText(stated.value.what), person: stated.value.mattersTo, claims: stated.claims, basis: stated.basis
        )
    }
}

extension PlannedAction {
    var line: SheetLine {
        let value = stated.value
        let when: DatedText = value.doneOn.map { "done on \($0)" } ?? value.due.map { "due on \($0)" } ?? "no date"
        return SheetLine(
            id: "action/\(value.what)", element: .flags, title: "Next step", text: "\(value.what), \(when)", claims: stated.claims,
            basis: stated.basis
        )
    }
}
