import Covalence

extension StrategySheet {
    /// Everything the sheet says, a line each: what is stated, and what follows from it.
    public var lines: [SheetLine] {
        body.statements + contactLines + modeLines + outcomeLines + placeLines
            + flags.map(Self.line) + strengths.map(Self.line) + actions.map(Self.line)
    }

    private var contactLines: [SheetLine] {
        body.influences.compactMap { influence in
            guard let last = influence.contact.last else { return nil }
            return SheetLine(
                id: "contact/\(influence.id)", element: .influences, title: "Last contact with \(influence.name)", text: "\(last.how), \(body.clock.day(of: last.at))",
                person: influence.id, claims: last.claims, basis: last.basis
            )
        }
    }

    private var modeLines: [SheetLine] {
        body.influences.compactMap { influence in
            guard let mode = influence.response.mode.value else { return nil }
            return SheetLine(
                id: "mode/\(influence.id)", element: .responses, title: "Response of \(influence.name) to the proposal", text: mode.value.words,
                person: influence.id, claims: mode.claims
            )
        }
    }

    private var outcomeLines: [SheetLine] {
        guard let outcome = body.winResults.outcome.value else { return [] }
        let reasons = body.winResults.seller.reasons + body.winResults.buyer.reasons
        return [SheetLine(id: "outcome", element: .winResults, title: "Among the four outcomes", text: outcome.rawValue, claims: reasons.flatMap(\.claims))]
    }

    private var placeLines: [SheetLine] {
        let met = funnel.requirements.filter { $0.isMet.value == true }.map { requirement in
            SheetLine(
                id: "requirement/\(requirement.id)", element: .funnel, title: "Asked for at “\(requirement.place.words)”", text: requirement.text,
                claims: requirement.claims
            )
        }
        guard let place = funnel.place.value else { return met }
        return [SheetLine(id: "place", element: .funnel, title: "Place in the funnel", text: place.value.words, claims: place.claims, basis: place.basis)] + met
    }

    private static func line(_ flag: Flag) -> SheetLine {
        SheetLine(
            id: "flag/\(flag.id)", element: .flags, title: flag.kind.definition.title, text: flag.isOpen ? flag.what : "\(flag.what) (accepted)",
            person: flag.person, claims: flag.claims
        )
    }

    private static func line(_ strength: Strength) -> SheetLine {
        SheetLine(
            id: strength.id, element: .flags, title: "Strength", text: strength.stated.value.what, person: strength.stated.value.mattersTo,
            claims: strength.stated.claims, basis: strength.stated.basis
        )
    }

    private static func line(_ action: PlannedAction) -> SheetLine {
        let value = action.stated.value
        let when = value.doneOn.map { "done on \($0)" } ?? value.due.map { "due on \($0)" } ?? "no date"
        return SheetLine(
            id: "action/\(value.what)", element: .flags, title: "Next step", text: "\(value.what), \(when)", claims: action.stated.claims,
            basis: action.stated.basis
        )
    }
}
