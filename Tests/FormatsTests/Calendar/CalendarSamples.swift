import Covalence
import Formats
import Foundation

/// Calendars for the tests; all people and companies are made up.
enum CalendarSamples {
    static func calendar(_ inner: String, method: String? = nil, end: String = "\r\n") -> Data {
        let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"] + (method.map { ["METHOD:\($0)"] } ?? [])
            + inner.split(separator: "\n").map(String.init) + ["END:VCALENDAR"]
        return Data((lines.joined(separator: end) + end).utf8)
    }

    static func event(_ inner: String, uid: String = "a@example.com", method: String? = nil) -> Data {
        calendar("BEGIN:VEVENT\nUID:\(uid)\nDTSTAMP:20260101T000000Z\n\(inner)\nEND:VEVENT", method: method)
    }

    static func time(_ text: String) -> Timestamp { Timestamp(iso8601: text)! }

    static let year2026 = time("2026-01-01T00:00Z")..<time("2027-01-01T00:00Z")

    static func read(_ data: Data, window: Range<Timestamp> = year2026, limit: Int = 1000, zone: String = "GMT") throws -> CalendarReading {
        try CalendarFile.read(data, window: window, limit: limit, zone: TimeZone(identifier: zone)!)
    }

    /// Starts as `2026-03-10T07:00`, in UTC.
    static func starts(_ inner: String, window: Range<Timestamp> = year2026, limit: Int = 1000) throws -> [String] {
        try read(event(inner), window: window, limit: limit).events.map { String($0.start.description.prefix(16)) }
    }

    /// A zone of its own name, described as Outlook does: the rules of New York, from 1601.
    static let ownZone = """
        BEGIN:VTIMEZONE
        TZID:Our Head Office
        BEGIN:STANDARD
        DTSTART:16011104T020000
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010311T020000
        RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        END:DAYLIGHT
        END:VTIMEZONE
        """

    static let invitation = calendar("""
        \(ownZone)
        BEGIN:VEVENT
        UID:visit-17@example.com
        DTSTAMP:20260105T080000Z
        LAST-MODIFIED:20260106T081500Z
        SEQUENCE:3
        SUMMARY:Visit at Nordwerk\\, second round
        DESCRIPTION:Agenda:\\n1. Prices\\n\\nJoin: https://zoom.us/j/123456?pwd=x.
        LOCATION:Room 4\\nHamburg
        DTSTART;TZID=Our Head Office:20260701T090000
        DURATION:PT1H30M
        ORGANIZER;CN="Berg, Anna":MAILTO:Anna.Berg@Line.example
        ATTENDEE;CN=Jussi;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:jussi@nordwerk.example
        ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=TENTATIVE:mailto:b@nordwerk.example
        ATTENDEE;CUTYPE=ROOM;CN=Room 4;PARTSTAT=DECLINED:mailto:room4@nordwerk.example
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Reminder
        TRIGGER:-PT15M
        END:VALARM
        END:VEVENT
        """, method: "REQUEST")

    static let series = calendar("""
        BEGIN:VEVENT
        UID:weekly@example.com
        DTSTAMP:20260101T000000Z
        SUMMARY:Weekly
        DTSTART;TZID=Europe/Helsinki:20260310T090000
        DTEND;TZID=Europe/Helsinki:20260310T093000
        RRULE:FREQ=WEEKLY;COUNT=6
        EXDATE;TZID=Europe/Helsinki:20260317T090000
        RDATE;TZID=Europe/Helsinki:20260311T140000
        END:VEVENT
        BEGIN:VEVENT
        UID:weekly@example.com
        DTSTAMP:20260102T000000Z
        SUMMARY:Weekly\\, moved
        RECURRENCE-ID;TZID=Europe/Helsinki:20260324T090000
        DTSTART;TZID=Europe/Helsinki:20260325T110000
        DTEND;TZID=Europe/Helsinki:20260325T120000
        END:VEVENT
        """)
}
