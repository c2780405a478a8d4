public import Covalence
public import Foundation

extension ObjectiveHistory {
    /// What the ledger holds of an objective, with the times of recording, so that nothing looks ahead.
    ///
    /// A statement is known from when it was confirmed until it was rejected or withdrawn. One that was superseded by what held later belongs to the history;
    /// by what held as early or earlier, it was corrected, and is known no longer. It held from the day it was observed, else from that of its recording. What is
    /// confidential to some counts for nobody. The stage is the place in the funnel; until one is known, the stage as it is named elsewhere ‡.
    ///
    /// - Parameters:
    ///   - ledger: the claims about it, with their recorded standing, and the decisions on them; those about others are passed over.
    ///   - zone: where days begin.
    ///   - teams: the team of each member, by name, as it is today.
    public init(_ objective: SalesObjective, ledger: Ledger, zone: TimeZone, teams: [Identifier<Member>: String] = [:]) {
        let clock = LocalClock(now: objective.recordedAt, zone: zone)
        let claims = ledger.claims.filter { $0.subject == .objective(objective.id) && $0.confidentialTo == nil }
        let holdings = ClaimHolding.all(claims, Dictionary(grouping: ledger.decisions, by: \.claim), clock)
        let firstPlace = holdings.filter { $0.claim.kind == SellingKinds.move.name }.map(\.from).min()
        var facts = [Fact(.takenUp, heldFrom: clock.day(of: objective.openedAt), knownFrom: objective.recordedAt)]
        for holding in holdings {
            if holding.claim.kind == SellingKinds.stage.name, let firstPlace, firstPlace <= holding.from { continue }
            for content in ForecastReading.contents(of: holding.claim, teams) {
                let heldFrom = SellingKinds.ending.content(of: holding.claim)?.closedOn ?? holding.heldFrom
                facts.append(Fact(content, heldFrom: heldFrom, knownFrom: holding.from, knownUntil: holding.until, claims: [holding.claim.id]))
            }
        }
        self.init(id: objective.id.description, account: objective.account.description, facts: facts)
    }
}

/// A time for which a claim was known to hold, or to have held.
private struct ClaimHolding {
    var claim: Claim
    /// The day from which it held.
    var heldFrom: CalendarDay
    var from: Timestamp
    var until: Timestamp?

    static func all(_ claims: [Claim], _ decisions: [Identifier<Claim>: [Decision]], _ clock: LocalClock) -> [ClaimHolding] {
        func day(_ claim: Claim) -> CalendarDay { clock.day(of: claim.observedAt ?? claim.recordedAt) }
        // When each came to be confirmed: what takes the place of another one does so in the same moment.
        var confirmed: [Timestamp: [Claim]] = [:]
        for claim in claims {
            if claim.standing == .confirmed { confirmed[claim.recordedAt, default: []].append(claim) }
            for decision in decisions[claim.id] ?? [] where decision.standing == .confirmed { confirmed[decision.at, default: []].append(claim) }
        }
        return claims.flatMap { claim -> [ClaimHolding] in
            var holdings: [ClaimHolding] = []
            var began: Timestamp?
            let steps = [(claim.recordedAt, claim.standing)] + (decisions[claim.id] ?? []).map { ($0.at, $0.standing) }
            for (time, standing) in steps {
                let holds = switch standing {
                case .confirmed: true
                case .superseded: began != nil && (confirmed[time] ?? []).contains { SellingKinds.replaces($0, claim) && day($0) > day(claim) }
                case .suggested, .rejected, .withdrawn: false
                }
                if holds, began == nil { began = time }
                if !holds, let start = began {
                    holdings.append(ClaimHolding(claim: claim, heldFrom: day(claim), from: start, until: time))
                    began = nil
                }
            }
            if let began { holdings.append(ClaimHolding(claim: claim, heldFrom: day(claim), from: began)) }
            return holdings
        }
    }
}

/// What a forecast reads in a claim.
private enum ForecastReading {
    static func contents(of claim: Claim, _ teams: [Identifier<Member>: String]) -> [ObjectiveHistory.Content] {
        if let place = SellingKinds.move.content(of: claim) { return [.stage(place.to.rawValue)] }
        if let stage = SellingKinds.stage.content(of: claim) { return [.stage(stage)] }
        if let amount = SellingKinds.amount.content(of: claim) { return [.amount(ForecastAmount(minorUnits: amount.minorUnits, currency: amount.currency.code))] }
        if let day = SellingKinds.closeDate.content(of: claim) { return [.closeDate(day)] }
        if let owner = SellingKinds.owner.content(of: claim) {
            return [.owner(person: owner.member?.description ?? owner.name, team: owner.member.flatMap { teams[$0] })]
        }
        if let ending = SellingKinds.ending.content(of: claim) {
            let outcome: ObjectiveOutcome = switch ending.result {
            case .won: .won
            case .lost: .lost
            case .dropped: .noDecision
            }
            return [.outcome(outcome)]
        }
        if let call = SellingKinds.call.content(of: claim) {
            let category: SaidChance.Category? = switch call.category {
            case .commit: .commit
            case .bestCase: .bestCase
            case .pipeline: .pipeline
            case nil: nil
            }
            return [.said(SaidChance(probability: call.probability, category: category))]
        }
        return feature(claim).map { [.feature(name: $0.rawValue, value: $1)] } ?? []
    }

    private static func feature(_ claim: Claim) -> (ForecastFeature, FeatureValue)? {
        if let role = SellingKinds.role.content(of: claim) {
            switch role.value {
            case .economic: return (.economicBuyer, .yesNo(true))
            case .user: return (.userBuyer, .yesNo(true))
            case .technical: return (.technicalBuyer, .yesNo(true))
            case .coach: return (.coach, .yesNo(true))
            }
        }
        if let response = SellingKinds.response.content(of: claim) { return (.responseMode, .category(response.value.mode.rawValue)) }
        if let readiness = SellingKinds.readiness.content(of: claim) { return (.readiness, .category(readiness.level.rawValue)) }
        if let need = SellingKinds.need.content(of: claim) { return (.immediateNeed, .yesNo(need.isImmediate)) }
        if SellingKinds.proposal.content(of: claim) != nil { return (.proposal, .yesNo(true)) }
        if let result = SellingKinds.result.content(of: claim) { return result.value.number == nil ? nil : (.measuredResult, .yesNo(true)) }
        if SellingKinds.win.content(of: claim) != nil { return (.personalWin, .yesNo(true)) }
        if let competitor = SellingKinds.competitor.content(of: claim) { return (.competitor, .category(competitor.standing.rawValue)) }
        if SellingKinds.strength.content(of: claim) != nil { return (.strength, .yesNo(true)) }
        if SellingKinds.action.content(of: claim) != nil { return (.plannedStep, .yesNo(true)) }
        return nil
    }
}

extension SellingKinds {
    /// The kinds of claims that a forecast is made from.
    public static let forecastKinds: Set<String> = [
        amount.name, closeDate.name, stage.name, owner.name, move.name, ending.name, call.name, role.name, response.name, readiness.name, need.name,
        proposal.name, result.name, win.name, competitor.name, strength.name, action.name,
    ]
}
