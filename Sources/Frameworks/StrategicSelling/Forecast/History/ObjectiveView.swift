public import Covalence

/// One objective as it was known on a date.
public struct ObjectiveView: Hashable, Sendable {
    public var id: String
    public var account: String
    /// The date from which is looked.
    public var date: ForecastDate
    /// The first day on which anything held.
    public var firstDay: CalendarDay
    public var person: String?
    public var team: String?
    /// The stages it was in, in order.
    public var visits: [StageVisit] = []
    public var amount: ForecastAmount?
    public var closeDate: CalendarDay?
    /// Every change of a close date into another one, in order.
    public var closeDateMoves: [CloseDateMove] = []
    /// Nil while it is open.
    public var outcome: ObjectiveOutcome?
    /// The day of the outcome.
    public var outcomeDay: CalendarDay?
    /// What the sheet knows; a feature that is not in it is not known.
    public var features: [String: FeatureValue] = [:]
    /// The claims behind features that are known, by name.
    public var featureClaims: [String: [Identifier<Claim>]] = [:]
    /// The claims behind the stage it is in, the amount, and the close date with its moves.
    public var stageClaims: [Identifier<Claim>] = []
    public var amountClaims: [Identifier<Claim>] = []
    public var closeDateClaims: [Identifier<Claim>] = []
    public var said: SaidChance?

    /// The stage it is in, or was in when it ended.
    public var stage: String? { visits.last?.stage }

    /// Days in that stage so far, or until it ended.
    public var daysInStage: Int? {
        visits.last.map { $0.from.days(to: $0.until ?? date.day) }
    }

    /// A time in one stage.
    public struct StageVisit: Hashable, Sendable, Codable {
        public var stage: String
        public var from: CalendarDay
        /// The day it moved on or ended; nil while it is there.
        public var until: CalendarDay?
    }

    /// A close date that was moved.
    public struct CloseDateMove: Hashable, Sendable, Codable {
        /// When it was moved.
        public var on: CalendarDay
        public var from: CalendarDay
        public var to: CalendarDay

        /// Days later, negative where it was brought forward.
        public var days: Int { from.days(to: to) }
    }
}

extension ObjectiveHistory {
    /// The objective as known on a date: facts recorded by then and not yet taken back, as far as they held by then. Nil where nothing was known.
    ///
    /// Facts that are recorded later change nothing here, whatever date they speak of ‡: a forecast that is looked at again is the forecast of that day.
    public func asKnown(on date: ForecastDate) -> ObjectiveView? {
        var view: ObjectiveView?
        for fact in facts {
            if fact.heldFrom > date.day { break }
            guard fact.knownFrom <= date.moment, fact.knownUntil.map({ $0 > date.moment }) ?? true else { continue }
            var next = view ?? ObjectiveView(id: id, account: account, date: date, firstDay: fact.heldFrom)
            // One owner of the value at a time, so that its lists are changed in place.
            view = nil
            next.learn(fact)
            view = next
        }
        return view
    }
}

extension ObjectiveView {
    fileprivate mutating func learn(_ fact: ObjectiveHistory.Fact) {
        switch fact.content {
        case .takenUp: break
        case .owner(let person, let team): (self.person, self.team) = (person, team)
        case .stage(let stage):
            guard stage != self.stage || visits.last?.until != nil else { return }
            leaveStage(on: fact.heldFrom)
            visits.append(StageVisit(stage: stage, from: fact.heldFrom))
            stageClaims = fact.claims
        case .amount(let amount): (self.amount, amountClaims) = (amount, fact.claims)
        case .closeDate(let day):
            if let from = closeDate, let day, from != day { closeDateMoves.append(CloseDateMove(on: fact.heldFrom, from: from, to: day)) }
            closeDate = day
            closeDateClaims += fact.claims
        case .outcome(let outcome):
            self.outcome = outcome
            outcomeDay = outcome == nil ? nil : fact.heldFrom
            if outcome != nil {
                leaveStage(on: fact.heldFrom)
            } else if let last = visits.last, last.until != nil {
                // Opened again: its time in the stage begins anew.
                visits.append(StageVisit(stage: last.stage, from: fact.heldFrom))
            }
        case .feature(let name, let value):
            var value = value
            if case .number(let number) = value, !number.isFinite { value = nil }
            features[name] = value
            featureClaims[name] = value == nil ? nil : fact.claims
        case .said(let said): self.said = said
        }
    }

    private mutating func leaveStage(on day: CalendarDay) {
        guard let last = visits.indices.last, visits[last].until == nil else { return }
        visits[last].until = day
    }
}
