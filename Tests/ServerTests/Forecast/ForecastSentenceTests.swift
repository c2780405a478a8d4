import Testing
@testable import Server
@testable import StrategicSelling

/// Draws are written down, in whole euros; quantiles by hand: between the two neighbours at (n − 1) · share.
@Suite("The sentence that a forecast begins with")
struct ForecastSentenceTests {
    private func sentence(_ draws: [(times: Int, euros: Double)], won: Double = 0) -> String {
        let all = draws.flatMap { Array(repeating: $0.euros * 100, count: $0.times) }
        let expected = all.isEmpty ? 0 : all.reduce(0, +) / Double(all.count)
        return ForecastPage.sentence(IncomeRange(draws: all, won: won * 100, expectedOpen: expected), "EUR", period: "Q2")
    }

    @Test("where the whole pipeline comes in most draws, nothing is as likely above it as below")
    func all() {
        // 0.8 · 3,200,000 and what is won; in every fifth draw nothing else comes.
        #expect(sentence([(4, 0), (16, 3_200_000)], won: 48_000)
            == "Q2: more often than not all that can come does, EUR 3,248,000; on average EUR 2,608,000. Of that, EUR 48,000 is won already.")
        // The 5 % stand at the second of twenty-one draws.
        #expect(sentence([(1, 0), (3, 1_000), (17, 2_100)]) == "Q2: more often than not all that can come does, EUR 2,100; nineteen times in twenty at least EUR 1,000, on average EUR 1,843.")
        #expect(sentence([(20, 500)]) == "Q2: more often than not all that can come does, EUR 500; on average EUR 500.")
    }

    @Test("where nothing comes in most draws, what is won is named only where something is")
    func nothing() {
        #expect(sentence([(14, 0), (6, 1_000)]) == "Q2: more often than not nothing comes; at most EUR 1,000, on average EUR 300.")
        #expect(sentence([(14, 0), (6, 1_000)], won: 50) == "Q2: more often than not nothing comes beyond the EUR 50 that is won already; at most EUR 1,050, on average EUR 350.")
        // 0, …, 0, then 100 at the twentieth of twenty-one, which is where 95 % stand, and 1,000 at the last.
        #expect(sentence([(19, 0), (1, 100), (1, 1_000)]) == "Q2: more often than not nothing comes; nineteen times in twenty at most EUR 100, on average EUR 52.")
        #expect(sentence([(15, 1_000), (6, 3_100)]) == "Q2: more often than not no more than EUR 1,000 comes; at most EUR 3,100, on average EUR 1,600.")
    }

    @Test("without anything open that is said, and what is won only where something is")
    func noneOpen() {
        #expect(sentence([]) == "Q2: nothing is to come.")
        #expect(sentence([(20, 0)], won: 7_000) == "Q2: nothing is to come beyond the EUR 7,000 that is won already.")
    }

    @Test("in between it is as likely above the middle as below, unless many draws lie on it")
    func between() {
        let even = (0...100).map { (times: 1, euros: Double($0)) }
        #expect(sentence(even) == "Q2: as likely above EUR 50 as below; nine times in ten between EUR 5 and EUR 95.")
        #expect(sentence(even, won: 10) == "Q2: as likely above EUR 60 as below; nine times in ten between EUR 15 and EUR 105. Of that, EUR 10 is won already.")
        #expect(sentence([(4, 0), (12, 1_000), (4, 2_000)])
            == "Q2: half of the time EUR 1,000 or more, half of the time EUR 1,000 or less; nine times in ten between EUR 0 and EUR 2,000.")
    }
}
