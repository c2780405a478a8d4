/// When a series comes inside a window: DTSTART, its rules, RDATE, without EXDATE.
struct SeriesExpansion {
    struct Start: Hashable {
        var wall: Int64
        var instant: Int64
        /// An end of its own, from a RDATE that is a period.
        var end: EventEnd?
    }

    /// Starts in order, each instant once.
    private(set) var starts: [Start] = []
    private(set) var problems: [(text: String, line: Int?)] = []
    /// Whether there were more than the limit.
    private(set) var isCut = false
    /// Whether something comes at the end of the window or later.
    private(set) var goesOn = false

    /// Instants from `lower` up to, not with, `upper`; at most `limit` of them from `counted` on. Those before may last into the window.
    init(_ record: EventRecord, zone: CalendarZone, lower: Int64, counted: Int64, upper: Int64, limit: Int, budget: inout Int, instantOf: (WallTime) -> Int64) {
        let first = Start(wall: record.start.seconds, instant: zone.instant(record.start.seconds))
        if first.instant >= lower, first.instant < upper { starts.append(first) }
        goesOn = first.instant >= upper
        for (text, line) in record.rules {
            do throws(RecurrenceRule.Fault) {
                try follow(RecurrenceRule(text), record: record, zone: zone, lower: lower, counted: counted, upper: upper, limit: limit, budget: &budget)
            } catch {
                problems.append(("The rule \(error.reason); only the dates named one by one are shown.", line))
            }
        }
        for (time, end) in record.extra {
            let instant = instantOf(time)
            if instant >= lower, instant < upper { starts.append(Start(wall: zone.wall(instant), instant: instant, end: end)) }
            if instant >= upper { goesOn = true }
        }
        let without = Set(record.except.filter { !$0.isDate || record.start.isDate }.map(instantOf))
        // A date without time in the list takes out whatever comes on that day: programs write it, though the RFC asks for the time.
        let days = Set(record.except.filter(\.isDate).map(\.day))
        var seen: Set<Int64> = []
        starts = starts.sorted { $0.instant < $1.instant }.filter {
            !without.contains($0.instant) && !(days.contains(WallTime(seconds: $0.wall).day)) && seen.insert($0.instant).inserted
        }
        let early = starts.count { $0.instant < counted }
        if starts.count - early > limit {
            starts.removeSubrange((early + limit)...)
            isCut = true
        }
    }

    private mutating func follow(
        _ rule: RecurrenceRule, record: EventRecord, zone: CalendarZone, lower: Int64, counted: Int64, upper: Int64, limit: Int, budget: inout Int
    ) throws(RecurrenceRule.Fault) {
        let start = record.start.seconds
        guard zone.instant(start) < upper else { return }
        var from = start
        var count = 1
        // Far before the window, whole periods are passed at once where that can't change what follows.
        if let seconds = rule.frequency.seconds, rule.count == nil || !rule.hasParts {
            let length = seconds * rule.interval
            let periods = (lower - 2 * 86_400 - start) / length - 1
            if periods > 0, !record.start.isDate || length % 86_400 == 0 {
                from = start + periods * length
                count = Int(clamping: periods)
            }
        }
        if let limit = rule.count, count > limit { return }
        guard var walk = RecurrenceWalk(rule, from: from, isDate: record.start.isDate, budget: &budget) else {
            throw RecurrenceRule.Fault(reason: budget > 0 ? "never comes" : "was not followed, because the rules of the file take too long")
        }
        // Exceptions may take some out again.
        var room = limit + record.except.count + 1
        while let wall = walk.next(budget: &budget) {
            guard wall != start else { continue }
            count += 1
            if let limit = rule.count, count > limit { return }
            let instant = zone.instant(wall)
            if rule.isPast(wall: wall, instant: instant) { return }
            if instant >= upper { return goesOn = true }
            guard instant >= lower else { continue }
            starts.append(Start(wall: wall, instant: instant))
            if instant >= counted { room -= 1 }
            if room < 0 { return isCut = true }
        }
        if budget <= 0 { throw RecurrenceRule.Fault(reason: "was followed in part, because the rules of the file take too long") }
    }
}
