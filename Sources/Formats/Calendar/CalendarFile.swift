public import Covalence
public import Foundation

/// Reads iCalendar files (RFC 5545) with libical.
public enum CalendarFile {
    /// Bytes of a file; a longer one is refused.
    public static let maxBytes = 50_000_000

    /// Whether a file that begins with these bytes (a few hundred are enough) is a calendar.
    public static func looksLikeCalendar(prefix: Data) -> Bool {
        let bytes = TextDecoding(Array(prefix.prefix(4096))).bytes
        let text = bytes.drop { $0 <= 0x20 }
        return text.prefix(15).map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 } == Array("BEGIN:VCALENDAR".utf8)
    }

    /// The events of a file that touch the window, series taken apart into occurrences.
    ///
    /// - Parameters:
    ///   - data: the file; UTF-8 as the RFC asks, UTF-16 and Windows-1252 are recognised.
    ///   - window: events that begin in it, or begin before and last into it.
    ///   - limit: most events that are returned; the earliest are kept, and a problem says that some are missing.
    ///   - zone: for dates without time and for times whose zone is missing or unknown.
    /// - Throws: `CalendarError` where nothing in the file can be read.
    public static func read(_ data: Data, window: Range<Timestamp>, limit: Int, zone: TimeZone = .gmt) throws(CalendarError) -> CalendarReading {
        let advice = "Export the calendar again as an .ics file."
        guard data.count <= maxBytes else {
            throw CalendarError(kind: .tooLarge, line: nil, reason: "The file is larger than \(maxBytes / 1_000_000) MB.", advice: "Export a shorter span of the calendar.")
        }
        var problems = CalendarProblems()
        let decoded = TextDecoding(Array(data))
        for note in decoded.notes { problems.add(note) }
        if decoded.encoding == .windows1252 { problems.add("The file is not in UTF-8; it was read as Windows-1252.") }
        guard let start = decoded.bytes.firstIndex(where: { $0 > 0x20 }) else {
            throw CalendarError(kind: .empty, line: nil, reason: "The file is empty.", advice: advice)
        }
        var outlineProblems = CalendarProblems()
        let outline = CalendarOutline(decoded.bytes, problems: &outlineProblems)
        guard !outline.calendars.isEmpty else {
            let line = decoded.bytes[..<start].count(where: { $0 == 0x0A }) + 1
            throw CalendarError(kind: .notCalendar, line: line, reason: "The file is no calendar: BEGIN:VCALENDAR stands nowhere in it.", advice: advice)
        }
        problems.add(all: outlineProblems)
        var gathering = CalendarGathering(window: window, limit: max(0, limit), zone: zone, problems: problems)
        for calendar in outline.calendars { gathering.take(calendar) }
        return gathering.finish(method: outline.calendars.compactMap(\.method).first)
    }
}
