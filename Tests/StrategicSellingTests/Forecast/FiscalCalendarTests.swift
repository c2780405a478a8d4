import Covalence
import Foundation
import StrategicSelling
import Testing

@Suite struct FiscalCalendarTests: MakesObjectives {
    @Test func quartersOfTheCalendarYear() throws {
        let period = FiscalCalendar.quarters.period(of: try day("2026-05-31"))
        #expect(period.name == "Q2 FY2026")
        #expect(period.first == (try day("2026-04-01")))
        #expect(period.last == (try day("2026-06-30")))
    }

    @Test(arguments: [
        // First month, day, name, first and last day; worked out on a calendar.
        (4, "2026-04-01", "Q1 FY2027", "2026-04-01", "2026-06-30"), (4, "2026-03-31", "Q4 FY2026", "2026-01-01", "2026-03-31"),
        (2, "2026-01-15", "Q4 FY2026", "2025-11-01", "2026-01-31"), (10, "2027-12-31", "Q1 FY2028", "2027-10-01", "2027-12-31"),
        (12, "2026-02-28", "Q1 FY2026", "2025-12-01", "2026-02-28"), (12, "2028-02-29", "Q1 FY2028", "2027-12-01", "2028-02-29"),
    ])
    func quartersOfOtherYears(_ first: Int, _ text: String, _ name: String, _ start: String, _ end: String) throws {
        let period = try #require(FiscalCalendar(firstMonth: first)).period(of: day(text))
        #expect(period.name == name)
        #expect(period.first == (try day(start)))
        #expect(period.last == (try day(end)))
    }

    @Test func monthsFollowEachOtherOverTheYear() throws {
        let calendar = try #require(FiscalCalendar(firstMonth: 4, length: .month))
        #expect(calendar.periods(from: try day("2026-02-10"), count: 3).map(\.name) == ["M11 FY2026", "M12 FY2026", "M01 FY2027"])
    }

    @Test func everyDayIsInExactlyOneOfThePeriods() throws {
        for first in 1...12 {
            for length in FiscalCalendar.Length.allCases {
                let calendar = try #require(FiscalCalendar(firstMonth: first, length: length))
                let periods = calendar.periods(from: try day("2023-11-20"), count: 20)
                for (one, next) in zip(periods, periods.dropFirst()) { #expect(one.last.daysSince1970 + 1 == next.first.daysSince1970) }
                for offset in 0..<400 {
                    let day = CalendarDay(daysSince1970: try day("2023-11-20").daysSince1970 + Int64(offset))
                    #expect(calendar.period(of: day).contains(day))
                }
            }
        }
    }

    @Test func theEndsOfTheCalendarHold() throws {
        let calendar = try #require(FiscalCalendar(firstMonth: 12))
        for text in ["0001-01-01", "9999-12-31"] { #expect(calendar.period(of: try day(text)).contains(try day(text))) }
    }

    @Test func aMonthThatIsNoneIsRefused() {
        #expect(FiscalCalendar(firstMonth: 0) == nil)
        #expect(FiscalCalendar(firstMonth: 13) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(FiscalCalendar.self, from: Data(#"{"firstMonth": 13, "length": "quarter"}"#.utf8))
        }
    }
}
