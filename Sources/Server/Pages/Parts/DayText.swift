import Covalence
import StrategicSelling

/// Dates as people read them, in the order of the page's language.
enum DayText {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// `4 March 2026`.
    static func long(_ day: CalendarDay) -> String { "\(day.day) \(months[day.month - 1]) \(day.year)" }
}

extension DatedText {
    /// With its days as pages write them.
    var readable: String { written(DayText.long) }
}
