import Covalence
import Store
import StrategicSelling
import Testing
@testable import Server

/// Expected values by hand: a yen at 0.0062 euros is 0.62 cents, since a yen has no minor units and a euro has a hundred.
@Suite("Rates and criteria as people write them")
struct ForecastFormTests {
    @Test("rates are read in whole units, kept in minor ones, and written as they were typed")
    func rates() throws {
        let read = try ExchangeRateText.read(target: "EUR", "JPY 2026-01-01 0.0062\r\n\n usd  2026-02-01 0.92 ")
        let rates = try #require(read)
        #expect(rates.target == "EUR" && rates.all.map(\.currency) == ["JPY", "USD"])
        #expect(abs((rates.all.first?.minorUnits ?? 0) - 0.62) < 1e-12)
        #expect(ExchangeRateText.lines(rates) == "JPY 2026-01-01 0.0062\nUSD 2026-02-01 0.92")
        #expect(try ExchangeRateText.read(target: "", " \n") == nil)
    }

    @Test("what cannot be read is refused with its line", arguments: [
        ("EUR", "USD 2026-01-01", "Line 1"), ("EUR", "USD 2026-01-01 0.9\nXYZ 2026-01-01 1", "Line 2"), ("EUR", "USD soon 1", "soon"), ("EUR", "USD 2026-01-01 -1", "above 0"),
        ("EUR", "USD 2026-01-01 nan", "above 0"), ("EUR", "USD 2026-01-01 0,92", "0,92"), ("", "USD 2026-01-01 1", "into which currency"), ("DOLLAR", "", "no currency"),
    ])
    func refusedRates(target: String, text: String, part: String) {
        let error = #expect(throws: StoreError.self) { _ = try ExchangeRateText.read(target: target, text) }
        #expect(error?.description.contains(part) == true)
    }

    @Test("criteria come back from the form as they went in; a row without a question is none")
    func criteria() throws {
        let criteria = [
            ProfileCriterion(id: "crew", label: "Own crew", kind: .yesNo(wanted: true), weight: 2),
            ProfileCriterion(id: "size", label: "Employees", kind: .numberRange(lower: 50, upper: nil, margin: 12.5, unit: "people")),
            ProfileCriterion(id: "trade", label: "Trade", kind: .category(accepted: ["dairy", "brewery"])),
            ProfileCriterion(id: "values", label: "Values", kind: .valuesFit(highest: 5), weight: 0.5),
        ]
        let form = ProfileForm(criteria)
        #expect(form.rows.count == criteria.count + ProfileForm.spare)
        #expect(try form.criteria() == criteria)
    }

    @Test("a new criterion gets a name of its own, and what is typed wrongly is refused with its number")
    func newCriteria() throws {
        #expect(ProfileForm.id(of: "Has an own crew?", not: []) == "has-an-own-crew")
        #expect(ProfileForm.id(of: "Has an own crew?", not: ["has-an-own-crew"]) == "has-an-own-crew-2")
        #expect(ProfileForm.id(of: "№", not: []) == "criterion")
        for (sort, fits, lower) in [("yes-no", "perhaps", ""), ("number", "", "many"), ("grade", "high", ""), ("", "", "")] {
            var form = ProfileForm([])
            form.rows[1].label = "Asked"
            (form.rows[1].sort, form.rows[1].fits, form.rows[1].lower) = (sort, fits, lower)
            let error = #expect(throws: StoreError.self) { _ = try form.criteria() }
            #expect(error?.description.contains("Criterion 2") == true)
        }
    }

    @Test("amounts are told in whole units, with signs where they are changes")
    func money() {
        #expect(ForecastText.money(1_250_000_49, "EUR") == "EUR 1,250,000")
        #expect(ForecastText.money(5_000, "JPY") == "JPY 5,000")
        #expect(ForecastWords.change(12_000_00, "EUR") == "+EUR 12,000")
        #expect(ForecastWords.stage("best-few") == FunnelPlace.bestFew.words && ForecastWords.stage("Demo") == "Demo")
    }
}
