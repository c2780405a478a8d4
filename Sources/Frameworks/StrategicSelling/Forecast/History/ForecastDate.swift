public import Covalence

/// The moment from which a forecast looks: what was recorded later than the moment is not known to it.
public struct ForecastDate: Hashable, Sendable, Comparable, Codable {
    /// What was recorded at or before it is known.
    public var moment: Timestamp
    /// The plain date it is then, in the zone of those who look; ages and periods are counted from it.
    public var day: CalendarDay

    /// A moment, and the date it is for those who look.
    public init(moment: Timestamp, day: CalendarDay) {
        self.moment = moment
        self.day = day
    }

    /// The last millisecond of a day in UTC.
    public init(endOf day: CalendarDay) {
        self.init(moment: Timestamp(milliseconds: (day.daysSince1970 + 1) * 86_400_000 - 1), day: day)
    }

    /// Earlier comes first.
    public static func < (left: ForecastDate, right: ForecastDate) -> Bool { (left.moment, left.day) < (right.moment, right.day) }
}

extension CalendarDay {
    /// The date that many days later, held at the edges of the calendar.
    func advanced(by days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + Int64(days)) }

    /// Days from this date to another one, negative where that is earlier.
    func days(to other: CalendarDay) -> Int { Int(other.daysSince1970 - daysSince1970) }
}
