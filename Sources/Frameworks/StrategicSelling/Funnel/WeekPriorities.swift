public import Covalence

/// What to do this week, in the working order of section 5: closing first, then the top, then the middle †.
public struct WeekPriority: Hashable, Sendable, Identifiable {
    public var id: Identifier<SalesObjective>
    public var place: FunnelPlace
    /// What to do there: the next step, else how to clear the gravest flag, else what the place asks for, else the work of the place.
    public var toDo: String
    /// Why it stands where it stands.
    public var reasons: [DatedText]

    /// The order.
    public static let rule = Rule(
        id: "selling.funnel.week",
        statement: """
            Best few first, then the universe and above the funnel, then in the funnel; at each place what is due or overdue this week, then the sooner close \
            date, then the one that has stood there longer.
            """,
        provenance: heiman
    )

    /// The priorities of the week that begins today; objectives that ended or have no place are left out.
    ///
    /// - Parameter limit: the first so many.
    public static func of(_ entries: [FunnelEntry], clock: LocalClock, limit: Int = .max) -> [WeekPriority] {
        let weekEnd = CalendarDay(daysSince1970: clock.today.daysSince1970 + 7)
        var found = Foremost<(rank: Rank, index: Int, place: FunnelPlace)>(min(limit, entries.count)) { $0.rank < $1.rank }
        for (index, entry) in entries.enumerated() where entry.ending == nil {
            guard let place = entry.place else { continue }
            let isDue = entry.nextStep?.due.map { $0 < weekEnd } ?? false
            let rank = Rank(place: order(place), isDue: isDue, close: entry.closeDate?.daysSince1970 ?? .max, since: entry.since, id: entry.id)
            found.add((rank, index, place))
        }
        // Words are made of those only that are told.
        return found.elements.map { rank, index, place in
            WeekPriority(id: rank.id, place: place, toDo: toDo(entries[index], at: place), reasons: reasons(entries[index], at: place, isDue: rank.isDue, clock))
        }
    }

    private struct Rank: Comparable {
        var place: Int
        var isDue: Bool
        var close: Int64
        var since: Timestamp
        var id: Identifier<SalesObjective>

        static func < (left: Rank, right: Rank) -> Bool {
            if left.place != right.place { return left.place < right.place }
            if left.isDue != right.isDue { return left.isDue }
            return (left.close, left.since, left.id) < (right.close, right.since, right.id)
        }
    }

    private static func order(_ place: FunnelPlace) -> Int {
        switch place {
        case .bestFew: 0
        case .universe: 1
        case .aboveTheFunnel: 2
        case .inTheFunnel: 3
        }
    }

    private static func toDo(_ entry: FunnelEntry, at place: FunnelPlace) -> String {
        if let step = entry.nextStep { return step.what }
        if let flag = entry.gravest { return flag.clearing }
        if let lacking = entry.lacking.first { return "See to this: \(lacking)." }
        return "Do the work of the place: \(place.work)."
    }

    private static func reasons(_ entry: FunnelEntry, at place: FunnelPlace, isDue: Bool, _ clock: LocalClock) -> [DatedText] {
        var reasons: [DatedText] = ["\(place.words): \(place.work)."]
        if isDue, let due = entry.nextStep?.due {
            reasons.append(due < clock.today ? "The next step was due on \(due)." : "The next step is due on \(due).")
        }
        if let close = entry.closeDate {
            let days = Int(close.daysSince1970 - clock.today.daysSince1970)
            reasons.append(days < 0 ? "The close date passed \(count(-days, "day")) ago." : "To be closed in \(count(days, "day")).")
        }
        if entry.isAgeing { reasons.append("It has stood here for \(count(max(0, clock.days(since: entry.since)), "day")).") }
        if let flag = entry.gravest { reasons.append(flag.what) }
        return reasons
    }
}
