import Covalence
import Foundation

/// Gathers the occurrences of a file: series with the changes made to single occurrences, cut at the limit.
struct CalendarGathering {
    private struct Occurrence {
        var start: Int64
        var end: Int64
        /// Where its words come from.
        var record: Int
        /// The instant at which the series has it; nil for an event that does not repeat.
        var original: Int64?
        /// Whether it was changed on its own.
        var isChange = false
    }

    private let lower: Int64
    private let upper: Int64
    private let limit: Int
    private let zone: TimeZone
    private var problems: CalendarProblems
    private var budget = RecurrenceWalk.budget
    private var records: [EventRecord] = []
    private var found: [Occurrence] = []
    private var isCut = false
    private var later: Set<String> = []

    init(window: Range<Timestamp>, limit: Int, zone: TimeZone, problems: CalendarProblems) {
        // Whole seconds, as the files have; beyond the years 1 to 9999 there is nothing.
        lower = min(max(window.lowerBound.milliseconds / 1000, -62_135_596_800), 253_402_300_799)
        upper = min(max((window.upperBound.milliseconds + 999 * (window.upperBound.milliseconds < .max - 999 ? 1 : 0)) / 1000, -62_135_596_800), 253_402_300_799)
        self.limit = limit
        self.zone = zone
        self.problems = problems
    }

    /// Takes in one VCALENDAR.
    mutating func take(_ calendar: CalendarOutline.Calendar) {
        var book = ZoneBook(calendar.zones, fallback: zone, last: upper + 2 * 31_556_952)
        let first = records.count
        for component in calendar.events {
            guard var record = EventRecord(component, problems: &problems) else { continue }
            if calendar.method == "CANCEL" { record.isCancelled = true }
            if let problem = book.zone(of: record.start, budget: &budget, problems: &problems).problem { record.problems.append(problem) }
            records.append(record)
        }
        var groups: [String: [Int]] = [:]
        var order: [String] = []
        for index in first..<records.count {
            if groups[records[index].uid, default: []].isEmpty { order.append(records[index].uid) }
            groups[records[index].uid, default: []].append(index)
        }
        for uid in order { gather(groups[uid] ?? [], book: &book) }
    }

    /// Takes in the components that share a UID.
    private mutating func gather(_ group: [Int], book: inout ZoneBook) {
        // Later versions win: SEQUENCE, then DTSTAMP, then the order of the file.
        let group = group.sorted { (records[$0].sequence, records[$0].stamp?.seconds ?? 0, $0) < (records[$1].sequence, records[$1].stamp?.seconds ?? 0, $1) }
        let masters = group.filter { records[$0].recurrence == nil }
        if masters.count > 1, let kept = masters.last {
            let sentence = "The event “\(records[kept].title)” is in the file \(masters.count) times; the latest version was taken."
            records[kept].problems.append(sentence)
            problems.add(sentence, line: records[kept].line)
        }
        let master = masters.last.map { records[$0] }
        let zone = master.map { book.zone(of: $0.start, budget: &budget, problems: &problems).zone }
        var changes: [Int64: Int] = [:]
        var changedDays: [Int64: Int] = [:]
        var future: [(from: Int64, shift: Int64, record: Int)] = []
        for index in group {
            guard let recurrence = records[index].recurrence else { continue }
            let own = book.zone(of: records[index].start, budget: &budget, problems: &problems).zone
            let at = instant(recurrence, in: zone ?? own, book: &book)
            if recurrence.isDate, let master, !master.start.isDate {
                changedDays[recurrence.day] = index
            } else {
                changes[at] = index
            }
            if !records[index].rules.isEmpty { records[index].problems.append("A change to one occurrence has a rule of its own; the rule was not followed.") }
            if records[index].isForFuture {
                // By the clock on the wall, so that a change made in winter holds in summer.
                let base = zone ?? own
                future.append((at, base.wall(own.instant(records[index].start.seconds)) - base.wall(at), index))
            }
        }
        future.sort { $0.from < $1.from }
        var originals: [Int: Int64] = [:]
        if let master, let zone, let index = masters.last {
            let shift = future.map { abs($0.shift) }.max() ?? 0
            let lengths = ([index] + future.map(\.record)).map { length(records[$0], from: records[$0].start.seconds, in: zone, book: &book) }
            // Two hours, because a day in spring or autumn is not as long as others.
            let margin = shift + max(0, lengths.max() ?? 0) + 7_200
            let expansion = SeriesExpansion(
                master, zone: zone, lower: lower - margin, counted: lower - shift, upper: upper + shift, limit: limit + changes.count + changedDays.count, budget: &budget
            ) { [resolved = resolve(master.extra.map(\.start) + master.except, in: zone, book: &book)] in resolved[$0] ?? $0.seconds }
            for problem in expansion.problems {
                records[index].problems.append(problem.text)
                problems.add(problem.text, line: problem.line)
            }
            isCut = isCut || expansion.isCut
            if expansion.goesOn { later.insert(master.uid) }
            let repeats = !master.rules.isEmpty || !master.extra.isEmpty
            for start in expansion.starts {
                if changes[start.instant] != nil { continue }
                if let change = changedDays[WallTime(seconds: start.wall).day] {
                    originals[change] = start.instant
                    continue
                }
                if let change = future.last(where: { $0.from <= start.instant }) {
                    let wall = start.wall + change.shift
                    add(change.record, wall: wall, start: zone.instant(wall), end: nil, original: start.instant, zone: zone, book: &book)
                } else {
                    add(index, wall: start.wall, start: start.instant, end: start.end, original: repeats ? start.instant : nil, zone: zone, book: &book)
                }
            }
        }
        for (at, index) in changes.map({ ($0.key, $0.value) }) + changedDays.map({ (originals[$0.value] ?? $0.key * 86_400, $0.value) }) {
            let own = book.zone(of: records[index].start, budget: &budget, problems: &problems).zone
            let wall = records[index].start.seconds
            add(index, wall: wall, start: own.instant(wall), end: nil, original: at, isChange: true, zone: own, book: &book)
        }
    }

