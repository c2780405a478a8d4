public import Covalence

/// How a workspace cuts time for its forecast.
public struct FiscalCalendar: Hashable, Sendable, Codable {
    /// The month in which the fiscal year begins, 1 to 12.
    public let firstMonth: Int
    public let length: Length

    /// How long a period is.
    public enum Length: String, Hashable, Sendable, Codable, CaseIterable {
        case month
        case quarter

        var months: Int { self == .month ? 1 : 3 }
    }

    /// Nil where the first month is none.
    public init?(firstMonth: Int = 1, length: Length = .quarter) {
        guard (1...12).contains(firstMonth) else { return nil }
        self.firstMonth = firstMonth
        self.length = length
    }

    /// Reads a stored form; fails where the first month is none.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let month = try values.decode(Int.self, forKey: .firstMonth)
        guard let calendar = FiscalCalendar(firstMonth: month, length: try values.decode(Length.self, forKey: .length)) else {
            throw DecodingError.dataCorruptedError(forKey: .firstMonth, in: values, debugDescription: "\(month) is no month: write 1 to 12.")
        }
        self = calendar
    }

    /// Quarters of the calendar year.
    public static let quarters = FiscalCalendar(checked: 1, .quarter)

    private init(checked firstMonth: Int, _ length: Length) {
        self.firstMonth = firstMonth
        self.length = length
    }

    /// The period that holds a day.
    public func period(of day: CalendarDay) -> FiscalPeriod {
        period(startingInMonth: startMonth(of: day))
    }

    /// Periods one after the other, the first of which holds `day`.
    public func periods(from day: CalendarDay, count: Int) -> [FiscalPeriod] {
        let start = startMonth(of: day)
        return (0..<max(0, count)).map { period(startingInMonth: start + $0 * length.months) }
    }

    /// Months since January of the year 0.
    private func startMonth(of day: CalendarDay) -> Int {
        let month = day.year * 12 + day.month - 1
        return month - (month - (firstMonth - 1)) % length.months
    }

    private func period(startingInMonth start: Int) -> FiscalPeriod {
        let sinceYear = (start - (firstMonth - 1)) % 12
        let yearStart = start - sinceYear
        let first = Self.firstDay(ofMonth: start) ?? CalendarDay(daysSince1970: start < 12 ? .min : .max)
        return FiscalPeriod(
            // Named for the calendar year in which the fiscal year ends ‡.
            fiscalYear: (yearStart + 11) / 12, number: sinceYear / length.months + 1, length: length, first: first,
            last: Self.firstDay(ofMonth: start + length.months)?.advanced(by: -1) ?? CalendarDay(daysSince1970: .max)
        )
    }

    /// Nil outside the years 1 to 9999.
    private static func firstDay(ofMonth month: Int) -> CalendarDay? {
        CalendarDay(year: month / 12, month: month % 12 + 1, day: 1)
    }
}

/// One month or quarter of a fiscal year.
public struct FiscalPeriod: Hashable, Sendable, Codable, Comparable {
    /// The calendar year in which the fiscal year ends ‡.
    public var fiscalYear: Int
    /// 1 to 12 for months, 1 to 4 for quarters.
    public var number: Int
    public var length: FiscalCalendar.Length
    public var first: CalendarDay
    public var last: CalendarDay

    /// As shown: `Q2 FY2027`, `M05 FY2027`.
    public var name: String {
        switch length {
        case .quarter: "Q\(number) FY\(fiscalYear)"
        case .month: "M\(number < 10 ? "0" : "")\(number) FY\(fiscalYear)"
        }
    }

    /// Whether a day lies in it.
    public func contains(_ day: CalendarDay) -> Bool { first <= day && day <= last }

    /// Earlier comes first.
    public static func < (left: FiscalPeriod, right: FiscalPeriod) -> Bool { (left.first, left.last) < (right.first, right.last) }
}
