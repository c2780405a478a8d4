import Covalence
import StrategicSelling
import Testing

@Suite struct SaidSumsTests: MakesObjectives {
    func open(_ id: String, _ person: String?, _ team: String?, _ amount: Int64, _ closeDate: String?, _ said: SaidChance?) throws -> ObjectiveHistory {
        try objective(id, [
            ("2026-04-01", .owner(person: person, team: team)), ("2026-04-01", .stage("best-few")), ("2026-04-01", euros(amount)),
            ("2026-04-01", .closeDate(try closeDate.map { try day($0) })), ("2026-04-01", .said(said)),
        ])
    }

    func made() throws -> Forecast {
        let histories = try [
            open("a", "Ana", "North", 100, "2026-06-01", SaidChance(probability: 0.9, category: .commit)),
            open("b", "Ana", "North", 200, "2026-08-01", SaidChance(category: .bestCase)),
            open("c", "Ben", "North", 400, "2026-06-30", SaidChance(probability: 0.5)),
            open("d", "Ben", "South", 800, "2026-04-15", SaidChance(category: .pipeline)),
            open("e", nil, nil, 1_600, nil, nil),
            objective("f", [("2026-04-01", .owner(person: "Ana", team: "North")), ("2026-04-01", euros(3_200)), ("2026-05-02", .outcome(.won))]),
            objective("g", [("2025-04-01", .owner(person: "Zoe", team: "North")), ("2025-04-01", euros(6_400)), ("2025-05-02", .outcome(.won))]),
        ]
        var settings = ForecastSettings()
        settings.draws = 10
        return try Forecast.make(histories, on: date("2026-05-10"), model: ForecastModel(histories, on: date("2026-05-10")), settings)
    }

    @Test func sumsByPersonStandAtTheStatedCloseDate() throws {
        let people = try made().saidByPerson
        // Zoe has nothing in these periods; who is not known comes last.
        #expect(people.map(\.name) == ["Ana", "Ben", nil])
        let ana = people[0]
        #expect((ana.periods[0].won, ana.periods[0].commit, ana.periods[1].bestCase) == (3_200, 100, 200))
        #expect(abs(ana.periods[0].saidExpected - 90) < 1e-9)
        #expect((ana.periods[0].withoutProbability, ana.periods[1].withoutProbability) == (0, 1))
        // Ben: a number without category, and a close date that has passed.
        #expect((people[1].periods[0].uncategorised, people[1].outside.pipeline, people[1].outside.open) == (400, 800, 1))
        // Without close date.
        #expect((people[2].outside.uncategorised, people[2].periods.map(\.open)) == (1_600, [0, 0, 0, 0]))
    }

    @Test func teamsAndEverybodyAddUpToTheSame() throws {
        let forecast = try made()
        let all = try #require(forecast.saidByAll.first)
        #expect(forecast.saidByAll.count == 1)
        #expect(forecast.saidByTeam.map(\.name) == ["North", "South", nil])
        for sums in [forecast.saidByPerson, forecast.saidByTeam] {
            for period in forecast.periods.indices {
                #expect(sums.reduce(0) { $0 + $1.periods[period].won } == all.periods[period].won)
                #expect(sums.reduce(0) { $0 + $1.periods[period].open } == all.periods[period].open)
                #expect(abs(sums.reduce(0) { $0 + $1.periods[period].modelExpected } - all.periods[period].modelExpected) < 1e-6)
            }
        }
        // The model's own column is what its income expects of open objectives.
        let income = try #require(forecast.income.first)
        for period in forecast.periods.indices {
            #expect(abs(all.periods[period].modelExpected + income.periods[period].won - income.periods[period].expected) < 1e-6)
        }
        #expect(abs(all.outside.modelExpected - income.later) < 1e-6)
    }
}
