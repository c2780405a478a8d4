import Covalence
import Foundation
import Testing

@Suite("Points in time")
struct TimestampTests {
    // Milliseconds by CPython 3.11: (datetime.fromisoformat(s) - epoch) // timedelta(milliseconds=1).
    @Test(arguments: [
        ("2026-03-04T09:30:00Z", 1_772_616_600_000),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2024-02-29T23:59:59+02:00", 1_709_243_999_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("2026-03-04T09:30:15.123-05:30", 1_772_636_415_123),
        ("2026-03-04 09:30Z", 1_772_616_600_000),
        ("2026-03-04T09:30:00,5z", 1_772_616_600_500),
        ("2026-03-04T09:30:00.123456789+0000", 1_772_616_600_123),
    ])
    func reads(text: String, milliseconds: Int) {
        #expect(Timestamp(iso8601: text)?.milliseconds == Int64(milliseconds))
    }

    @Test(arguments: [
        "", "2026-03-04", "2026-03-04T09:30:00", "2026-02-30T09:30:00Z", "2026-13-01T00:00:00Z", "2026-03-04T24:00:00Z",
        "2026-03-04T09:60:00Z", "2026-03-04T09:30:61Z", "2026-03-04T09:30:00.Z", "2026-03-04T09:30:00.1234567890Z",
        "2026-03-04T09:30:00+25:00", "2026-03-04T09:30:00+02:60", "2026-03-04T09:30:00Zx", "2026-03-04T09:30:00 Z",
        "٢٠٢٦-03-04T09:30:00Z", "2026-03-04T09:30:00+", "-026-03-04T09:30:00Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func writesMillisecondsAlways() {
        #expect(Timestamp(milliseconds: 1_772_636_415_123).description == "2026-03-04T15:00:15.123Z")
        #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: 0).description == "1970-01-01T00:00:00.000Z")
    }

    @Test func comesBackFromFoundation() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let timestamp = Timestamp(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator))
            #expect(Timestamp(timestamp.date) == timestamp)
            #expect(Timestamp(iso8601: timestamp.description) == timestamp)
        }
        #expect(Timestamp(Date(timeIntervalSince1970: 1.0019)).milliseconds == 1001)
        #expect(Timestamp(Date(timeIntervalSince1970: -0.0005)).milliseconds == -1)
    }

    @Test func holdsImpossibleDatesAtTheEdge() {
        #expect(Timestamp(Date(timeIntervalSince1970: .infinity)).description == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(Date(timeIntervalSince1970: -1e300)).description == "0001-01-01T00:00:00.000Z")
    }

    @Test func isWrittenAsTextInJSON() throws {
        let timestamp = Timestamp(milliseconds: 1_772_616_600_000)
        let data = try JSONEncoder().encode([timestamp])
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-03-04T09:30:00.000Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [timestamp])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8)) }
    }
}

@Suite("Plain dates")
struct CalendarDayTests {
    // By CPython 3.11: (date(y, m, d) - date(1970, 1, 1)).days.
    @Test(arguments: [
        (1, 1, 1, -719_162), (1582, 10, 15, -141_427), (1900, 2, 28, -25_509), (1900, 3, 1, -25_508), (1969, 12, 31, -1),
        (1970, 1, 1, 0), (2000, 2, 29, 11_016), (2024, 2, 29, 19_782), (2026, 3, 4, 20_516), (2100, 3, 1, 47_541),
        (9999, 12, 31, 2_932_896),
    ])
    func countsDays(year: Int, month: Int, day: Int, days: Int) throws {
        let date = try #require(CalendarDay(year: year, month: month, day: day))
        #expect(date.daysSince1970 == Int64(days))
        #expect(CalendarDay(daysSince1970: Int64(days)) == date)
    }

    /// Every day of the years 1 to 9999 folded into one number, h = (31·h + 372·year + 31·month + day) mod 1,000,000,007, by CPython
    /// 3.11's `date.fromordinal` over 1...3652059: 219534610.
    @Test func agreesWithPythonOnEveryDay() {
        var hash = 0
        for days in Int64(-719_162)...2_932_896 {
            let day = CalendarDay(daysSince1970: days)
            hash = (hash * 31 + day.year * 372 + day.month * 31 + day.day) % 1_000_000_007
        }
        #expect(hash == 219_534_610)
    }

    @Test func isHeldWithinFourDigits() {
        #expect(CalendarDay(daysSince1970: .min).description == "0001-01-01")
        #expect(CalendarDay(daysSince1970: .max).description == "9999-12-31")
    }

    @Test func readsOneFormOnly() {
        #expect(CalendarDay("2026-03-04")?.description == "2026-03-04")
        #expect(CalendarDay("0033-04-03")?.year == 33)
        for text in ["2026-3-004", "02026-3-04", "2026-02-29", "2026-00-10", "2026-04-31", "2026/03/04", " 2026-03-04", "2026-03-0٤",
                     "0000-01-01", "", "+026-03-04"] {
            #expect(CalendarDay(text) == nil, "\(text)")
        }
    }

    @Test func ordersByDate() throws {
        let days = try ["2026-03-04", "2025-12-31", "2026-02-28"].map { try #require(CalendarDay($0)) }
        #expect(days.sorted().map(\.description) == ["2025-12-31", "2026-02-28", "2026-03-04"])
    }
}
