import Covalence
import Foundation
@testable import StrategicSelling
import Testing

@Suite struct SheetModelTests: MakesObjectives {
    @Test func withTooLittleHistoryItSaysWhatIsMissing() throws {
        let now = try date("2030-01-01")
        let few = try ForecastModel(madeHistory(99), on: now)
        #expect(few.sheet.missing?.sentence.contains("99 closed objectives with history are known, and 100 are needed") == true)
        let onlyLost = try ForecastModel(madeHistory(200, wonWith: 0, wonWithout: 0), on: now)
        #expect(onlyLost.sheet.missing?.sentence.contains("0 won and 200 not won") == true)
        let onlyWon = try ForecastModel(madeHistory(200, wonWith: 10, wonWithout: 10), on: now)
        #expect(onlyWon.sheet.value == nil)
        let oneAccount = try madeHistory(200).map { ObjectiveHistory(id: $0.id, account: "one", facts: $0.facts) }
        #expect(try ForecastModel(oneAccount, on: now).sheet.missing?.sentence.contains("at 1 accounts, and 10 are needed") == true)
        #expect(try ForecastModel([], on: now).sheet.value == nil)
    }

    @Test func whatTellsNothingIsNotUsed() throws {
        // With and without a champion five in ten are won.
        let model = try ForecastModel(madeHistory(300, wonWith: 5, wonWithout: 5), on: date("2030-01-01"))
        #expect(model.sheet.missing?.sentence.contains("On accounts it had not seen") == true)
    }

    @Test func aChampionRaisesTheChanceToWhatTheRecordShows() throws {
        let model = try ForecastModel(madeHistory(400), on: date("2030-01-01"))
        let sheet = try #require(model.sheet.value)
        #expect((sheet.closed, sheet.won) == (400, 200))
        #expect(sheet.loss < sheet.lossOfBaseRates)
        func chance(_ champion: Bool?) throws -> ObjectiveChance {
            let facts: [(String, ObjectiveHistory.Content)] = [
                ("2029-12-20", .stage("in-the-funnel")), ("2029-12-20", euros(300_00)), ("2029-12-20", .closeDate(try day("2030-02-10"))),
                ("2029-12-20", .feature(name: "champion", value: champion.map { .yesNo($0) })),
            ]
            return model.chance(try #require(try objective("new", facts).asKnown(on: date("2030-01-01"))))
        }
        let (with, without, unknown) = try (chance(true), chance(false), chance(nil))
        // Eight and two of ten were won; penalty and calibration hold back a little.
        #expect(abs(with.probability - 0.8) < 0.06)
        #expect(abs(without.probability - 0.2) < 0.06)
        #expect(without.probability < unknown.probability && unknown.probability < with.probability)
        for chance in [with, without, unknown] {
            // Reasons are the whole of the chance.
            let sum = chance.reasons.reduce(0) { $0 + $1.logOdds }
            #expect(abs(LogOdds.chance(sum) - chance.probability) < 1e-12)
            #expect(chance.reasons.first?.kind == .baseRate)
        }
        let reason = try #require(with.reasons.first { $0.kind == .feature("champion") })
        #expect(reason.logOdds > 1)
        #expect(reason.words.hasPrefix("Champion: yes – raises the odds "))
        #expect(unknown.reasons.first { $0.kind == .feature("champion") }?.words == "Champion: not known – hardly matters.")
    }

    @Test func theOrderOfHistoriesDoesNotMatter() throws {
        let histories = try madeHistory(240)
        let model = try ForecastModel(histories, on: date("2030-01-01"))
        var generator = SeededForTests(state: 9)
        #expect(try ForecastModel(histories.shuffled(using: &generator), on: date("2030-01-01")) == model)
        #expect(try JSONDecoder().decode(ForecastModel.self, from: JSONEncoder().encode(model)) == model)
    }

    @Test func eachReasonNamesItsClaims() throws {
        let model = try ForecastModel(madeHistory(400), on: date("2030-01-01"))
        let claims = (0..<5).map { _ in Identifier<Claim>(UUID()) }
        let start = try day("2029-12-20")
        let history = ObjectiveHistory(id: "new", account: "a", facts: [
            .init(.stage("in-the-funnel"), on: start, claims: [claims[0]]), .init(euros(100), on: start, claims: [claims[1]]),
            .init(.closeDate(try day("2030-02-10")), on: start, claims: [claims[2]]),
            .init(.closeDate(try day("2030-03-10")), on: try day("2029-12-21"), claims: [claims[3]]),
            .init(.feature(name: "champion", value: .yesNo(true)), on: start, claims: [claims[4]]),
        ])
        let chance = model.chance(try #require(history.asKnown(on: date("2030-01-01"))))
        #expect(chance.reasons[0].claims == [claims[0]])
        func behind(_ feature: String) -> [Identifier<Claim>]? { chance.reasons.first { $0.kind == .feature(feature) }?.claims }
        #expect(behind("champion") == [claims[4]])
        #expect(behind("forecast.amount") == [claims[1]])
        #expect(behind("forecast.close-date-passed") == [claims[2], claims[3]])
    }

    @Test func notBeingKnownIsAColumnOfItsOwn() throws {
        // The champion is named only where there is one: that none is named tells.
        let histories = try madeHistory(400).map { history in
            let facts = history.facts.filter { $0.content != .feature(name: "champion", value: .yesNo(false)) }
            return ObjectiveHistory(id: history.id, account: history.account, facts: facts)
        }
        let model = try ForecastModel(histories, on: date("2030-01-01"))
        func chance(_ champion: Bool?) throws -> Double {
            let facts: [(String, ObjectiveHistory.Content)] = [
                ("2029-12-20", .stage("in-the-funnel")), ("2029-12-20", .feature(name: "champion", value: champion.map { .yesNo($0) })),
            ]
            return model.chance(try #require(try objective("new", facts).asKnown(on: date("2030-01-01")))).probability
        }
        #expect(try chance(true) > 0.65)
        #expect(try chance(nil) < 0.35)
    }

    @Test func numbersAreCentredAndHalvedAndOddOnesHeld() throws {
        // 20 views with 1 … 20: mean 10.5, population deviation √33.25, so 20 is (20 − 10.5) / (2 · 5.7663) = 0.8237 and a million is held at 2.5.
        let rows = try (1...20).map { number -> (view: ObjectiveView, weight: Double) in
            let history = try objective("o\(number)", [("2026-01-01", .feature(name: "people", value: .number(Double(number))))])
            return (view: try #require(history.asKnown(on: date("2026-01-02"))), weight: 1.0)
        }
        let encoding = FeatureEncoding(rows, most: 10)
        #expect(encoding.columns.map(\.feature) == ["people"])
        #expect(abs(encoding.encode(rows[19].view)[0] - 0.8237) < 1e-4)
        var odd = rows[0].view
        odd.features["people"] = .number(1_000_000)
        #expect(encoding.encode(odd) == [2.5])
        odd.features["people"] = .category("many")
        #expect(encoding.encode(odd) == [0])
        #expect(FeatureEncoding(rows, most: 0).columns.isEmpty)
    }
}
