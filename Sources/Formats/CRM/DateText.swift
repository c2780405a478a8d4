import Covalence

/// Which comes first in a date of numbers only.
public enum DayOrder: String, Hashable, Sendable, Codable, CaseIterable {
    /// 4/3/2026 is 4 March.
    case dayFirst = "day-first"
    /// 4/3/2026 is 3 April.
    case monthFirst = "month-first"
}

/// A date as it stands in a cell, taken apart: with the year first, with day and month in an order that is open, or with the month's name;
/// with or without time and zone.
struct DateText {
    /// What the numbers say about their order.
    enum Order: Hashable {
        /// No question: the year stands first, the month has a name, or both numbers are the same.
        case plain
        /// One number is above 12, or points divide them, which is the way of those who put the day first († CLDR).
        case decided(DayOrder)
        case open
    }

    private(set) var order = Order.plain
    private var year = 0
    private var first = 0
    private var second = 0
    /// Seconds since midnight; nil where only a day is given.
    private(set) var clock: Int?
    /// Thousandths beside them.
    private var milliseconds = 0
    /// Seconds east of Greenwich; nil where no zone is given.
    private(set) var offset: Int?
    /// AM or PM.
    private(set) var hasMeridiem = false
    /// A number of milliseconds since 1970, as programs give times to programs.
    private var epoch: Int64?

    /// Nil where the cell is no date, or one that does not exist in any order.
    init?(_ cell: ArraySlice<UInt8>) {
        guard (6...60).contains(cell.count) else { return nil }
        var scan = DateScan(cell)
        guard readDay(&scan) else { return nil }
        if epoch != nil { return }
        scan.skip(" ,\u{202F}\u{A0}")
        if !scan.isAtEnd {
            if scan.byte == 0x54 || scan.byte == 0x74 { scan.advance() } else { scan.skipWords(["at", "um", "à", "a las", "kl", "kl.", "klo"]) }
            guard readClock(&scan) else { return nil }
            scan.skip(" \u{202F}\u{A0}")
            if !scan.isAtEnd {
                guard let zone = scan.zone() else { return nil }
                offset = zone
            }
        }
        guard scan.isAtEnd, day(.dayFirst) != nil || day(.monthFirst) != nil else { return nil }
        if order == .open {
            if day(.dayFirst) == nil { order = .decided(.monthFirst) } else if day(.monthFirst) == nil { order = .decided(.dayFirst) }
        }
    }

    /// The day as written, the open order taken for what is said; nil where there is no such day or the order stays open.
    func day(_ given: DayOrder?) -> CalendarDay? {
        if let epoch { return CalendarDay(daysSince1970: (Double(epoch) / 86_400_000).rounded(.down).asInteger) }
        switch order {
        case .plain: return CalendarDay(year: year, month: first, day: second)
        case .decided(.monthFirst): return CalendarDay(year: year, month: first, day: second)
        case .decided(.dayFirst): return CalendarDay(year: year, month: second, day: first)
        case .open:
            guard let given else { return nil }
            return given == .dayFirst ? CalendarDay(year: year, month: second, day: first) : CalendarDay(year: year, month: first, day: second)
        }
    }

    /// The moment in UTC. `zone` gives the seconds east of Greenwich for a time on the wall without zone; a day alone is its midnight there.
    func time(_ given: DayOrder?, zone: (Int64) -> Int64) -> Timestamp? {
        if let epoch { return Timestamp(milliseconds: epoch) }
        guard let day = day(given) else { return nil }
        let wall = day.daysSince1970 * 86_400 + Int64(clock ?? 0)
        let seconds = wall - (offset.map(Int64.init) ?? zone(wall))
        return Timestamp(milliseconds: seconds * 1000 + Int64(milliseconds))
    }

