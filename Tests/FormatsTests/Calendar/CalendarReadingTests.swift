import Covalence
import Formats
import Foundation
import Testing

@Suite("Calendar")
struct CalendarReadingTests {
    typealias Samples = CalendarSamples

    @Test func anInvitationIsReadWithAllThatItSays() throws {
        let reading = try Samples.read(Samples.invitation)
        #expect(reading.method == "REQUEST")
        #expect(reading.problems == [])
        let event = try #require(reading.events.first)
        #expect(reading.events.count == 1)
        #expect(event.id == "visit-17@example.com")
        #expect(event.title == "Visit at Nordwerk, second round")
        #expect(event.text == "Agenda:\n1. Prices\n\nJoin: https://zoom.us/j/123456?pwd=x.")
        #expect(event.place == "Room 4 Hamburg")
        // 09:00 in New York in July is 13:00 UTC (Python zoneinfo).
        #expect(event.start == Samples.time("2026-07-01T13:00Z"))
        #expect(event.end == Samples.time("2026-07-01T14:30Z"))
        #expect(event.zone == "Our Head Office")
        #expect(event.sequence == 3)
        #expect(event.lastModified == Samples.time("2026-01-06T08:15Z"))
        #expect(event.meetingLink == "https://zoom.us/j/123456?pwd=x")
        #expect(event.organizer == CalendarParty(name: "Berg, Anna", address: "anna.berg@line.example"))
        #expect(event.attendees == [
            CalendarParty(name: "Jussi", address: "jussi@nordwerk.example", role: .chair, answer: .accepted),
            CalendarParty(name: nil, address: "b@nordwerk.example", role: .optional, answer: .tentative),
            CalendarParty(name: "Room 4", address: "room4@nordwerk.example", answer: .declined, isResource: true),
        ])
        #expect(!event.isAllDay && !event.isCancelled && event.recurrenceID == nil)
    }

    @Test func aSeriesIsTakenApartWithItsChanges() throws {
        let events = try Samples.read(Samples.series).events
        // Python dateutil: 10, 17, 24, 31 March, 7 and 14 April at 09:00 in Helsinki; clocks go forward on 29 March.
        #expect(events.map { String($0.start.description.prefix(16)) } == [
            "2026-03-10T07:00", "2026-03-11T12:00", "2026-03-25T09:00", "2026-03-31T06:00", "2026-04-07T06:00", "2026-04-14T06:00",
        ])
        #expect(events.map(\.id)[0] == "weekly@example.com/2026-03-10T07:00:00.000Z")
        let moved = events[2]
        #expect(moved.title == "Weekly, moved")
        #expect(moved.id == "weekly@example.com/2026-03-24T07:00:00.000Z")
        #expect(moved.recurrenceID == Samples.time("2026-03-24T07:00Z"))
        #expect(moved.end == Samples.time("2026-03-25T10:00Z"))
        #expect(events[3].recurrenceID == nil && events[3].end == Samples.time("2026-03-31T06:30Z"))
        #expect(Set(events.map(\.id)).count == events.count)
    }

    @Test func aChangeForAllThatFollowsMovesThem() throws {
        let data = Samples.calendar("""
            BEGIN:VEVENT
            UID:f
            SUMMARY:Old
            DTSTART;TZID=Europe/Helsinki:20260310T090000
            DURATION:PT30M
            RRULE:FREQ=WEEKLY;COUNT=4
            END:VEVENT
            BEGIN:VEVENT
            UID:f
            SUMMARY:New
            RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Helsinki:20260324T090000
            DTSTART;TZID=Europe/Helsinki:20260325T100000
            DURATION:PT1H
            END:VEVENT
            """)
        let events = try Samples.read(data).events
        // By hand: the last two come a day and an hour later; on 1 April Helsinki is at +03:00.
        #expect(events.map(\.title) == ["Old", "Old", "New", "New"])
        #expect(events.map { String($0.start.description.prefix(16)) } == ["2026-03-10T07:00", "2026-03-17T07:00", "2026-03-25T08:00", "2026-04-01T07:00"])
        #expect(events[3].end == Samples.time("2026-04-01T08:00Z"))
        #expect(events[3].id == "f/2026-03-31T06:00:00.000Z")
    }

    @Test func aChangeThatComesAloneIsReadAlone() throws {
        let reading = try Samples.read(Samples.event("SUMMARY:X\nRECURRENCE-ID:20260324T070000Z\nDTSTART:20260325T080000Z", uid: "w"))
        #expect(reading.events.map(\.id) == ["w/2026-03-24T07:00:00.000Z"])
        #expect(reading.events.first?.recurrenceID == Samples.time("2026-03-24T07:00Z"))
    }

    @Test func theLatestVersionOfAnEventCounts() throws {
        let data = Samples.calendar("""
            BEGIN:VEVENT
            UID:v
            SEQUENCE:2
            SUMMARY:Second
            DTSTART:20260302T080000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:v
            SEQUENCE:1
            SUMMARY:First
            DTSTART:20260301T080000Z
            END:VEVENT
            """)
        let reading = try Samples.read(data)
        #expect(reading.events.map(\.title) == ["Second"])
        #expect(reading.problems.contains { $0.contains("2 times") })
    }

    @Test func whatIsCancelledSaysSo() throws {
        #expect(try Samples.read(Samples.event("STATUS:CANCELLED\nDTSTART:20260302T080000Z")).events.map(\.isCancelled) == [true])
        #expect(try Samples.read(Samples.event("DTSTART:20260302T080000Z", method: "CANCEL")).events.map(\.isCancelled) == [true])
        #expect(try Samples.read(Samples.event("STATUS:CONFIRMED\nDTSTART:20260302T080000Z")).events.map(\.isCancelled) == [false])
    }

    @Test func daysAreMidnightsOfTheZoneGiven() throws {
        let event = try #require(try Samples.read(Samples.event("DTSTART;VALUE=DATE:20260329\nDTEND;VALUE=DATE:20260330"), zone: "Europe/Helsinki").events.first)
        // The day on which clocks go forward has 23 hours.
        #expect(event.isAllDay && event.zone == nil && event.problems == [])
        #expect(event.start == Samples.time("2026-03-28T22:00Z"))
        #expect(event.end == Samples.time("2026-03-29T21:00Z"))
        let single = try #require(try Samples.read(Samples.event("DTSTART;VALUE=DATE:20260302")).events.first)
        #expect(single.end == Samples.time("2026-03-03T00:00Z"))
    }

    @Test(arguments: [
        // 365 days are the year; the 366th is the first of January 2027.
        ("DTSTART:20260101T080000Z\nRRULE:FREQ=DAILY;COUNT=365", 0), ("DTSTART:20260101T080000Z\nRRULE:FREQ=DAILY;COUNT=366", 1),
        ("DTSTART:20260101T080000Z\nRRULE:FREQ=WEEKLY", 1), ("DTSTART:20260101T080000Z\nRRULE:FREQ=WEEKLY;UNTIL=20261231T235959Z", 0),
        ("DTSTART:20261231T230000Z\nDTEND:20270101T010000Z", 0), ("DTSTART:20270101T000000Z", 1), ("DTSTART:20260302T080000Z\nRDATE:20280101T000000Z", 1),
        ("DTSTART:20200101T080000Z", 0), ("RECURRENCE-ID:20261230T080000Z\nDTSTART:20270102T080000Z", 1),
    ]) func whatComesAfterTheWindowIsCounted(inner: String, later: Int) throws {
        let reading = try Samples.read(Samples.event(inner))
        #expect(reading.later == later && reading.problems == [])
    }

    @Test func theWindowIsKept() throws {
        let inner = "DTSTART:20260302T080000Z\nDTEND:20260302T100000Z"
        func count(_ from: String, _ to: String) throws -> Int {
            try Samples.starts(inner, window: Samples.time(from)..<Samples.time(to)).count
        }
        #expect(try count("2026-03-02T09:00Z", "2026-03-02T09:30Z") == 1)
        #expect(try count("2026-03-02T10:00Z", "2026-03-02T12:00Z") == 0)
        #expect(try count("2026-03-02T07:00Z", "2026-03-02T08:00Z") == 0)
        #expect(try count("2026-03-02T08:00Z", "2026-03-02T08:01Z") == 1)
    }

    @Test func linksOfMeetingsAreFoundAndOthersNot() throws {
        func link(_ inner: String) throws -> String? { try Samples.read(Samples.event("DTSTART:20260302T080000Z\n" + inner)).events.first?.meetingLink }
        #expect(try link("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij") == "https://meet.google.com/abc-defg-hij")
        #expect(try link("LOCATION:https://teams.microsoft.com/l/meetup-join/19%3ax") == "https://teams.microsoft.com/l/meetup-join/19%3ax")
        #expect(try link("DESCRIPTION:See https://nordwerk.example/page and <https://x.zoom.us/j/1>") == "https://x.zoom.us/j/1")
        #expect(try link("URL:https://nordwerk.example/") == nil)
        #expect(try link("X-GOOGLE-CONFERENCE:javascript:alert(1)") == nil)
        #expect(try link("DESCRIPTION:https://zoom.us.evil.example/j/1") == nil)
    }

    @Test func recognisesCalendars() {
        #expect(CalendarFile.looksLikeCalendar(prefix: Samples.series))
        #expect(CalendarFile.looksLikeCalendar(prefix: Data("\u{FEFF}\r\nbegin:vcalendar\n".utf8)))
        #expect(!CalendarFile.looksLikeCalendar(prefix: Data("WEBVTT\n\nBEGIN:VCALENDAR".utf8)))
        #expect(!CalendarFile.looksLikeCalendar(prefix: Data()))
    }
}
