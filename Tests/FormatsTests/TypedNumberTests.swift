import Covalence
import Formats
import Testing

/// What people type into a field for an amount; expected values by hand.
@Suite("Numbers as people type them")
struct TypedNumberTests {
    private func units(_ text: String, _ code: String = "EUR") throws -> Int64 {
        let currency = try #require(Currency(code))
        let amount = try TypedNumber.amount(text, in: currency)
        #expect(amount.currency == currency)
        return amount.minorUnits
    }

    private func problem(_ text: String, _ code: String = "EUR") -> TypedNumber.Problem? {
        #expect(throws: TypedNumber.Problem.self) { try self.units(text, code) }
    }

    @Test("an amount is read with the marks of whoever writes it", arguments: [
        ("84,50", 8_450), ("84.5", 8_450), ("84.50", 8_450), ("47232,00", 4_723_200), ("84.000,50", 8_400_050), ("1,234.50", 123_450), ("1.234,50", 123_450),
        ("1 234,50", 123_450), ("1\u{A0}234,50", 123_450), ("1\u{202F}234", 123_400), ("1'234.50", 123_450), ("1’234’567.5", 123_456_750), ("12,34,567.00", 123_456_700),
        ("1.234.567", 123_456_700), ("12500", 1_250_000), (" 7 ", 700), ("0,05", 5), ("-3.00", -300), ("84,50 €", 8_450), ("EUR 84.50", 8_450),
    ])
    func amounts(text: String, expected: Int64) throws {
        #expect(try units(text) == expected)
    }

    @Test("a currency says how many decimals there are")
    func decimals() throws {
        // Yen have none, so that a mark is one between thousands; dinars of Kuwait have three.
        #expect(try units("1,234", "JPY") == 1_234)
        #expect(try units("1.234", "JPY") == 1_234)
        #expect(try units("1234.5", "KWD") == 1_234_500)
        #expect(try units("01.234", "KWD") == 1_234)
        #expect(try units("1234.000", "KWD") == 1_234_000)
        #expect(try units("1.2340", "CLF") == 12_340)
        #expect(problem("12.5", "JPY")?.description == "“12.5” has decimals, and JPY has none. Write a whole number.")
        #expect(problem("0.505")?.description == "“0.505” has more decimals than EUR: write at most 2.")
        #expect(problem("1234.5678")?.description == "“1234.5678” has more decimals than EUR: write at most 2.")
    }

    @Test("what can be two amounts is refused with both, and with what is typed for each")
    func open() throws {
        #expect(problem("1,234")?.description
            == "“1,234” can be 1234, with a mark between thousands, or 1.234, with a mark before decimals. Write 1234.00 for the first, 1.23 for the second.")
        for (text, code, large, small) in [("12.500", "EUR", "12500.00", "12.50"), ("1.234", "KWD", "1234.000", "01.234"), ("1,234", "CLF", "1234.0000", "1.2340")] {
            guard case .open(_, let first, let second)? = problem(text, code) else {
                Issue.record("\(text) \(code) is not left open")
                continue
            }
            #expect(first.typed == large && second.typed == small)
            // What is to be typed is read, and is not open again.
            let read = try (units(first.typed, code), units(second.typed, code))
            #expect(read.0 > read.1)
        }
    }

    @Test("what is no amount is refused", arguments: [
        "", "nine", "1,2,3,4", "12,500.5x", "1.", "1,", "12.3.4", "84,50 USD", "5-", "(5)", "50 %", "1 2", "1.234,56,7", "2026-03-04", "1.2E+05", "--5",
    ])
    func none(text: String) throws {
        let currency = try #require(Currency("EUR"))
        #expect(problem(text) == .noAmount(text, currency))
        #expect(problem(text)?.description.contains("is no amount in EUR. Write 12500 or 12500.00") == true)
    }

    @Test("what is too large to be kept is said to be", arguments: ["99999999999999999999", "999999999999999999", "999,999,999,999,999,999"])
    func tooLarge(text: String) {
        #expect(problem(text) == .tooLarge(text))
    }

    @Test("a number of no currency is read likewise; a bound can leave one reading only")
    func numbers() throws {
        #expect(try TypedNumber.number("12,5") == 12.5)
        #expect(try TypedNumber.number("-1.234,25") == -1_234.25)
        #expect(try TypedNumber.number("12 000") == 12_000)
        // Of hours saved it can be 12,000 or 12; a chance of 33,333 % is none.
        let open = #expect(throws: TypedNumber.Problem.self) { try TypedNumber.number("12,000") }
        #expect(open?.description.contains("Write 12000 for the first, 12.0000 for the second.") == true)
        #expect(try TypedNumber.number("12.0000") == 12)
        #expect(try TypedNumber.number("33,333", most: 100) == 33.333)
        #expect(try TypedNumber.number("33.333", most: 100) == 33.333)
        #expect(throws: TypedNumber.Problem.noNumber("12 hours")) { try TypedNumber.number("12 hours") }
    }
}
