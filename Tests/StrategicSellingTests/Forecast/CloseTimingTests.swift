import Covalence
@testable import StrategicSelling
import Testing

@Suite struct CloseTimingTests: MakesObjectives {
    func view(_ closeDate: String?, on text: String = "2026-03-01") throws -> ObjectiveView {
        let history = try objective("o", [("2026-01-01", .stage("best-few")), ("2026-01-01", .closeDate(try closeDate.map { try day($0) }))])
        return try #require(history.asKnown(on: date(text)))
    }

    func landmark(_ id: String, _ closeDate: String, won: String, weight: Double = 1) throws -> Landmark {
        var view = try view(closeDate)
        view.id = id
        return Landmark(view: view, outcome: .won, outcomeDay: try day(won), weight: weight)
    }

    @Test func withoutHistoryWhatIsTakenStands() throws {
        let timing = CloseTiming([], strength: 10)
        // Half on the day or earlier, 65 % two weeks later, all after 180 days; nothing before one looks.
        let days = try ["2026-02-28", "2026-03-06", "2026-03-20", "2026-04-03", "2026-09-16"].map { try day($0) }
        let shares = timing.shares(try view("2026-03-20"), by: days)
        for (share, expected) in zip(shares, [0, 0.1, 0.5, 0.65, 1]) { #expect(abs(share - expected) < 1e-12) }
        #expect(timing.day(try view("2026-03-20"), chance: 0.5) == (try day("2026-03-20")))
        #expect(timing.orders == 0)
    }

    @Test func delaysAreLearntAndShrunk() throws {
        // Within a month of its close date: ten orders, each 20 days late. Shared by all with a close date ahead: (10 · {20} + 10 · prior) / 20;
        // the position: (10 · {20} + 10 · shared) / 20 = 0.75 at 20 days, 0.25 as taken.
        let timing = CloseTiming(try (0..<10).map { try landmark("\($0)", "2026-03-20", won: "2026-04-09") }, strength: 10)
        let near = timing.shares(try view("2026-03-20"), by: [try day("2026-03-20"), try day("2026-04-08"), try day("2026-04-09")])
        for (share, expected) in zip(near, [0.25 * 0.5, 0.25 * 0.65, 0.75 + 0.25 * 0.65]) { #expect(abs(share - expected) < 1e-12) }
        // Another position with a date ahead learns from them too, half as much; one without date does not.
        let far = timing.shares(try view("2026-12-01"), by: [try day("2026-12-20"), try day("2026-12-21")])
        for (share, expected) in zip(far, [0.5 * 0.65, 0.5 + 0.5 * 0.65]) { #expect(abs(share - expected) < 1e-12) }
        #expect(timing.shares(try view(nil), by: [try day("2026-03-30")]) == CloseTiming([], strength: 10).shares(try view(nil), by: [try day("2026-03-30")]))
        #expect(timing.orders == 10)
        #expect(timing.day(try view("2026-03-20"), chance: 0.5) == (try day("2026-04-09")))
    }

    @Test func aDateThatHasPassedIsCountedFromToday() throws {
        let timing = CloseTiming([], strength: 10)
        let shares = timing.shares(try view("2026-01-15"), by: [try day("2026-03-14"), try day("2026-03-15"), try day("2027-03-01")])
        for (share, expected) in zip(shares, [0, 0.1, 1]) { #expect(abs(share - expected) < 1e-12) }
    }

    @Test func sharesRiseAndStayWithinBounds() throws {
        let landmarks = try (0..<40).map { try landmark("\($0)", $0 % 2 == 0 ? "2026-03-05" : "2026-06-30", won: "2026-0\($0 % 6 + 3)-1\($0 % 10)") }
        let timing = CloseTiming(landmarks, strength: 10)
        for closeDate in ["2026-02-01", "2026-03-01", "2026-03-31", "2026-08-01", nil] {
            let view = try view(closeDate)
            let shares = timing.shares(view, by: (0..<900).map { CalendarDay(daysSince1970: view.date.day.daysSince1970 + $0) })
            #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(shares.allSatisfy { (0...1).contains($0) })
            #expect(shares.last == 1)
            #expect(timing.day(view, chance: 0.05) <= timing.day(view, chance: 0.95))
        }
    }
}
