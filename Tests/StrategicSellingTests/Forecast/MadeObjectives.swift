import Covalence
import StrategicSelling
import Testing

/// What a suite has that looks at objectives made for the purpose.
protocol MakesObjectives {}

extension MakesObjectives {
    /// A date written as `2026-03-31`.
    func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    /// The end of a day.
    func date(_ text: String) throws -> ForecastDate { ForecastDate(endOf: try day(text)) }

    /// An objective written as a list of facts, each recorded on the day from which it held.
    func objective(_ id: String, at account: String? = nil, _ facts: [(String, ObjectiveHistory.Content)]) throws -> ObjectiveHistory {
        ObjectiveHistory(id: id, account: account ?? "account of \(id)", facts: try facts.map { .init($0.1, on: try day($0.0)) })
    }

    func euros(_ minorUnits: Int64) -> ObjectiveHistory.Content { .amount(ForecastAmount(minorUnits: minorUnits, currency: "EUR")) }

    /// Objectives made by a rule, not by chance: of those with a champion `wonWith` in ten are won, of those without `wonWithout` in ten. They begin a week apart
    /// from 2020-01-06 on, are in one stage and end after 40 to 90 days; each account has three.
    func madeHistory(_ count: Int, wonWith: Int = 8, wonWithout: Int = 2) throws -> [ObjectiveHistory] {
        let start = try day("2020-01-06").daysSince1970
        return (0..<count).map { index in
            let first = CalendarDay(daysSince1970: start + Int64(index / 4 * 7))
            let end = CalendarDay(daysSince1970: first.daysSince1970 + 40 + Int64(index * 7 % 51))
            let hasChampion = index % 2 == 0
            let isWon = index / 2 * 7 % 10 < (hasChampion ? wonWith : wonWithout)
            return ObjectiveHistory(id: "made-\(index)", account: "account-\(index / 3)", facts: [
                .init(.stage("in-the-funnel"), on: first),
                .init(.amount(ForecastAmount(minorUnits: 1_000_00 * Int64(1 + index / 20 % 5), currency: "EUR")), on: first),
                .init(.closeDate(CalendarDay(daysSince1970: end.daysSince1970 - Int64(index % 3 * 10))), on: first),
                .init(.feature(name: "champion", value: .yesNo(hasChampion)), on: first),
                .init(.outcome(isWon ? .won : .lost), on: end),
            ])
        }
    }
}

/// Numbers from a seed, for tests that draw.
struct SeededForTests: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 31)) &* 0xbf58_476d_1ce4_e5b9
    }
}
