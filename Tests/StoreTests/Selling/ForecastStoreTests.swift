import Covalence
import Foundation
import Store
import Testing

@Suite("Forecasts as they are kept")
struct ForecastStoreTests {
    private func forecast(_ sight: ForecastSight, day: String, minute: Int = 0, content: String = "{}") throws -> KeptForecast {
        KeptForecast(
            kind: .forecast, sight: sight, day: try #require(CalendarDay(day)), madeAt: .minutes(minute), method: "forecast/1", seed: .max, inputVersion: "1.1-a", content: content
        )
    }

    @Test("the one of the same day gives way, days beyond those that are kept go, and everything comes back as it was")
    func keeps() async throws {
        let world = try await SellingWorld()
        let sight = try #require(ForecastSight(.everything))
        for (minute, day) in ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-03"].enumerated() {
            try await world.workspace.keep(try forecast(sight, day: day, minute: minute, content: "\(minute)"), objectives: [], days: 2, expecting: 0)
        }
        let kept = try await world.workspace.forecasts(.forecast, in: .everything, limit: 10)
        #expect(kept.map(\.content) == ["3", "1"])
        #expect(kept.first == (try forecast(sight, day: "2026-03-03", minute: 3, content: "3")))
        #expect(try await world.workspace.forecasts(.backTest, in: .everything, limit: 10).isEmpty)
        #expect(try await world.workspace.forecasts(.forecast, in: .research, limit: 10).isEmpty)
    }

    @Test("objectives come in their places, those that ended not; the next forecast takes their place")
    func objectives() async throws {
        let world = try await SellingWorld()
        let sight = try #require(ForecastSight(.everything))
        let ids = [try await world.objective(at: world.halden).id, try await world.objective(at: world.other).id, try await world.objective(at: world.other).id]
        try await world.workspace.keep(try forecast(sight, day: "2026-03-01"), objectives: [
            .init(ids[0], place: 1, content: "b"), .init(ids[1], place: 0, content: "a"), .init(ids[2]),
        ], days: 5, expecting: 0)
        #expect(try await world.workspace.objectiveForecasts(in: .everything, from: 0, limit: 10).map(\.content) == ["a", "b"])
        #expect(try await world.workspace.objectiveForecasts(in: .everything, from: 1, limit: 10).map(\.objective) == [ids[0]])
        #expect(try await world.workspace.objectiveForecast(of: ids[2], in: .everything)?.content == nil)
        try await world.workspace.keep(try forecast(sight, day: "2026-03-02"), objectives: [.init(ids[2], place: 0, content: "c")], days: 5, expecting: 0)
        #expect(try await world.workspace.objectiveForecasts(in: .everything, from: 0, limit: 10).map(\.content) == ["c"])
    }

    @Test("a forecast shows nothing any more once an account it was made from is out of sight")
    func sight() async throws {
        let world = try await SellingWorld()
        let sight = try #require(ForecastSight(world.sightOfBen))
        let own = try await world.objective(at: world.halden).id, other = try await world.objective(at: world.other).id
        #expect(try await world.workspace.objectiveIDs(in: world.sightOfBen) == [own])
        try await world.workspace.keep(try forecast(sight, day: "2026-03-01"), objectives: [.init(own, place: 0, content: "own")], days: 5, expecting: 0)
        #expect(try await world.workspace.forecasts(.forecast, in: world.sightOfBen, limit: 1).count == 1)
        #expect(try await world.workspace.objectives([own, other], in: world.sightOfBen).map(\.id) == [own])
        try await world.workspace.keep(try forecast(sight, day: "2026-03-01"), objectives: [.init(own, place: 0, content: "own"), .init(other, place: 1, content: "other")], days: 5, expecting: 0)
        #expect(try await world.workspace.forecasts(.forecast, in: world.sightOfBen, limit: 1).isEmpty)
        #expect(try await world.workspace.objectiveForecasts(in: world.sightOfBen, from: 0, limit: 10).isEmpty)
        #expect(try await world.workspace.objectiveForecast(of: own, in: world.sightOfBen) == nil)
        // The next one, made without it, is shown; the one of the day before told of it and is gone.
        try await world.workspace.keep(try forecast(sight, day: "2026-03-02"), objectives: [.init(own, place: 0, content: "own")], days: 5, expecting: 0)
        #expect(try await world.workspace.forecasts(.forecast, in: world.sightOfBen, limit: 5).map(\.day.description) == ["2026-03-02"])
        #expect(try await world.workspace.forecastObjectiveCount(in: world.sightOfBen) == 1)
        // Of what nobody knows any more from what it was made, nothing is told.
        try await world.workspace.keep(try forecast(sight, day: "2026-03-03"), objectives: [], days: 5, expecting: 0)
        #expect(try await world.workspace.forecasts(.forecast, in: world.sightOfBen, limit: 5).isEmpty)
    }

    @Test("what forecasts are made from is another with every claim about an objective")
    func version() async throws {
        let world = try await SellingWorld()
        #expect(try await world.workspace.objectivesVersion() == nil)
        let id = try await world.objective(at: world.halden).id
        let before = try await world.workspace.objectivesVersion()
        try await world.workspace.add([world.claim("objective.stage", of: id, value: "Demo")], decisions: [])
        let after = try await world.workspace.objectivesVersion()
        #expect(before != nil && after != nil && before != after)
    }

    @Test("versions of the profile follow one another; who comes too late is told")
    func profiles() async throws {
        let world = try await SellingWorld()
        let first = KeptProfile(version: 1, content: "[]", author: "Petra", madeAt: .base)
        try await world.workspace.keep(first)
        await #expect(throws: StoreError.conflict(.record(expected: 0, found: 1))) { try await world.workspace.keep(first) }
        let second = KeptProfile(version: 2, content: "[1]", author: "Ben", madeAt: .minutes(1))
        try await world.workspace.keep(second)
        #expect(try await world.workspace.profiles() == [second, first])
    }

    @Test("what was read before something was erased is not kept after it")
    func erasedMeanwhile() async throws {
        let world = try await SellingWorld()
        let sight = try #require(ForecastSight(.everything)), before = try await world.workspace.erasureNumber()
        let person = newPerson("Ben Holt")
        try await world.workspace.add(person, by: nil, at: .base)
        try await world.workspace.erasePerson(person.id, substitute: "[erased]", at: .minutes(1))
        let after = try await world.workspace.erasureNumber()
        #expect(after > before)
        await expectConflict(.record(expected: before, found: after)) {
            try await world.workspace.keep(try forecast(sight, day: "2026-03-01"), objectives: [], days: 5, expecting: before)
        }
        #expect(try await world.workspace.forecasts(.forecast, in: .everything, limit: 5).isEmpty)
        try await world.workspace.keep(try forecast(sight, day: "2026-03-01"), objectives: [], days: 5, expecting: after)
        // So do mails and meetings.
        let note = try await world.note("Call", at: [world.halden])
        try await world.workspace.erase(note)
        #expect(try await world.workspace.erasureNumber() > after)
    }
}
