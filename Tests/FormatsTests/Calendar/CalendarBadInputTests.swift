import Covalence
import Formats
import Foundation
import Testing

@Suite("Broken calendars")
struct CalendarBadInputTests {
    typealias Samples = CalendarSamples

    @Test func whatIsNoCalendarIsRefusedWithItsLine() {
        func kind(_ data: Data) -> CalendarError.Kind? {
            do throws(CalendarError) {
                _ = try CalendarFile.read(data, window: Samples.year2026, limit: 10)
                return nil
            } catch {
                #expect(!error.reason.isEmpty && !error.advice.isEmpty)
                return error.kind
            }
        }
        #expect(kind(Data()) == .empty)
        #expect(kind(Data(" \r\n\r\n".utf8)) == .empty)
        #expect(kind(Data("Hello\nthere".utf8)) == .notCalendar)
        #expect(kind(Data([0, 255, 1, 254, 13, 10, 7])) == .notCalendar)
        #expect(kind(Data(count: CalendarFile.maxBytes + 1)) == .tooLarge)
        #expect(throws: CalendarError(
            kind: .notCalendar, line: 3, reason: "The file is no calendar: BEGIN:VCALENDAR stands nowhere in it.", advice: "Export the calendar again as an .ics file."
        )) { try Samples.read(Data("\n\nHello".utf8)) }
    }

    @Test func aFileThatBreaksOffIsReadToThere() throws {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:One\nDTSTART:20260302T080000Z\nDTEND:20260302T09"
        let reading = try Samples.read(Data(text.utf8))
        #expect(reading.events.map(\.title) == ["One"])
        #expect(reading.events.first?.end == Samples.time("2026-03-02T08:00Z"))
        #expect(reading.problems.contains { $0.hasPrefix("Line 6: ") && $0.contains("breaks off") })
    }

    @Test func aMissingEndDoesNotJoinTwoEvents() throws {
        let reading = try Samples.read(Samples.calendar("BEGIN:VEVENT\nUID:a\nDTSTART:20260302T080000Z\nBEGIN:VEVENT\nUID:b\nDTSTART:20260303T080000Z\nEND:VEVENT"))
        #expect(reading.events.map(\.uid) == ["a", "b"])
        #expect(reading.problems.contains { $0.contains("before that of line 4") })
    }

    @Test(arguments: ["\n", "\r", "\r\n", "\r\r\n"])
    func lineEndsDontMatter(end: String) throws {
        let data = Samples.calendar("BEGIN:VEVENT\nUID:a\nSUMMARY:One\n  and two\nDTSTART:20260302T080000Z\nEND:VEVENT", end: end)
        let reading = try Samples.read(data)
        #expect(reading.events.map(\.title) == ["One and two"])
        #expect(reading.problems == [])
    }

    @Test func foldsWithoutSpaceAreJoinedAndReported() throws {
        let reading = try Samples.read(Samples.event("DESCRIPTION:First\nsecond line\nDTSTART:20260302T080000Z"))
        #expect(reading.events.map(\.text) == ["First\nsecond line"])
        #expect(reading.problems.contains { $0.hasPrefix("Line 8: ") })
    }

    @Test func otherEncodingsAreRead() throws {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Käynti\nDTSTART:20260302T080000Z\nEND:VEVENT\nEND:VCALENDAR\n"
        let windows = try Samples.read(try #require(text.data(using: .windowsCP1252)))
        #expect(windows.events.map(\.title) == ["Käynti"])
        #expect(windows.problems.contains { $0.contains("Windows-1252") })
        #expect(try Samples.read(try #require(text.data(using: .utf16LittleEndian))).events.map(\.title) == ["Käynti"])
        #expect(try Samples.read(Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)).problems == [])
    }

    @Test func faultsNameTheirLine() throws {
        let reading = try Samples.read(Samples.event("DTSTART:20260302T080000Z\nDTEND:tomorrow"))
        #expect(reading.events.count == 1)
        #expect(reading.problems.contains { $0.hasPrefix("Line 8: DTEND") })
        let none = try Samples.read(Samples.event("SUMMARY:X\nDTSTART:20261399T080000Z"))
        #expect(none.events.isEmpty)
        #expect(none.problems.contains { $0.contains("no start") })
        let backwards = try Samples.read(Samples.event("DTSTART:20260302T080000Z\nDTEND:20260301T080000Z"))
        #expect(backwards.events.first?.end == Samples.time("2026-03-02T08:00Z"))
        #expect(backwards.problems.contains { $0.contains("before it begins") })
    }

    @Test func longLinesAndDeepNestingAreBounded() throws {
        let long = String(repeating: "x", count: 1_200_000)
        let reading = try Samples.read(Samples.event("SUMMARY:\(long)\nDESCRIPTION:\(long)\nX-JUNK:\(long)\nATTENDEE;CN=\"\(long)\":mailto:a@b.example\nDTSTART:20260302T080000Z"))
        #expect(reading.events.first?.title.count == 500)
        #expect(reading.events.first?.text.count == 100_000)
        #expect(reading.problems.contains { $0.contains("longer than a million") })
        let deep = (0..<5_000).map { _ in "BEGIN:X-IN\n" }.joined() + (0..<5_000).map { _ in "END:X-IN\n" }.joined()
        let nested = try Samples.read(Samples.event(deep + "DTSTART:20260302T080000Z"))
        #expect(nested.events.count == 1)
        #expect(nested.problems.contains { $0.contains("10 deep") })
    }

    @Test func valuesOfAnotherKindDoNotMislead() throws {
        let reading = try Samples.read(Samples.event(
            "DTSTART:20260302T080000Z\nSUMMARY;VALUE=INTEGER:5\nDTEND;VALUE=TEXT:x\nLOCATION;VALUE=DATE-TIME:20260101T000000Z\nRDATE;VALUE=TEXT:x\nUID;VALUE=PERIOD:x\nSEQUENCE;VALUE=URI:x"
        ))
        #expect(reading.events.count == 1 && reading.problemCount > 0)
    }

    @Test func aZoneWithRulesWithoutEndIsNotFollowed() throws {
        let zone = "BEGIN:VTIMEZONE\nTZID:Q\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n"
        let reading = try Samples.read(Samples.calendar(zone + "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Q:20260302T080000\nEND:VEVENT"))
        #expect(reading.events.map(\.start) == [Samples.time("2026-03-02T06:00Z")])
        #expect(reading.problems.contains { $0.contains("repeat by years") })
    }

    @Test func changedAtRandomNothingBreaks() throws {
        let seeds = [Samples.invitation, Samples.series, Samples.event("DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=YEARLY;BYDAY=2TU;BYMONTH=3\nRDATE;VALUE=PERIOD:20260401T080000Z/PT1H")].map { Array($0) }
        let pieces = [
            "\r\n", "\n ", ":", ";", "=", "\"", ",", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VTIMEZONE\r\n", "RRULE:FREQ=SECONDLY\r\n", ";INTERVAL=2", ";BYDAY=MO",
            ";VALUE=DATE", ";VALUE=PERIOD", ";VALUE=X", ";TZID=", "-99999999", "99999999999", "P9999999W", "\\", "\\n", "\u{0}", "\u{1B}", "\u{7F}", "\u{202E}", "%00", "DTSTART:00010101T000000\r\n", "DTEND:99991231T235959Z\r\n",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x80]]
        var generator = SplitMix64(state: 20_260_310)
        var (readable, refused) = (0, 0)
        for round in 0..<(FuzzTests.isLong ? 100_000 : 600) {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                let end = min(bytes.count, position + Int.random(in: 1...40, using: &generator))
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(position..<end)
                case 2: bytes.insert(contentsOf: bytes[position..<end], at: position)
                case 3: if round % 2 == 0 { bytes.removeSubrange(position...) }
                default: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: position)
                }
            }
            do {
                let reading = try Samples.read(Data(bytes), limit: 40)
                readable += 1
                var oneLine: [String] = reading.problems
                for event in reading.events {
                    oneLine += [event.id, event.title, event.place ?? "", event.zone ?? "", event.organizer?.name ?? "", event.meetingLink ?? ""]
                    for person in event.attendees { oneLine += [person.name ?? "", person.address ?? ""] }
                }
                let isSound = reading.events.count <= 40 && reading.problems.count <= 200
                    && oneLine.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value) } }
                    && reading.events.allSatisfy { $0.start <= $0.end && $0.start < Samples.year2026.upperBound && $0.end >= Samples.year2026.lowerBound }
                    && zip(reading.events, reading.events.dropFirst()).allSatisfy { $0.start <= $1.start }
                if !isSound {
                    Issue.record("round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                    return
                }
            } catch {
                refused += 1
            }
        }
        #expect(readable > 400 && refused > 0)
    }
}
