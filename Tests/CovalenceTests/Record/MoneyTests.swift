import Covalence
import Foundation
import Testing

/// Amounts in minor units of currencies of ISO 4217.
@Suite struct MoneyTests {
    private func money(_ units: Int64, _ code: String) throws -> Money { Money(minorUnits: units, currency: try #require(Currency(code))) }

    // Expected decimals: ISO 4217, list one, looked up by hand.
    @Test(arguments: [("EUR", 2), ("jpy", 0), ("KWD", 3), ("CLF", 4), ("USD", 2), ("ISK", 0), ("TND", 3)])
    func currenciesKnowTheirDecimals(code: String, decimals: Int) throws {
        let currency = try #require(Currency(code))
        #expect(currency.decimals == decimals)
        #expect(currency.code == code.uppercased())
    }

    @Test(arguments: ["", "EU", "EURO", "XAU", "XXX", "€", "ABC"])
    func whatIsNoCurrencyIsNone(code: String) {
        #expect(Currency(code) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Currency.self, from: Data("\"\(code)\"".utf8)) }
    }

    @Test func amountsAreShownWithTheirDecimals() throws {
        #expect(try money(1_250_000, "EUR").description == "EUR 12,500.00")
        #expect(try money(5, "EUR").description == "EUR 0.05")
        #expect(try money(-123_456, "EUR").description == "EUR -1,234.56")
        #expect(try money(-300, "JPY").description == "JPY -300")
        #expect(try money(1_234, "KWD").description == "KWD 1.234")
        #expect(try money(0, "JPY").description == "JPY 0")
        // −2⁶³ has no positive counterpart in 64 bits.
        #expect(try money(.min, "JPY").description == "JPY -9,223,372,036,854,775,808")
    }

    @Test func sumsAreChecked() throws {
        #expect(try money(150, "EUR").adding(money(-50, "EUR")) == money(100, "EUR"))
        #expect(throws: Money.Failure.tooLarge) { try self.money(.max, "EUR").adding(self.money(1, "EUR")) }
        let failure = Money.Failure.differentCurrencies(try #require(Currency("EUR")), try #require(Currency("USD")))
        #expect(throws: failure) { try self.money(1, "EUR").adding(self.money(1, "USD")) }
    }

    @Test func totalsAreOneForEachCurrency() throws {
        let amounts = [try money(100, "USD"), try money(1, "EUR"), try money(250, "USD")]
        #expect(try Money.totals(of: amounts) == [try money(1, "EUR"), try money(350, "USD")])
        #expect(try Money.totals(of: []) == [])
        #expect(throws: Money.Failure.tooLarge) { try Money.totals(of: [self.money(.max, "EUR"), self.money(.max, "EUR")]) }
    }

    @Test func anAmountIsReadAsItWasWritten() throws {
        let amount = try money(-7, "KWD")
        #expect(try JSONDecoder().decode(Money.self, from: JSONEncoder().encode(amount)) == amount)
    }

    @Test func anObjectiveIsOpenedWhenItIsRecordedUnlessItsSourceSaysOtherwise() {
        let now = Timestamp(milliseconds: 1_772_000_000_000), then = Timestamp(milliseconds: 1_760_000_000_000)
        let account = Identifier<Organization>(UUID())
        #expect(SalesObjective(id: Identifier(UUID()), account: account, recordedAt: now).openedAt == now)
        #expect(SalesObjective(id: Identifier(UUID()), account: account, openedAt: then, recordedAt: now).openedAt == then)
    }
}
