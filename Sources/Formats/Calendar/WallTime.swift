import CLibical
import Covalence

/// A date, or a time as a clock on the wall shows it, with what the file says about its zone.
struct WallTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00 on that clock, zones left aside; midnight for a date.
    var seconds: Int64
    var isDate = false
    var isUTC = false
    /// `TZID` as given; nil where there is none.
    var zone: String?

    /// The day on that clock, counted from 1970-01-01.
    var day: Int64 { (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400 }

    init(seconds: Int64, isDate: Bool = false, isUTC: Bool = false, zone: String? = nil) {
        self.seconds = seconds
        self.isDate = isDate
        self.isUTC = isUTC
        self.zone = zone
    }

    /// What libical read; nil for a time that no clock shows. A leap second counts as the next minute.
    init?(_ time: icaltimetype, zone: String?) {
        guard let day = CalendarDay(year: Int(time.year), month: Int(time.month), day: Int(time.day)) else { return nil }
        isDate = time.is_date != 0
        let clock = isDate ? (0, 0, 0) : (Int64(time.hour), Int64(time.minute), Int64(time.second))
        guard (0..<24).contains(clock.0), (0..<60).contains(clock.1), (0...60).contains(clock.2) else { return nil }
        seconds = day.daysSince1970 * 86_400 + clock.0 * 3600 + clock.1 * 60 + clock.2
        isUTC = !isDate && icaltime_is_utc(time) != 0
        self.zone = isUTC || isDate ? nil : zone
    }

    /// Reads `20260304`, `20260304T090000` and `20260304T090000Z`.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy { $0 >= 48 && $0 <= 57 } ? bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } : nil
        }
        guard bytes.count == 8 || bytes.count == 15 || (bytes.count == 16 && bytes[15] | 0x20 == 0x7A),
              let year = number(0..<4), let month = number(4..<6), let dayOfMonth = number(6..<8),
              let day = CalendarDay(year: year, month: month, day: dayOfMonth)
        else { return nil }
        self.init(seconds: day.daysSince1970 * 86_400, isDate: bytes.count == 8, isUTC: bytes.count == 16)
        guard !isDate else { return }
        guard bytes[8] | 0x20 == 0x74, let hour = number(9..<11), hour < 24, let minute = number(11..<13), minute < 60,
              let second = number(13..<15), second <= 60
        else { return nil }
        seconds += Int64(hour * 3600 + minute * 60 + second)
    }

    /// The same for libical, as a time without zone.
    var icaltime: icaltimetype {
        var time = icaltime_null_time()
        let day = CalendarDay(daysSince1970: self.day)
        let rest = seconds - self.day * 86_400
        time.year = Int32(day.year)
        time.month = Int32(day.month)
        time.day = Int32(day.day)
        time.hour = Int32(rest / 3600)
        time.minute = Int32(rest / 60 % 60)
        time.second = Int32(rest % 60)
        time.is_date = isDate ? 1 : 0
        return time
    }
}
