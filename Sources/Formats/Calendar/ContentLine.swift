/// One content line of RFC 5545 (3.1), unfolded.
struct ContentLine: Sendable {
    /// Line of the file on which it begins, counted from 1.
    var number: Int
    /// The property's name in upper case.
    var name: String
    /// All of it, name included: UTF-8 without control characters.
    var bytes: [UInt8]

    /// What stands behind the first colon outside quotation marks, trimmed.
    var value: String {
        var quoted = false
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if byte == UInt8(ascii: ":"), !quoted { return Self.trimmed(bytes[(index + 1)...]) }
        }
        return ""
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let kept = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        return String(decoding: kept.prefix(upTo: kept.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? kept.startIndex), as: UTF8.self)
    }
}

/// Cuts a file into content lines. Line ends may be CRLF, LF, CR or CR CR LF; empty lines are skipped; a line that is no
/// property and no continuation is taken for a continuation that lost its leading space.
struct ContentLineScanner {
    /// Bytes of one unfolded line; the rest is cut.
    static let maxBytes = 1_000_000
    /// The properties that are read; attachments and the rest cost no memory.
    private static let wanted: Set<String> = [
        "BEGIN", "END", "METHOD", "VERSION", "UID", "RECURRENCE-ID", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND",
        "DURATION", "ORGANIZER", "ATTENDEE", "STATUS", "LAST-MODIFIED", "DTSTAMP", "URL", "CONFERENCE", "RRULE", "EXRULE", "RDATE", "EXDATE",
        "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGJOINLINK", "X-GOOGLE-CONFERENCE",
    ]

    private var current: ContentLine?
    private var isCut = false
    private var inUnwanted = false

    /// Calls `each` for every line that is wanted, in order. Returns the number of physical lines and whether the last is ended.
    static func scan(_ bytes: [UInt8], problems: inout CalendarProblems, each: (ContentLine, inout CalendarProblems) -> Void) -> (lines: Int, isEnded: Bool) {
        var scanner = ContentLineScanner()
        var number = 0
        var start = 0
        var index = 0
        while index <= bytes.count {
            guard index == bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D else {
                index += 1
                continue
            }
            if index == bytes.count, start == index { break }
            number += 1
            scanner.take(bytes[start..<index], number: number, problems: &problems, each: each)
            // CR CR LF, as mail gateways make of CRLF, is one line end.
            if index < bytes.count, bytes[index] == 0x0D {
                if index + 2 < bytes.count, bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A { index += 2 }
                else if index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
            }
            index += 1
            start = index
        }
        scanner.flush(problems: &problems, each: each)
        return (max(1, number), bytes.last == 0x0A || bytes.last == 0x0D)
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>, number: Int, problems: inout CalendarProblems, each: (ContentLine, inout CalendarProblems) -> Void
    ) {
        guard let first = line.first else { return }
        if first == 0x20 || first == 0x09 {
            // A property with spaces in front of it, at the beginning of a file that was pasted.
            if current == nil, !inUnwanted, Self.name(line.drop { $0 == 0x20 || $0 == 0x09 }) != nil {
                begin(line.drop { $0 == 0x20 || $0 == 0x09 }, number: number, problems: &problems)
            } else {
                append(line.dropFirst(), problems: &problems)
            }
        } else if Self.name(line) != nil {
            flush(problems: &problems, each: each)
            begin(line, number: number, problems: &problems)
        } else if let current, ["SUMMARY", "DESCRIPTION", "LOCATION"].contains(current.name) {
            problems.add("It is no property; it was read as the rest of \(current.name) on line \(current.number).", line: number)
            append(Array("\\n".utf8)[...], problems: &problems)
            append(line, problems: &problems)
        } else if !inUnwanted {
            problems.add("It is no property (NAME:value) and was skipped.", line: number)
        }
    }

    private mutating func begin(_ line: ArraySlice<UInt8>, number: Int, problems: inout CalendarProblems) {
        let name = Self.name(line) ?? ""
        inUnwanted = !Self.wanted.contains(name)
        isCut = false
        guard !inUnwanted else { return current = nil }
        current = ContentLine(number: number, name: name, bytes: [])
        append(line, problems: &problems)
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, problems: inout CalendarProblems) {
        guard var line = current, !isCut else { return }
        // Taken out while it grows, or every continuation would copy the line.
        current = nil
        let room = Self.maxBytes - line.bytes.count
        line.bytes.append(contentsOf: bytes.prefix(room).lazy.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        if bytes.count > room {
            isCut = true
            line.bytes = Array(String(decoding: line.bytes, as: UTF8.self).utf8)
            problems.add("\(line.name) is longer than a million bytes; the rest was cut.", line: line.number)
        }
        current = line
    }

    private mutating func flush(problems: inout CalendarProblems, each: (ContentLine, inout CalendarProblems) -> Void) {
        if let current { each(current, &problems) }
        current = nil
    }

    /// The name in front of the first `:` or `;`; nil where the line is no property.
    private static func name(_ line: ArraySlice<UInt8>) -> String? {
        let name = line.prefix(64).prefix { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == 0x3A || line[name.endIndex] == 0x3B else { return nil }
        return String(decoding: name, as: UTF8.self).uppercased()
    }
}
