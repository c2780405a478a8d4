import Covalence

/// A look back at a closed objective: what was known of it on a day while it was open, and how it ended († landmarking, van Houwelingen 2007).
struct Landmark {
    var view: ObjectiveView
    var outcome: ObjectiveOutcome
    var outcomeDay: CalendarDay
    /// 1 divided by the number of looks at the objective, so that each counts once however long it was open.
    var weight: Double

    var isWon: Bool { outcome == .won }
}

extension ObjectiveView {
    /// The objective as it is counted: one that was in its stage for a year has been left, whether anybody closed it or not ‡. Were such objectives left out
    /// until somebody tidies up, the shares won would lean upwards.
    func counted(_ settings: ForecastSettings) -> ObjectiveView {
        guard outcome == nil, let visit = visits.last, visit.from.days(to: date.day) >= settings.leftAfterDays else { return self }
        var counted = self
        counted.outcome = .noDecision
        counted.outcomeDay = visit.from.advanced(by: settings.leftAfterDays)
        counted.visits[visits.count - 1].until = counted.outcomeDay
        return counted
    }
}

extension ObjectiveHistory {
    /// Looks back at the objective, from its first day in even steps until it ended.
    ///
    /// - Parameter closed: the objective as known on the date from which is learnt; an open one gives none.
    func landmarks(_ closed: ObjectiveView, _ settings: ForecastSettings) -> [Landmark] {
        guard let outcome = closed.outcome, let end = closed.outcomeDay else { return [] }
        let open = closed.firstDay.days(to: end)
        let step = max(settings.landmarkDays, (open + settings.mostLandmarks - 1) / settings.mostLandmarks)
        let views = (0..<settings.mostLandmarks).compactMap { index -> ObjectiveView? in
            let day = closed.firstDay.advanced(by: index * step)
            guard day < end, let view = asKnown(on: ForecastDate(endOf: day)), view.outcome == nil else { return nil }
            return view
        }
        return views.map { Landmark(view: $0, outcome: outcome, outcomeDay: end, weight: 1 / Double(views.count)) }
    }
}
