import Covalence
import Foundation

/// Points in time as the person at this machine reads them.
enum LocalTime {
    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        return calendar
    }

    /// The day at this place.
    static func day(_ time: Timestamp) -> CalendarDay? {
        let parts = calendar.dateComponents([.year, .month, .day], from: time.date)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// How often midnight passed at this place between two points: what was yesterday evening was a day ago. Negative where the second lies on an earlier day.
    static func days(from earlier: Timestamp, to later: Timestamp) -> Int {
        guard let first = day(earlier), let last = day(later) else { return 0 }
        return Int(last.daysSince1970 - first.daysSince1970)
    }

    /// `10:05` at this place.
    static func clock(_ time: Timestamp) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: time.date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return "\(two(parts.hour)):\(two(parts.minute))"
    }

    /// `4 March 2026, 10:05`.
    static func text(_ time: Timestamp) -> String {
        (day(time).map { DayText.long($0) + ", " } ?? "") + clock(time)
    }

    /// The point that a day and a time of day name at this place; midnight without a time. Nil for what does not exist.
    static func timestamp(day: CalendarDay, clock text: String?) -> Timestamp? {
        var parts = DateComponents(year: day.year, month: day.month, day: day.day, hour: 0, minute: 0)
        if let text {
            let numbers = text.split(separator: ":").map { Int($0) }
            guard numbers.count >= 2, let hour = numbers[0], let minute = numbers[1], (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
            parts.hour = hour
            parts.minute = minute
        }
        return calendar.date(from: parts).map(Timestamp.init)
    }
}