    private mutating func readDay(_ scan: inout DateScan) -> Bool {
        scan.skipWeekday()
        if let (number, digits) = scan.number() {
            if scan.isAtEnd {
                // Milliseconds since 1970, between 1990 and 2100 ‡; or 20260304.
                if digits == 12 || digits == 13, (631_152_000_000...4_102_444_800_000).contains(number) {
                    epoch = number
                    return true
                }
                guard digits == 8 else { return false }
                return set(year: number / 10_000, digits: 4, number / 100 % 100, number % 100)
            }
            if digits == 8, scan.byte == 0x54 { return set(year: number / 10_000, digits: 4, number / 100 % 100, number % 100) }
            let mark = scan.byte
            if mark == 0x2D || mark == 0x2F || mark == 0x2E, let next = scan.number(after: mark) {
                if scan.byte == mark, let last = scan.number(after: mark) {
                    if digits == 4 { return set(year: number, digits: 4, next.value, last.value) }
                    guard digits <= 2, next.digits <= 2, set(year: last.value, digits: last.digits, number, next.value) else { return false }
                    if mark == 0x2E {
                        order = .decided(.dayFirst)
                    } else if number != next.value {
                        order = number > 12 ? .decided(.dayFirst) : next.value > 12 ? .decided(.monthFirst) : .open
                    }
                    return true
                }
                return false
            }
            // 4 March 2026, 4. März 2026, 4 de marzo de 2026, 4-Mar-26
            guard digits <= 2 else { return false }
            scan.skip(".- ")
            scan.skipWords(["de", "of"])
            guard let month = scan.word().flatMap(MonthNames.month) else { return false }
            scan.skip(".-, ")
            scan.skipWords(["de", "del"])
            guard let last = scan.number() else { return false }
            return set(year: last.value, digits: last.digits, Int64(month), number)
        }
        guard let month = scan.word().flatMap(MonthNames.month) else { return false }
        scan.skip(". ")
        guard let (number, digits) = scan.number(), digits <= 2 else { return false }
        scan.skip(", ")
        guard let last = scan.number() else { return false }
        return set(year: last.value, digits: last.digits, Int64(month), number)
    }

    /// Two digits of a year mean 1970 to 2069 ‡.
    private mutating func set(year: Int64, digits: Int, _ first: Int64, _ second: Int64) -> Bool {
        guard digits == 4 || digits == 2, first <= 99, second <= 99 else { return false }
        self.year = Int(digits == 4 ? year : year < 70 ? 2000 + year : 1900 + year)
        (self.first, self.second) = (Int(first), Int(second))
        return true
    }

    private mutating func readClock(_ scan: inout DateScan) -> Bool {
        guard let (hour, digits) = scan.number(), digits <= 2 else { return false }
        var minute: Int64 = 0
        var second: Int64 = 0
        let mark = scan.byte
        if mark == 0x3A || mark == 0x2E || mark == 0x68 {
            guard let next = scan.number(after: mark), next.digits == 2 else { return false }
            minute = next.value
            if scan.byte == mark || scan.byte == 0x3A, let last = scan.number(after: scan.byte), last.digits == 2 {
                second = last.value
                if scan.byte == 0x2E || scan.byte == 0x2C, let fraction = scan.number(after: scan.byte) {
                    guard fraction.digits <= 9 else { return false }
                    var thousandths = fraction.value
                    for _ in 0..<max(0, fraction.digits - 3) { thousandths /= 10 }
                    for _ in 0..<max(0, 3 - fraction.digits) { thousandths *= 10 }
                    milliseconds = Int(thousandths)
                }
            }
        } else if scan.meridiemAhead() == nil {
            return false
        }
        var hours = hour
        if let isAfternoon = scan.meridiem() {
            guard (1...12).contains(hour) else { return false }
            hasMeridiem = true
            hours = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hours < 24, minute < 60, second <= 60 else { return false }
        clock = Int(hours * 3600 + minute * 60 + second)
        return true
    }
}

extension Double {
    fileprivate var asInteger: Int64 { Int64(self) }
}