    /// Keeps an occurrence that touches the window; of many, the earliest.
    private mutating func add(
        _ index: Int, wall: Int64, start: Int64, end: EventEnd?, original: Int64?, isChange: Bool = false, zone: CalendarZone, book: inout ZoneBook
    ) {
        var length = length(records[index], from: wall, in: zone, end: end, book: &book)
        if length < 0 {
            length = 0
            let sentence = "The event ends before it begins; it was taken to end at once."
            if !records[index].problems.contains(sentence) {
                records[index].problems.append(sentence)
                problems.add(sentence, line: records[index].line)
            }
        }
        if start >= upper { later.insert(records[index].uid) }
        guard start < upper, start >= lower || start + length > lower else { return }
        found.append(Occurrence(start: start, end: start + length, record: index, original: original, isChange: isChange))
        if found.count > limit * 2 + 1_000 { trim() }
    }

    private mutating func trim() {
        found.sort { ($0.start, records[$0.record].uid, $0.original ?? 0) < ($1.start, records[$1.record].uid, $1.original ?? 0) }
        guard found.count > limit else { return }
        found.removeSubrange(limit...)
        isCut = true
    }

    /// Seconds from start to end of the occurrence that begins at `wall`. A `DTEND` gives every occurrence of a series the same
    /// exact length; days are counted by the calendar.
    private mutating func length(_ record: EventRecord, from wall: Int64, in zone: CalendarZone, end: EventEnd? = nil, book: inout ZoneBook) -> Int64 {
        let longest: Int64 = 100 * 31_556_952
        let exact: Int64
        switch end ?? record.end {
        case .unsaid: exact = record.start.isDate ? zone.instant(wall + 86_400) - zone.instant(wall) : 0
        case .after(let days, let seconds):
            guard abs(days) < 36_525 else { return days < 0 ? -1 : longest }
            exact = zone.instant(wall + days * 86_400) - zone.instant(wall) + seconds
        case .at(let time) where record.start.isDate && time.isDate:
            let days = (time.seconds - (end == nil ? record.start.seconds : wall))
            // Some programs write the day itself as the end of an event of one day.
            exact = zone.instant(wall + (days == 0 ? 86_400 : days)) - zone.instant(wall)
        case .at(let time):
            exact = instant(time, in: zone, book: &book) - zone.instant(end == nil ? record.start.seconds : wall)
        }
        return min(exact, longest)
    }

    /// The instant of a time; one without a zone of its own is in the zone of its event.
    private mutating func instant(_ time: WallTime, in zone: CalendarZone, book: inout ZoneBook) -> Int64 {
        guard time.isUTC || time.zone != nil else { return zone.instant(time.seconds) }
        return book.zone(of: time, budget: &budget, problems: &problems).zone.instant(time.seconds)
    }

    private mutating func resolve(_ times: [WallTime], in zone: CalendarZone, book: inout ZoneBook) -> [WallTime: Int64] {
        var resolved: [WallTime: Int64] = [:]
        for time in times { resolved[time] = instant(time, in: zone, book: &book) }
        return resolved
    }

    /// What was found, in order.
    mutating func finish(method: String?) -> CalendarReading {
        trim()
        if isCut { problems.add("There are more than \(limit) events in this time; the rest was left out. Choose a shorter time.") }
        let stamp = { (seconds: Int64) in Timestamp(milliseconds: seconds * 1000) }
        let events = found.map { occurrence in
            let record = records[occurrence.record]
            let zone = record.start.isUTC ? "UTC" : record.start.zone.flatMap { TextCleaning.label($0.utf8, limit: 200) }
            return CalendarEvent(
                id: occurrence.original.map { "\(record.uid)/\(stamp($0))" } ?? record.uid, uid: record.uid,
                recurrenceID: occurrence.isChange ? occurrence.original.map(stamp) : nil, sequence: record.sequence,
                title: record.title, text: record.text, place: record.place,
                start: stamp(occurrence.start), end: stamp(occurrence.end), isAllDay: record.start.isDate, zone: zone,
                organizer: record.organizer, attendees: record.attendees, isCancelled: record.isCancelled,
                lastModified: record.lastModified.map { stamp($0.seconds) }, meetingLink: record.link, problems: record.problems
            )
        }
        return CalendarReading(
            events: events.sorted { ($0.start, $0.id) < ($1.start, $1.id) }, method: method, later: later.count, problems: problems.listed, problemCount: problems.count
        )
    }
}
