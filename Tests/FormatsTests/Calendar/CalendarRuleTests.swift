import Covalence
import Formats
import Foundation
import Testing

/// Expected times come from Python: dateutil 2.9 (rrule) over local times, zoneinfo for the zones.
@Suite("Calendar rules and zones")
struct CalendarRuleTests {
    typealias Samples = CalendarSamples

    @Test(arguments: [
        // 09:00 in Helsinki stays 09:00 over the last Sundays of March and October.
        ("DTSTART;TZID=Europe/Helsinki:20260310T090000\nRRULE:FREQ=WEEKLY;COUNT=4", "2026-01-01T00:00Z", ["2026-03-10T07:00", "2026-03-17T07:00", "2026-03-24T07:00", "2026-03-31T06:00"]),
        ("DTSTART;TZID=FLE Standard Time:20260310T090000\nRRULE:FREQ=WEEKLY;UNTIL=20261103T065959Z", "2026-10-13T00:00Z", ["2026-10-13T06:00", "2026-10-20T06:00", "2026-10-27T07:00"]),
        ("DTSTART;TZID=Europe/Helsinki:20260310T090000\nRRULE:FREQ=WEEKLY;UNTIL=20261103T070000Z", "2026-10-27T00:00Z", ["2026-10-27T07:00", "2026-11-03T07:00"]),
        ("DTSTART;TZID=Eastern Standard Time:20260130T160000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", "2026-01-01T00:00Z", ["2026-01-30T21:00", "2026-02-27T21:00", "2026-03-27T20:00", "2026-04-24T20:00"]),
        ("DTSTART;TZID=W. Europe Standard Time:20200102T083000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU;UNTIL=20260416T063000Z", "2026-03-20T00:00Z", ["2026-03-30T06:30", "2026-04-02T06:30", "2026-04-13T06:30", "2026-04-16T06:30"]),
        ("DTSTART;TZID=Europe/Berlin:20200102T083000\nRRULE:FREQ=DAILY;INTERVAL=3;COUNT=800", "2026-07-15T00:00Z", ["2026-07-17T06:30", "2026-07-20T06:30", "2026-07-23T06:30", "2026-07-26T06:30"]),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Asia/Tokyo:20260130T100000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4", "2026-01-01T00:00Z", ["2026-01-30T01:00", "2026-02-27T01:00", "2026-03-31T01:00", "2026-04-30T01:00"]),
        ("DTSTART:20260131T120000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-01-01T00:00Z", ["2026-01-31T12:00", "2026-03-31T12:00", "2026-05-31T12:00"]),
        // A time that is skipped and one that comes twice (zoneinfo, fold 0).
        ("DTSTART;TZID=Europe/Helsinki:20260329T033000", "2026-01-01T00:00Z", ["2026-03-29T01:30"]),
        ("DTSTART;TZID=Europe/Helsinki:20261025T033000", "2026-01-01T00:00Z", ["2026-10-25T00:30"]),
    ])
    func startsAreThoseOfPython(inner: String, from: String, expected: [String]) throws {
        #expect(try Samples.starts(inner, window: Samples.time(from)..<Samples.time("2027-01-01T00:00Z")) == expected)
    }

    @Test func aZoneDescribedInTheFileChangesWithItsRules() throws {
        let data = Samples.calendar(Samples.ownZone + "\nBEGIN:VEVENT\nUID:z\nDTSTART;TZID=Our Head Office:20260302T090000\nRRULE:FREQ=WEEKLY;COUNT=36\nEND:VEVENT")
        let starts = try Samples.read(data).events.map { String($0.start.description.prefix(16)) }
        // The same zone as America/New_York: clocks change on 8 March and 1 November 2026.
        #expect(starts.prefix(2) == ["2026-03-02T14:00", "2026-03-09T13:00"])
        #expect(starts.suffix(2) == ["2026-10-26T13:00", "2026-11-02T14:00"])
    }

    @Test func timesOfUnknownZonesAreTakenInTheOneGiven() throws {
        for inner in ["DTSTART;TZID=Mars/Olympus:20260701T090000", "DTSTART:20260701T090000"] {
            let reading = try Samples.read(Samples.event(inner), zone: "Europe/Helsinki")
            #expect(reading.events.map(\.start) == [Samples.time("2026-07-01T06:00Z")])
            #expect(reading.events.first?.problems.contains { $0.contains("Europe/Helsinki") } == true)
        }
        #expect(try Samples.read(Samples.event("DTSTART;TZID=Mars/Olympus:20260701T090000")).problems.contains { $0.contains("Mars/Olympus") && $0.contains("UTC") })
    }

    @Test func exceptionsMayBeDaysOrWithoutZone() throws {
        let series = "DTSTART;TZID=Europe/Helsinki:20260310T090000\nRRULE:FREQ=DAILY;COUNT=3\n"
        #expect(try Samples.starts(series + "EXDATE;VALUE=DATE:20260311") == ["2026-03-10T07:00", "2026-03-12T07:00"])
        #expect(try Samples.starts(series + "EXDATE:20260310T090000,20260312T090000") == ["2026-03-11T07:00"])
        #expect(try Samples.starts(series + "EXDATE:20260312T070000Z") == ["2026-03-10T07:00", "2026-03-11T07:00"])
    }

    @Test(arguments: ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY"])
    func aRuleWithoutEndIsCutAtTheLimit(rule: String) throws {
        let reading = try Samples.read(Samples.event("DTSTART:19700101T080000Z\nRRULE:\(rule)"), limit: 50)
        #expect(reading.events.count == 50)
        // The window begins at midnight; no rule comes later on that day than 08:00.
        #expect(reading.events.first.map { $0.start <= Samples.time("2026-01-01T08:00Z") } == true)
        #expect(reading.problems.contains { $0.contains("more than 50") })
    }

    @Test(arguments: [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYDAY=MO", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7;BYMINUTE=1,2,3,4,5", "FREQ=SOMETIMES", "COUNT=3", "FREQ=DAILY;UNTIL=soon", "FREQ=MONTHLY;BYDAY=99MO", "", "FREQ=DAILY;BYMONTH=99999999999999999999",
        "RSCALE=CHINESE;FREQ=YEARLY",
    ])
    func aRuleThatCannotBeFollowedLeavesTheFirstDate(rule: String) throws {
        let reading = try Samples.read(Samples.event("DTSTART:20260302T080000Z\nRRULE:\(rule)"))
        #expect(reading.events.map(\.start) == [Samples.time("2026-03-02T08:00Z")])
        #expect(reading.events.first?.problems.contains { $0.hasPrefix("The rule ") } == true)
    }

    @Test func manyRulesThatNeverComeSpendTheBudgetOnly() throws {
        let one = "BEGIN:VEVENT\nUID:%\nDTSTART:20260302T080000Z\nRRULE:FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO\nEND:VEVENT\n"
        let reading = try Samples.read(Samples.calendar((0..<300).map { one.replacingOccurrences(of: "%", with: "u\($0)") }.joined()))
        #expect(reading.events.count == 300)
        #expect(reading.problems.contains { $0.contains("take too long") })
    }

    @Test func readingsSideBySideAgree() async throws {
        let expected = try Samples.read(Samples.series)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { (try? Samples.read(Samples.series)) == expected } }
            for await same in group { #expect(same) }
        }
    }
}
