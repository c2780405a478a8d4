/// What a calendar file holds inside the window that was asked for.
public struct CalendarReading: Hashable, Sendable {
    /// Events in order of start, then id.
    public var events: [CalendarEvent]
    /// What the file is for (`METHOD`: `REQUEST`, `CANCEL`, `REPLY` …), upper case; nil where it does not say, as in an export.
    public var method: String?
    /// Of how many events and series something comes at the end of the window or later, and was left out.
    public var later: Int
    /// What could not be read or was left out, one sentence each; at most 200 are listed.
    public var problems: [String]
    /// How many problems there were, listed or not.
    public var problemCount: Int
}

/// Collects problems; lists the first 200.
struct CalendarProblems {
    fileprivate(set) var listed: [String] = []
    fileprivate(set) var count = 0

    mutating func add(_ sentence: String, line: Int? = nil) {
        count += 1
        guard listed.count < 200 else { return }
        listed.append(line.map { "Line \($0): \(sentence)" } ?? sentence)
    }
}

extension CalendarProblems {
    /// Takes over what another has collected.
    mutating func add(all other: CalendarProblems) {
        for sentence in other.listed where listed.count < 200 { listed.append(sentence) }
        count += other.count
    }
}
