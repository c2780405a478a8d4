public import Covalence
public import Foundation

/// The moment of an assessment, and the zone in which its days begin.
public struct LocalClock: Hashable, Sendable {
    public var now: Timestamp
    public var zone: TimeZone

    /// A moment in a zone.
    public init(now: Timestamp, zone: TimeZone) {
        self.now = now
        self.zone = zone
    }

    /// The day it is.
    public var today: CalendarDay { day(of: now) }

    /// The day a moment falls on.
    public func day(of time: Timestamp) -> CalendarDay {
        let local = time.milliseconds + Int64(zone.secondsFromGMT(for: time.date)) * 1000
        return CalendarDay(daysSince1970: Int64((Double(local) / 86_400_000).rounded(.down)))
    }

    /// How many days ago a moment was, as a calendar tells it: what was yesterday evening was a day ago. Negative for a day to come.
    public func days(since earlier: Timestamp) -> Int { days(from: earlier, to: now) }

    /// The same, seen from another moment than now.
    func days(from earlier: Timestamp, to later: Timestamp) -> Int { Int(day(of: later).daysSince1970 - day(of: earlier).daysSince1970) }

    /// When a moment is so many days ago, as `days(since:)` counts: at the beginning of a day, whatever the time of day was. Held at the edges of the calendar, however many
    /// days a setting says.
    public func start(days: Int, after time: Timestamp) -> Timestamp {
        let (sum, isTooFar) = day(of: time).daysSince1970.addingReportingOverflow(Int64(days))
        return start(of: CalendarDay(daysSince1970: isTooFar ? (days < 0 ? .min : .max) : sum))
    }

    /// When a day begins. Where clocks are changed at midnight, the moment is that of the offset a day later or earlier.
    public func start(of day: CalendarDay) -> Timestamp {
        let midnight = day.daysSince1970 * 86_400_000
        var start = midnight
        // The offset is that of the moment itself: two steps find it.
        for _ in 0..<2 {
            start = midnight - Int64(zone.secondsFromGMT(for: Timestamp(milliseconds: start).date)) * 1000
        }
        return Timestamp(milliseconds: start)
    }
}

extension CalendarDay {
    /// The day after.
    var next: CalendarDay { CalendarDay(daysSince1970: daysSince1970 + 1) }
}
