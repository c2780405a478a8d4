import Foundation

/// What turns wall times into instants.
enum CalendarZone: Sendable {
    case utc
    /// A zone of the zone database.
    case named(TimeZone)
    /// A zone that the file describes itself.
    case table(ZoneTable)

    /// Seconds east of UTC at an instant, in seconds since 1970.
    func offset(at instant: Int64) -> Int64 {
        switch self {
        case .utc: 0
        case .named(let zone): Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
        case .table(let table): table.offset(at: instant)
        }
    }

    /// The instant at which the clock shows `wall`. A time that comes twice is the first of the two; a time that is skipped is
    /// counted with the offset before the gap (RFC 5545, 3.3.5).
    func instant(_ wall: Int64) -> Int64 {
        if case .utc = self { return wall }
        let before = offset(at: wall - 86_400)
        if offset(at: wall - before) == before { return wall - before }
        let after = offset(at: wall + 86_400)
        return offset(at: wall - after) == after ? wall - after : wall - before
    }

    /// What the clock shows at an instant.
    func wall(_ instant: Int64) -> Int64 { instant + offset(at: instant) }
}
