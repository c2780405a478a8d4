/// The changes of a time zone that a file describes (VTIMEZONE, RFC 5545, 3.6.5).
struct ZoneTable: Sendable {
    /// Instants from which an offset holds, ascending.
    private var changes: [(from: Int64, offset: Int64)] = []
    private var first: Int64 = 0

    private static let maxOnsets = 2_000

    /// Reads a VTIMEZONE with its changes up to an instant; nil where nothing in it can be used.
    init?(_ zone: CalendarOutline.Zone, until last: Int64, budget: inout Int, problems: inout CalendarProblems) {
        var earliest: (onset: Int64, offset: Int64)?
        for observance in zone.observances {
            var start: WallTime?
            var (before, after): (Int64?, Int64?)
            var extra: [WallTime] = []
            var rules: [ContentLine] = []
            for line in observance.lines {
                if line.name == "RRULE" {
                    rules.append(line)
                    continue
                }
                guard ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RDATE"].contains(line.name) else { continue }
                for property in CalendarProperty.read(line, in: "STANDARD") {
                    switch (line.name, property.value) {
                    case ("DTSTART", .time(let time)): start = time
                    case ("RDATE", .time(let time)): if extra.count < Self.maxOnsets { extra.append(time) }
                    case ("TZOFFSETFROM", .offset(let offset)): before = Int64(offset)
                    case ("TZOFFSETTO", .offset(let offset)): after = Int64(offset)
                    default: break
                    }
                }
            }
            guard let start, let after, abs(after) < 86_400, abs(before ?? 0) < 86_400 else {
                problems.add("A part of the time zone “\(Self.shown(zone.id))” has no start or offset; it was skipped.", line: observance.line)
                continue
            }
            let from = before ?? after
            // Changes are given in the time that holds just before them.
            var onsets = ([start] + extra).map { $0.seconds - ($0.isUTC ? 0 : from) }
            for line in rules.prefix(5) {
                do throws(RecurrenceRule.Fault) {
                    let rule = try RecurrenceRule(line.value)
                    guard rule.frequency == .yearly else { throw RecurrenceRule.Fault(reason: "does not repeat by years") }
                    guard var walk = RecurrenceWalk(rule, from: start.seconds, isDate: false, budget: &budget) else { throw RecurrenceRule.Fault(reason: "never comes") }
                    var count = 0
                    while let wall = walk.next(budget: &budget), count < Self.maxOnsets {
                        count += 1
                        let onset = wall - from
                        if onset > last || rule.count.map({ count > $0 }) ?? false || rule.isPast(wall: wall, instant: onset) { break }
                        onsets.append(onset)
                    }
                } catch {
                    problems.add("A rule of the time zone “\(Self.shown(zone.id))” \(error.reason); only its first change counts.", line: line.number)
                }
            }
            for onset in onsets {
                changes.append((onset, after))
                if earliest.map({ onset < $0.onset }) ?? true { earliest = (onset, from) }
            }
        }
        guard let earliest else { return nil }
        first = earliest.offset
        changes.sort { $0.from < $1.from }
    }

    func offset(at instant: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].from <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    /// A zone's name for messages.
    static func shown(_ name: String) -> String { TextCleaning.label(name.utf8, limit: 80) ?? "" }
}
