import Covalence
import StrategicSelling
import Testing

@Suite struct ObjectiveViewTests: MakesObjectives {
    @Test func theStateOfADayIsFoldedFromFactsInAnyOrder() throws {
        let facts: [(String, ObjectiveHistory.Content)] = [
            ("2026-01-10", .stage("universe")), ("2026-02-01", .stage("in-the-funnel")), ("2026-01-10", euros(500)), ("2026-02-10", euros(700)),
            ("2026-01-10", .closeDate(try day("2026-04-30"))), ("2026-03-01", .closeDate(try day("2026-05-31"))),
            ("2026-01-10", .owner(person: "Ana", team: "North")), ("2026-03-05", .said(SaidChance(probability: 0.4, category: .bestCase))),
            ("2026-02-03", .feature(name: "champion", value: .yesNo(true))), ("2026-03-20", .outcome(.won)),
        ]
        let history = try objective("o", facts)
        #expect(history == (try objective("o", facts.reversed())))
        let view = try #require(history.asKnown(on: date("2026-03-10")))
        #expect(view.stage == "in-the-funnel")
        #expect(view.daysInStage == 37) // 27 days of February left, 10 of March
        #expect(view.visits.map(\.until) == [try day("2026-02-01"), nil])
        #expect(view.amount?.minorUnits == 700)
        #expect(view.closeDateMoves.map(\.days) == [31])
        #expect(view.person == "Ana")
        #expect(view.said?.category == .bestCase)
        #expect(view.features == ["champion": .yesNo(true)])
        #expect(view.outcome == nil)
        let ended = try #require(history.asKnown(on: date("2026-04-10")))
        #expect(ended.outcomeDay == (try day("2026-03-20")))
        #expect(ended.daysInStage == 47)
        #expect(history.asKnown(on: try date("2026-01-09")) == nil)
    }

    @Test func whatIsRecordedLaterIsNotKnownEarlierWhateverDateItSpeaksOf() throws {
        let early = ObjectiveHistory.Fact(.stage("universe"), on: try day("2026-01-10"))
        // Won on 1 February, but told on 5 March.
        let late = ObjectiveHistory.Fact(.outcome(.won), heldFrom: try day("2026-02-01"), knownFrom: try date("2026-03-05").moment)
        let history = ObjectiveHistory(id: "o", account: "a", facts: [late, early])
        #expect(try #require(history.asKnown(on: date("2026-03-04"))).outcome == nil)
        let view = try #require(history.asKnown(on: date("2026-03-05")))
        #expect(view.outcome == .won)
        #expect(view.outcomeDay == (try day("2026-02-01")))
    }

    @Test func aFactThatWasTakenBackIsKnownUntilThen() throws {
        let wrong = ObjectiveHistory.Fact(
            euros(9_999), heldFrom: try day("2026-01-10"), knownFrom: try date("2026-01-10").moment, knownUntil: try date("2026-01-20").moment
        )
        let history = ObjectiveHistory(id: "o", account: "a", facts: [.init(euros(100), on: try day("2026-01-05")), wrong])
        #expect(try #require(history.asKnown(on: date("2026-01-19"))).amount?.minorUnits == 9_999)
        #expect(try #require(history.asKnown(on: date("2026-01-20"))).amount?.minorUnits == 100)
    }

    @Test func whatIsNotKnownAnyMoreIsNoZero() throws {
        let history = try objective("o", [
            ("2026-01-10", euros(100)), ("2026-01-11", .amount(nil)), ("2026-01-10", .feature(name: "gap", value: .number(3))),
            ("2026-01-12", .feature(name: "gap", value: .number(.nan))), ("2026-01-10", .closeDate(try day("2026-02-01"))), ("2026-01-15", .closeDate(nil)),
            ("2026-01-20", .closeDate(try day("2026-03-01"))), ("2026-01-10", .said(SaidChance(probability: 1.5))),
        ])
        let view = try #require(history.asKnown(on: date("2026-01-31")))
        #expect(view.amount == nil)
        #expect(view.features.isEmpty)
        #expect(view.stage == nil)
        #expect(view.daysInStage == nil)
        #expect(view.said?.probability == nil)
        // A date that was taken away and set anew has not moved.
        #expect(view.closeDateMoves.isEmpty)
    }

    @Test func anObjectiveThatIsOpenedAgainBeginsItsStageAnew() throws {
        let history = try objective("o", [
            ("2026-01-01", .stage("best-few")), ("2026-02-01", .outcome(.lost)), ("2026-03-01", .outcome(nil)),
        ])
        let view = try #require(history.asKnown(on: date("2026-03-11")))
        #expect(view.outcome == nil)
        #expect(view.visits.count == 2)
        #expect(view.daysInStage == 10)
    }
}
