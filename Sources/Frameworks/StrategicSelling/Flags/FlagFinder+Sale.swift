import Covalence

extension FlagFinder {
    /// How key influences respond, and whether they would let go of what they have.
    mutating func findResponses() {
        let proposed = body.facts.proposal.value.map { $0.value.madeOn.map(clock.start) ?? $0.since }
        for influence in key {
            if let mode = influence.response.mode.value {
                switch mode.value {
                case .overconfident:
                    raise(.overconfident, of: influence.id, "\(influence.name) sees its position as better than desired.", claims: mode.claims, since: mode.since)
                case .evenKeel:
                    raise(.evenKeel, of: influence.id, "\(influence.name) sees no gap.", claims: mode.claims, since: mode.since)
                case .growth, .trouble: break
                }
                if influence.response.isToEarlierProposal, let proposed {
                    raise(
                        .responseOutdated, of: influence.id, "\(influence.name) responded to an earlier proposal: \(mode.value.words).", claims: mode.claims,
                        since: proposed
                    )
                }
            } else if let proposed {
                raise(
                    .responseUnknown, of: influence.id, "How \(influence.name) responds to the proposal is not known.",
                    since: max(proposed, influence.firstSeen)
                )
            }
        }
        let levels = key.compactMap { influence in influence.readiness.value.map { (influence.name, $0) } }
            + (body.facts.readiness.value.map { [("The customer", $0)] } ?? [])
        for (name, readiness) in levels where readiness.value.level == .notReady {
            raise(
                .notReadyToChange, of: readiness.value.person, "\(name) is not ready to give up today's solution.", claims: readiness.claims,
                since: readiness.since
            )
        }
    }

    /// What key influences and we ourselves gain.
    mutating func findWinResults() {
        for influence in key {
            if influence.wins.isEmpty {
                raise(.noWin, of: influence.id, "How \(influence.name) would win is not known.", since: influence.firstSeen)
            }
            if influence.results.isEmpty {
                raise(.noResult, of: influence.id, "Which result \(influence.name) looks for is not known.", since: influence.firstSeen)
            }
            for result in influence.results where !result.value.isMeasurable {
                raise(
                    .resultWithoutNumber, key: result.value.text, of: influence.id, "\(result.value.text), for \(influence.name): how much is not known.",
                    claims: result.claims, since: result.since
                )
            }
        }
        if body.winResults.seller.wins.value == nil {
            raise(.ownResultMissing, "What we gain is not stated with a number.", since: opened)
        }
        if let outcome = body.winResults.outcome.value, outcome != .winWin {
            let outlooks = [body.winResults.ownOutlook].compactMap(\.self) + key.compactMap(\.outlook)
            let losing = outlooks.filter { $0.value.verdict == .loses }
            raise(
                .notWinWin, "As it stands it is \(outcome.rawValue).", claims: losing.flatMap(\.claims), since: losing.map(\.since).min() ?? opened
            )
        }
    }

    mutating func findCompetition() {
        for competitor in body.facts.competitors where competitor.value.standing == .preferred {
            raise(
                .competitorPreferred, key: competitor.value.name.lowercased(), "\(competitor.value.name) is preferred.", claims: competitor.claims,
                since: competitor.since
            )
        }
        if case .known(false) = body.fitsProfile {
            raise(.outsideProfile, "The account does not fit the ideal customer profile.", since: opened)
        }
    }

    /// Close dates that passed or were put off.
    mutating func findDates() {
        guard let close = body.facts.closeDate.value else { return }
        if horizon.isOver(close.value) {
            raise(.closeDatePassed, "It was to be closed by \(close.value).", claims: close.claims, since: max(close.since, clock.start(of: close.value.next)))
        }
        let times = body.facts.timesPutOff
        if times >= max(1, settings.closeDateMoves) {
            raise(
                .closeDateMoved, "The close date was put off \(count(times, "time")), from \(body.facts.closeDates[0].value) to \(close.value).",
                claims: body.facts.closeDates.flatMap(\.claims), since: close.since
            )
        }
    }

    /// Next steps that are missing, have no date, or are overdue.
    mutating func findSteps() {
        let open = actions.filter { $0.value.doneOn == nil }
        if open.isEmpty, encounters.planned.isEmpty {
            let ended = [encounters.past.last?.at, actions.compactMap(\.value.doneOn).max().map(clock.start)].compactMap(\.self).max()
            raise(.noNextStep, "Nothing is planned.", since: ended ?? opened)
        }
        for action in open {
            guard let due = action.value.due else {
                raise(.stepWithoutDate, key: action.value.what, "No date: \(action.value.what).", claims: action.claims, since: action.since)
                continue
            }
            if horizon.isOver(due) {
                raise(
                    .stepOverdue, key: action.value.what, "Due on \(due): \(action.value.what).", claims: action.claims,
                    since: max(action.since, clock.start(of: due.next))
                )
            }
        }
    }

    /// What the objective itself lacks, and what is only assumed.
    mutating func findMissing() {
        let facts = body.facts
        if facts.what.value == nil { raise(.factMissing, key: "what", "What exactly is to be sold is not known.", since: opened) }
        if facts.amount.value == nil { raise(.factMissing, key: "amount", "The amount is not known.", since: opened) }
        if facts.closeDate.value == nil { raise(.factMissing, key: "close-date", "By when is not known.", since: opened) }
        if facts.needs.isEmpty { raise(.factMissing, key: "need", "Which need it meets is not known.", since: opened) }
        for line in body.statements where line.basis == .assumed {
            guard let at = line.at else { continue }
            raise(.uncertain, key: line.id, of: line.person, "\(line.title) (\(line.text)) is only assumed.", claims: line.claims, since: at)
        }
    }
}
