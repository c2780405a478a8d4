import Foundation

/// The zones of one calendar: those it describes, those it only names, and the one for times without any.
struct ZoneBook {
    private var described: [String: CalendarOutline.Zone] = [:]
    private var known: [String: CalendarZone?] = [:]
    private let last: Int64
    /// The zone for floating times.
    let fallback: CalendarZone
    let fallbackName: String

    init(_ zones: [CalendarOutline.Zone], fallback: TimeZone, last: Int64) {
        for zone in zones where !zone.id.isEmpty { described[zone.id] = zone }
        self.fallback = .named(fallback)
        fallbackName = fallback.identifier == "GMT" ? "UTC" : fallback.identifier
        self.last = last
    }

    /// The zone of a time. `problem` says what had to be assumed.
    mutating func zone(of time: WallTime, budget: inout Int, problems: inout CalendarProblems) -> (zone: CalendarZone, problem: String?) {
        if time.isUTC { return (.utc, nil) }
        if time.isDate { return (fallback, nil) }
        guard let name = time.zone, !name.isEmpty else {
            return (fallback, "The event names no time zone; its times were taken in \(fallbackName).")
        }
        if known[name] == nil {
            // Names come from the file: a hostile one has as many as it likes.
            if known.count > 5_000 { known.removeAll() }
            let found = find(name, budget: &budget, problems: &problems)
            known[name] = .some(found)
            if found == nil { problems.add("The time zone “\(ZoneTable.shown(name))” is not known; its times were taken in \(fallbackName).") }
        }
        if case .some(.some(let zone)) = known[name] { return (zone, nil) }
        return (fallback, "The time zone “\(ZoneTable.shown(name))” is not known; its times were taken in \(fallbackName).")
    }

    private func find(_ name: String, budget: inout Int, problems: inout CalendarProblems) -> CalendarZone? {
        if let zone = described[name], let table = ZoneTable(zone, until: last, budget: &budget, problems: &problems) { return .table(table) }
        return Self.named(name)
    }

    /// A zone by the name that the zone database or Windows has for it, also at the end of a path as older programs wrote it.
    static func named(_ name: String) -> CalendarZone? {
        let trimmed = name.trimmingCharacters(in: CharacterSet(charactersIn: " \"'\t"))
        guard !trimmed.isEmpty, trimmed.utf8.count <= 200, trimmed.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        if ["UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT"].contains(trimmed.uppercased()) { return .utc }
        if let known = WindowsZones.names[trimmed] ?? WindowsZones.byLowerCase[trimmed.lowercased()] { return TimeZone(identifier: known).map { .named($0) } }
        let parts = trimmed.split(separator: "/")
        for count in [3, 2, 1] where parts.count >= count && (count > 1 || parts.count == 1) {
            let identifier = parts.suffix(count).joined(separator: "/")
            if identifiers.contains(identifier), let zone = TimeZone(identifier: identifier) { return .named(zone) }
        }
        return nil
    }

    /// Foundation makes a zone of many a name (“GMT+25”); only those of the database count.
    private static let identifiers: Set<String> = Set(TimeZone.knownTimeZoneIdentifiers).union([
        "CET", "MET", "EET", "WET", "EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "Asia/Calcutta", "Asia/Kolkata",
        "Europe/Kiev", "Europe/Kyiv", "US/Eastern", "US/Central", "US/Mountain", "US/Pacific", "Asia/Saigon", "Asia/Ho_Chi_Minh", "Japan",
    ])
}
