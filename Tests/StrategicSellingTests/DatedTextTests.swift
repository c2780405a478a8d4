import Covalence
import Foundation
import StrategicSelling
import Testing

@Suite("Sentences with days")
struct DatedTextTests {
    private let day = CalendarDay(year: 2026, month: 6, day: 22)!
    private let later = CalendarDay(year: 2026, month: 7, day: 1)!

    private func readable(_ text: DatedText) -> String { text.written { "\($0.day).\($0.month)." } }

    @Test("a program reads days as ISO 8601 has them, and whoever shows them writes them")
    func written() {
        let text: DatedText = "Übrig: from \(day) to \(later)"
        #expect(text.plain == "Übrig: from 2026-06-22 to 2026-07-01")
        #expect(readable(text) == "Übrig: from 22.6. to 1.7.")
        #expect(readable("\(later) – “\(text)”.") == "1.7. – “Übrig: from 22.6. to 1.7.”.")
        #expect(readable("Nothing is planned.") == "Nothing is planned.")
    }

    @Test("a day that somebody typed stays as it was typed")
    func typed() {
        let step = "Trial from 2026-06-22 on"
        #expect(readable("Due on \(day): \(step).") == "Due on 22.6.: Trial from 2026-06-22 on.")
    }

    @Test("what is kept comes back with its days; words alone are kept as words")
    func kept() throws {
        let text: DatedText = "Größe, due on \(day)."
        let back = try JSONDecoder().decode([DatedText].self, from: JSONEncoder().encode([text, "No day"]))
        #expect(back.map(readable) == ["Größe, due on 22.6..", "No day"])
        #expect(try JSONDecoder().decode([DatedText].self, from: Data(#"["At 2026-06-22"]"#.utf8)).map(readable) == ["At 2026-06-22"])
        let broken = Data(#"[{"plain":"Short","days":[{"start":2,"day":"#.utf8) + (try JSONEncoder().encode(day)) + Data("}]}]".utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([DatedText].self, from: broken) }
    }

    @Test("flags, changes and reasons of the week keep their days")
    func sheet() throws {
        var deal = Deal()
        deal.state(SellingKinds.closeDate, Deal.date(10))
        deal.state(SellingKinds.action, NextAction("Send a card", due: Deal.date(5)))
        deal.state(SellingKinds.move, Move(to: .bestFew))
        let sheet = deal.sheet(day: 20)
        // Day 10 is 15 January 2026, day 5 the 10th.
        let passed = try #require(sheet.flags.first { $0.kind == .closeDatePassed })
        #expect(passed.what.plain == "It was to be closed by 2026-01-15.")
        #expect(readable(passed.what) == "It was to be closed by 15.1..")
        let changes = SheetDifference(from: Deal().sheet(day: 20), to: sheet).changes.map { readable($0.sentence) }
        #expect(changes.contains("New: Close date: 15.1.."))
        #expect(changes.contains("New: Next step: Send a card, due on 10.1.."))
        #expect(changes.contains("New flag: Due on 10.1.: Send a card."))
        let week = WeekPriority.of([FunnelEntry(sheet)], clock: LocalClock(now: Deal.day(20), zone: .gmt))
        #expect(week.first?.reasons.map(readable).contains("The next step was due on 10.1..") == true)
        let kept = try JSONDecoder().decode(FunnelEntry.self, from: JSONEncoder().encode(FunnelEntry(sheet)))
        #expect(kept.gravest?.what.plain == FunnelEntry(sheet).gravest?.what.plain)
    }
}
