import Covalence
import StrategicSelling
import Testing

@Suite struct ForecastChangeTests: MakesObjectives {
    /// Objectives in “best-few”, of which nothing was closed before the week: 0.6 each at first.
    func histories() throws -> [ObjectiveHistory] {
        func started(_ id: String, _ amount: Int64, _ more: [(String, ObjectiveHistory.Content)]) throws -> ObjectiveHistory {
            try objective(id, [
                ("2026-05-01", .stage("best-few")), ("2026-05-01", euros(amount)), ("2026-05-01", .closeDate(try day("2026-06-15"))),
            ] + more)
        }
        return try [
            started("amount", 100, [("2026-05-13", euros(300))]),
            started("lost", 1_000, [("2026-05-12", .outcome(.lost))]),
            objective("new", [("2026-05-11", .stage("universe")), ("2026-05-11", euros(5_000))]),
            started("slipped", 200, [("2026-05-13", .closeDate(try day("2026-07-20")))]),
            started("brought forward", 200, [("2026-05-13", .closeDate(try day("2026-06-01")))]),
            started("still", 700, []),
            started("won", 2_000, [("2026-05-14", .outcome(.won))]),
            started("down", 400, [("2026-05-12", .stage("universe"))]),
            ObjectiveHistory(id: "taken back", account: "x", facts: [
                .init(euros(50), heldFrom: try day("2026-05-01"), knownFrom: try date("2026-05-01").moment, knownUntil: try date("2026-05-12").moment),
            ]),
        ]
    }

    func change(movedChance: Double = 0.05) throws -> (change: ForecastChange, before: Forecast, after: Forecast) {
        var settings = ForecastSettings()
        settings.draws = 10
        settings.movedChance = movedChance
        let (then, now) = (try date("2026-05-10"), try date("2026-05-17"))
        let before = try Forecast.make(histories(), on: then, model: ForecastModel(histories(), on: then), settings)
        let after = try Forecast.make(histories(), on: now, model: ForecastModel(histories(), on: now), settings)
        return (after.changes(since: before, settings), before, after)
    }

    @Test func everyKindOfMoveIsFound() throws {
        let moves = try change().change.moves
        func kinds(_ id: String) -> [ForecastMove.Kind] { moves.filter { $0.objective == id }.map(\.kind) }
        #expect(kinds("new") == [.new])
        #expect(kinds("won") == [.won])
        #expect(kinds("lost") == [.lost])
        #expect(kinds("taken back") == [.gone])
        #expect(kinds("slipped") == [.slipped(from: try day("2026-06-15"), to: try day("2026-07-20"))])
        #expect(kinds("brought forward") == [.broughtForward(from: try day("2026-06-15"), to: try day("2026-06-01"))])
        #expect(kinds("amount") == [.amount(from: ForecastAmount(minorUnits: 100, currency: "EUR"), to: ForecastAmount(minorUnits: 300, currency: "EUR"))])
        #expect(kinds("still").isEmpty)
        // After the week: one of two was won from the stage, (1 + 6) / 12. Down in “universe” nothing was closed: 0.03.
        #expect(kinds("down") == [.chance(from: 0.6, to: 0.03)])
    }

    @Test func effectsAreAmountsTimesChances() throws {
        let moves = try change().change.moves
        func effect(_ id: String) throws -> Double { try #require(moves.first { $0.objective == id }?.effects.first).minorUnits }
        #expect(try abs(effect("won") - 0.4 * 2_000) < 1e-6)
        #expect(try abs(effect("lost") + 0.6 * 1_000) < 1e-6)
        #expect(try abs(effect("amount") - 0.6 * 200) < 1e-6)
        #expect(try abs(effect("new") - 0.03 * 5_000) < 1e-6)
        #expect(try abs(effect("down") + 0.57 * 400) < 1e-6)
        #expect(try abs(effect("taken back") + 0.2 * 50) < 1e-6)
        // New, won, lost, slipped, brought forward, amount, chance, gone.
        #expect(moves.map(\.objective) == ["new", "won", "lost", "slipped", "brought forward", "amount", "down", "taken back"])
    }

    @Test func movesAndDriftAddUpToWhatChanged() throws {
        let (change, before, after) = try change()
        func total(_ forecast: Forecast) -> Double { forecast.objectives.reduce(0) { $0 + ($1.expected ?? 0) } }
        let whole = try #require(change.total.first).minorUnits
        #expect(abs(whole - (total(after) - total(before))) < 1e-6)
        let parts = change.moves.flatMap(\.effects).reduce(0) { $0 + $1.minorUnits } + change.drift.reduce(0) { $0 + $1.minorUnits }
        #expect(abs(parts - whole) < 1e-6)
        // A threshold of nothing leaves no drift: every open objective's chance is shown.
        let fine = try self.change(movedChance: 0).change
        #expect(fine.drift.isEmpty)
        #expect(fine.moves.contains { $0.objective == "still" })
    }

    @Test func nothingMovedBetweenAForecastAndItself() throws {
        let after = try change().after
        let change = after.changes(since: after)
        #expect(change.moves.isEmpty)
        #expect(change.total.allSatisfy { $0.minorUnits == 0 })
    }

    @Test func aCurrencyThatChangesHasTwoEffects() throws {
        let history = try objective("o", [
            ("2026-05-01", .stage("best-few")), ("2026-05-01", euros(100)), ("2026-05-12", .amount(ForecastAmount(minorUnits: 100, currency: "USD"))),
        ])
        var settings = ForecastSettings()
        settings.draws = 10
        let (then, now) = (try date("2026-05-10"), try date("2026-05-17"))
        let before = try Forecast.make([history], on: then, model: ForecastModel([history], on: then), settings)
        let after = try Forecast.make([history], on: now, model: ForecastModel([history], on: now), settings)
        let move = try #require(after.changes(since: before).moves.first)
        #expect(move.effects.map(\.currency) == ["EUR", "USD"])
        #expect(zip(move.effects, [-60.0, 60]).allSatisfy { abs($0.minorUnits - $1) < 1e-9 })
    }
}
