/// The components of a file that are read (events and time zones), each with its lines.
struct CalendarOutline {
    struct Component {
        var line: Int
        var lines: [ContentLine] = []
    }

    struct Zone {
        var line: Int
        var id = ""
        var observances: [Component] = []
    }

    struct Calendar {
        var method: String?
        var zones: [Zone] = []
        var events: [Component] = []
    }

    private static let maxEvents = 100_000
    private static let maxDepth = 10

    private(set) var calendars: [Calendar] = []
    private var stack: [(name: String, line: Int)] = []
    /// Components open beyond the depth that is followed.
    private var beyond = 0
    private var event: Component?
    private var zone: Zone?
    private var observance: Component?
    private var eventCount = 0

    /// Reads the outline of bytes that are UTF-8.
    init(_ bytes: [UInt8], problems: inout CalendarProblems) {
        var built = CalendarOutline()
        let end = ContentLineScanner.scan(bytes, problems: &problems) { line, problems in built.take(line, problems: &problems) }
        if let open = built.stack.first {
            problems.add("The file breaks off: \(open.name) of line \(open.line) has no END. What was there was read.", line: end.lines)
            // A line without an end may be half a value: half a time is a wrong time.
            if !end.isEnded, built.event?.lines.last?.number == end.lines { built.event?.lines.removeLast() }
            built.close(downTo: 0, problems: &problems)
        }
        self = built
    }

    private init() {}

    private mutating func take(_ line: ContentLine, problems: inout CalendarProblems) {
        switch line.name {
        case "BEGIN": begin(Self.component(line), line: line.number, problems: &problems)
        case "END": end(Self.component(line), line: line.number, problems: &problems)
        default:
            guard beyond == 0, let top = stack.last?.name else { return }
            switch top {
            case "VCALENDAR":
                if line.name == "METHOD" {
                    let method = line.value.uppercased().filter { $0.isASCII && ($0.isLetter || $0 == "-") }
                    calendars[calendars.count - 1].method = method.isEmpty ? nil : String(method.prefix(40))
                } else if line.name == "VERSION", line.value.hasPrefix("1") {
                    problems.add("The file is vCalendar 1.0; only what it shares with iCalendar was read.", line: line.number)
                }
            case "VEVENT": event?.lines.append(line)
            case "VTIMEZONE": if line.name == "TZID" { zone?.id = line.value }
            case "STANDARD", "DAYLIGHT": observance?.lines.append(line)
            default: break
            }
        }
    }

    /// The name of a component, fit to be shown.
    private static func component(_ line: ContentLine) -> String { TextCleaning.label(line.value.utf8, limit: 40)?.uppercased() ?? "" }

    private mutating func begin(_ name: String, line: Int, problems: inout CalendarProblems) {
        guard beyond == 0, stack.count < Self.maxDepth else {
            if beyond == 0 { problems.add("Components are nested more than \(Self.maxDepth) deep; the inner ones were skipped.", line: line) }
            beyond += 1
            return
        }
        // A component of the same kind can't be inside: its END is missing.
        if ["VCALENDAR", "VEVENT", "VTIMEZONE"].contains(name), let open = stack.lastIndex(where: { $0.name == name }) {
            problems.add("\(name) begins before that of line \(stack[open].line) has ended.", line: line)
            close(downTo: open, problems: &problems)
        }
        if name == "VEVENT" || name == "VTIMEZONE", calendars.isEmpty || !stack.contains(where: { $0.name == "VCALENDAR" }) {
            problems.add("\(name) stands outside a VCALENDAR; it was read all the same.", line: line)
            if calendars.isEmpty { calendars.append(Calendar()) }
        }
        let parent = stack.last?.name
        stack.append((name, line))
        switch name {
        case "VCALENDAR": calendars.append(Calendar())
        case "VEVENT" where parent == nil || parent == "VCALENDAR": event = Component(line: line)
        case "VTIMEZONE" where parent == nil || parent == "VCALENDAR": zone = Zone(line: line)
        case "STANDARD", "DAYLIGHT": if parent == "VTIMEZONE" { observance = Component(line: line) }
        default: break
        }
    }

    private mutating func end(_ name: String, line: Int, problems: inout CalendarProblems) {
        guard beyond == 0 else { return beyond -= 1 }
        guard let open = stack.lastIndex(where: { $0.name == name }) else {
            return problems.add("END of “\(name)”, which has not begun.", line: line)
        }
        if open < stack.count - 1 { problems.add("\(stack[stack.count - 1].name) of line \(stack[stack.count - 1].line) has no END.", line: line) }
        close(downTo: open, problems: &problems)
    }

    /// Ends all open components from the innermost to number `depth`.
    private mutating func close(downTo depth: Int, problems: inout CalendarProblems) {
        while stack.count > depth {
            switch stack.removeLast().name {
            case "VEVENT":
                guard let ended = event else { break }
                event = nil
                eventCount += 1
                if eventCount <= Self.maxEvents {
                    calendars[calendars.count - 1].events.append(ended)
                } else if eventCount == Self.maxEvents + 1 {
                    problems.add("There are more than \(Self.maxEvents) events; the rest was left out.", line: ended.line)
                }
            case "VTIMEZONE":
                if let zone, calendars[calendars.count - 1].zones.count < 1000 { calendars[calendars.count - 1].zones.append(zone) }
                zone = nil
            case "STANDARD", "DAYLIGHT":
                if let observance, (zone?.observances.count ?? 0) < 500 { zone?.observances.append(observance) }
                observance = nil
            default: break
            }
        }
    }
}
