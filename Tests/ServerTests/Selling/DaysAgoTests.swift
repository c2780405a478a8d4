import Covalence
import Testing
@testable import Server

/// Days as the calendar of this place has them, whatever its zone is.
@Suite("How long ago something was, in days")
struct DaysAgoTests {
    private func time(_ day: String, _ clock: String) throws -> Timestamp {
        let day = try #require(CalendarDay(day))
        return try #require(LocalTime.timestamp(day: day, clock: clock))
    }

    @Test("one date has one age on a page, whatever the time of day")
    func oneAge() throws {
        // From 24 April to 16 June: 6 days of April, 31 of May, 16 of June.
        let now = try time("2026-06-16", "09:00")
        for clock in ["00:01", "08:59", "09:01", "23:30"] {
            let then = try time("2026-04-24", clock)
            #expect(SellingWords.day(then, now: now) == "24 April 2026, 53 days ago")
            #expect(OrganizationWords.lastContact(then, now: now) == "53 days ago")
        }
    }

    @Test("what was yesterday evening was a day ago, what was this morning today")
    func yesterday() throws {
        let now = try time("2026-06-16", "08:00"), evening = try time("2026-06-15", "20:00")
        #expect(SellingWords.day(evening, now: now) == "15 June 2026, a day ago")
        #expect(OrganizationWords.lastContact(evening, now: now) == "yesterday")
        #expect(OrganizationWords.lastContact(try time("2026-06-16", "00:10"), now: now) == "today")
        #expect(LocalTime.days(from: now, to: evening) == -1)
    }

    @Test("the last contact and the next are two facts, each said where it is known")
    func contacts() throws {
        let now = try time("2026-06-16", "09:00"), last = try time("2026-06-12", "14:00"), next = try time("2026-06-25", "10:00")
        #expect(OrganizationWords.contactFacts(last: last, next: next, now: now) == ["last contact 12 June 2026, 4 days ago", "next 25 June 2026"])
        #expect(OrganizationWords.contactFacts(last: last, next: nil, now: now) == ["last contact 12 June 2026, 4 days ago"])
        #expect(OrganizationWords.contactFacts(last: nil, next: next, now: now) == ["no contact yet", "next 25 June 2026"])
        #expect(OrganizationWords.contactFacts(last: nil, next: nil, now: now) == ["no contact in the record"])
        #expect(OrganizationWords.contacts(last: last, next: next, now: now) == "4 days ago · next 25 June 2026")
        #expect(OrganizationWords.contacts(last: last, next: nil, now: now) == "4 days ago")
        #expect(OrganizationWords.contacts(last: nil, next: next, now: now) == "no contact yet · next 25 June 2026")
        #expect(OrganizationWords.contacts(last: nil, next: nil, now: now) == "no contact in the record")
    }
}
