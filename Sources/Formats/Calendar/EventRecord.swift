/// One VEVENT as it stands in the file: a single event, the rule of a series, or a change to one occurrence.
struct EventRecord: Sendable {
    var line: Int
    var uid = ""
    var recurrence: WallTime?
    /// Whether the change is for all later occurrences too (`RANGE=THISANDFUTURE`).
    var isForFuture = false
    var sequence = 0
    var stamp: WallTime?
    var lastModified: WallTime?
    var title = ""
    var text = ""
    var place: String?
    var start: WallTime
    var end = EventEnd.unsaid
    var rules: [(text: String, line: Int)] = []
    var extra: [(start: WallTime, end: EventEnd?)] = []
    var except: [WallTime] = []
    var organizer: CalendarParty?
    var attendees: [CalendarParty] = []
    var isCancelled = false
    var link: String?
    var problems: [String] = []

    private static let maxText = 100_000
    private static let maxParties = 5_000
    private static let maxDates = 10_000

    /// Reads the lines of a VEVENT; nil, with a problem, where it has no start that can be read.
    init?(_ component: CalendarOutline.Component, problems: inout CalendarProblems) {
        line = component.line
        start = WallTime(seconds: 0)
        var hasStart = false
        var links = MeetingLink()
        for line in component.lines {
            if line.name == "RRULE" || line.name == "EXRULE" {
                if line.name == "EXRULE" || rules.count >= 20 {
                    fault("Line \(line.number): \(line.name == "EXRULE" ? "EXRULE is not read" : "only 20 rules are read"); dates may be there that should not, or be missing.", &problems)
                } else {
                    rules.append((line.value, line.number))
                }
                continue
            }
            let read = CalendarProperty.read(line, in: "VEVENT")
            if read.isEmpty {
                if !line.value.isEmpty { fault("Line \(line.number): \(line.name) can't be read.", &problems) }
                continue
            }
            for property in read { take(property, line: line, hasStart: &hasStart, links: &links, problems: &problems) }
        }
        guard hasStart else {
            problems.add("The event “\(title)” has no start that can be read; it was left out.", line: component.line)
            return nil
        }
        if uid.isEmpty {
            // FNV-1a: the same event gets the same name when the file is read again.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in "\(start.seconds) \(title)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            uid = "without-uid-" + String(hash, radix: 16)
            fault("The event has no UID; one was made from its start and title.", &problems)
        }
        link = links.best(place: place ?? "", text: text)
    }

    private mutating func take(
        _ property: CalendarProperty, line: ContentLine, hasStart: inout Bool, links: inout MeetingLink, problems: inout CalendarProblems
    ) {
        func oneLine(_ text: String, _ limit: Int = 500) -> String { TextCleaning.label(text.utf8, limit: limit) ?? "" }
        switch (line.name, property.value) {
        case ("DTSTART", .time(let time)):
            if hasStart { fault("Line \(line.number): a second DTSTART; the first counts.", &problems) } else { start = time }
            hasStart = true
        case ("DTEND", .time(let time)): end = .at(time)
        case ("DURATION", .duration(let days, let seconds)): if end == .unsaid { end = .after(days: days, seconds: seconds) }
        case ("RECURRENCE-ID", .time(let time)):
            recurrence = time
            isForFuture = property.parameters["RANGE"]?.uppercased() == "THISANDFUTURE"
        case ("RDATE", .time(let time)): if extra.count < Self.maxDates { extra.append((time, nil)) }
        case ("RDATE", .period(let time, let end)): if extra.count < Self.maxDates { extra.append((time, end)) }
        case ("EXDATE", .time(let time)): if except.count < Self.maxDates { except.append(time) }
        case ("DTSTAMP", .time(let time)): stamp = time
        case ("LAST-MODIFIED", .time(let time)): lastModified = time
        case ("SEQUENCE", .number(let number)): sequence = max(0, number)
        case ("UID", .text(let text)): if uid.isEmpty { uid = oneLine(text, 1000) }
        case ("SUMMARY", .text(let text)): if title.isEmpty { title = oneLine(text) }
        case ("LOCATION", .text(let text)): if place == nil { place = TextCleaning.label(text.utf8, limit: 1000) }
        case ("DESCRIPTION", .text(let text)):
            guard self.text.isEmpty else { break }
            let (lines, isCut) = MeetingText.lines(text, limit: Self.maxText)
            self.text = lines
            if isCut { fault("Line \(line.number): the description is longer than \(Self.maxText) letters; the rest was cut.", &problems) }
        case ("STATUS", .text(let text)): isCancelled = text.uppercased() == "CANCELLED"
        case ("ORGANIZER", .text(let text)): if organizer == nil { organizer = CalendarParty(address: text, property.parameters) }
        case ("ATTENDEE", .text(let text)):
            if attendees.count < Self.maxParties {
                attendees.append(CalendarParty(address: text, property.parameters))
            } else if attendees.count == Self.maxParties, !self.problems.contains(where: { $0.hasPrefix("Only the first") }) {
                fault("Only the first \(Self.maxParties) attendees were read.", &problems)
            }
        case ("URL", .text(let text)): links.page = text
        case ("CONFERENCE", .text(let text)), ("X-GOOGLE-CONFERENCE", .text(let text)),
             ("X-MICROSOFT-SKYPETEAMSMEETINGURL", .text(let text)), ("X-MICROSOFT-ONLINEMEETINGJOINLINK", .text(let text)):
            links.declared.append(text)
        default: fault("Line \(line.number): \(line.name) has a value of another kind; it was skipped.", &problems)
        }
    }

    /// Notes a problem with the event and with the file.
    private mutating func fault(_ sentence: String, _ problems: inout CalendarProblems) {
        if self.problems.count < 20 { self.problems.append(sentence) }
        problems.add(sentence)
    }
}

extension CalendarParty {
    /// A party from the value of `ORGANIZER` or `ATTENDEE` and its parameters.
    init(address value: String, _ parameters: [String: String]) {
        func mail(_ text: String) -> String? {
            let bare = text.lowercased().hasPrefix("mailto:") ? String(text.dropFirst(7)) : text
            let address = TextCleaning.label((bare.removingPercentEncodingOnce).utf8, limit: 320)?.lowercased() ?? ""
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && !address.contains(where: { $0 == " " || $0 == ":" || $0 == "<" || $0 == ">" }) ? address : nil
        }
        let role: Role = switch parameters["ROLE"]?.uppercased() {
        case "CHAIR": .chair
        case "OPT-PARTICIPANT": .optional
        case "NON-PARTICIPANT": .informed
        default: .required
        }
        let kind = parameters["CUTYPE"]?.uppercased()
        self.init(
            name: parameters["CN"].flatMap { TextCleaning.label($0.utf8, limit: 200) },
            address: mail(value) ?? parameters["EMAIL"].flatMap(mail),
            role: role,
            answer: parameters["PARTSTAT"].flatMap { Answer(rawValue: $0.lowercased()) } ?? .needsAction,
            isResource: kind == "ROOM" || kind == "RESOURCE"
        )
    }
}
