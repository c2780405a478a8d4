import Covalence
import Testing
@testable import Language

/// Expected values were written down by reading the sentences, with a calendar of 2026 beside: 18 March is a Wednesday.
@Suite("The terms of a sale in words")
struct SaleTermsReaderTests {
    private let reader: SaleTermsReader
    private let wednesday: CalendarDay

    init() throws {
        reader = try SaleTermsReader.bundled()
        wednesday = try #require(CalendarDay("2026-03-18"))
    }

    private func sums(_ text: String, others: [String] = []) -> [String] {
        reader.terms(in: text, side: .customer, on: wednesday, others: others).compactMap { if case .sum(let sum, _) = $0 { sum.description } else { nil } }
    }

    private func days(_ text: String, knowingWhen: Bool = true) -> [String] {
        reader.terms(in: text, side: .customer, on: knowingWhen ? wednesday : nil).compactMap { if case .day(let day, _) = $0 { day.description } else { nil } }
    }

    private func readiness(_ text: String, side: Side? = .customer) -> [SaleTermsReader.Readiness] {
        reader.terms(in: text, side: side, on: wednesday).compactMap { if case .readiness(let level, _) = $0 { level } else { nil } }
    }

    @Test("sums with their currency, in digits and words, with English and German marks", arguments: [
        ("Our budget is forty thousand euros.", "EUR 40,000.00"), ("Our budget is € 40k.", "EUR 40,000.00"), ("Our budget: 40.000 EUR", "EUR 40,000.00"),
        ("Our budget is 40,000 euros.", "EUR 40,000.00"), ("Our budget is 1.2 million pounds.", "GBP 1,200,000.00"), ("Our budget is £1.250 million.", "GBP 1,250,000.00"),
        ("Our budget is 12.345,67 €.", "EUR 12,345.67"), ("Our budget is $12,345.67.", "USD 12,345.67"), ("Our budget is half a million dollars.", "USD 500,000.00"),
        ("Our budget is two hundred and fifty thousand euros.", "EUR 250,000.00"), ("Our budget is 640 000 euros.", "EUR 640,000.00"), ("Our budget is CHF 310,000.", "CHF 310,000.00"),
        ("Our budget is two million three hundred thousand euros.", "EUR 2,300,000.00"), ("Our budget is 40,000 euros and three people.", "EUR 40,000.00"),
        ("Our budget is twelve and a half thousand euros.", "EUR 12,500.00"), ("Our budget is one point five million yen.", "JPY 1,500,000"),
        ("Our budget is not more than 30,000 euros.", "EUR 30,000.00"), ("We order: an order over 18,000 euros.", "EUR 18,000.00"), ("Our budget is 90,000 Canadian dollars.", "CAD 90,000.00"),
    ])
    func sums(text: String, expected: String) { #expect(sums(text) == [expected]) }

    @Test("what is no sum of this sale is none: no currency, a rate, a bound, a range, two of them, a saving, a question, somebody else’s", arguments: [
        "Our budget is 40,000.", "Our price is four euros an hour.", "Our price is four euros per piece.", "We approved everything over 40,000 euros.",
        "Our budget is between forty and sixty thousand euros.", "Our budget is 40 to 60,000 euros.", "The price was 40,000 euros and is 50,000 euros now.",
        "Our budget is between twenty thousand and thirty thousand euros.", "Our budget is one million and two million euros.", "Our budget is 100-200 euros.",
        "Our budget is 500–600 thousand euros.", "Our budget is €40-60k.", "Our budget is €40,000 to 50,000.", "Our budget is not 40,000 euros.",
        "The board has not approved the 50,000 euros.", "There is no money for it, 10,000 euros.", "Our offer has a discount of 5,000 euros.", "Our price is 3,000 euros lower.",
        "The offer saves us 40,000 euros.", "Is your price 40,000 euros?", "A sum of 40,000 euros.", "The price of Vesta is 40,000 euros.", "Our budget is 1,23,4 euros.",
    ])
    func noSums(text: String) { #expect(sums(text, others: ["Vesta"]) == []) }

    @Test("days come out as plain dates, seen from the day on which it was said", arguments: [
        ("We decide by 15 July.", "2026-07-15"), ("We decide before the 15th of July.", "2026-07-15"), ("We decide on July 15th, 2027.", "2027-07-15"), ("We decide on 2 March.", "2027-03-02"),
        ("We sign by the end of June.", "2026-06-30"), ("We sign by the end of February.", "2027-02-28"), ("We sign in April.", "2026-04-30"), ("We sign in mid-May.", "2026-05-15"),
        ("We sign by the end of the month.", "2026-03-31"), ("We sign by the end of next month.", "2026-04-30"), ("We sign by the end of the quarter.", "2026-03-31"),
        ("We sign by the end of Q3.", "2026-09-30"), ("We sign by the end of next year.", "2027-12-31"), ("We sign by the end of 2028.", "2028-12-31"), ("We sign by the end of the week.", "2026-03-20"),
        ("We sign by Friday.", "2026-03-20"), ("We sign on Wednesday.", "2026-03-25"), ("We sign tomorrow.", "2026-03-19"), ("We sign within two weeks.", "2026-04-01"), ("We sign in ten days.", "2026-03-28"),
        ("We sign in a month.", "2026-04-18"), ("We sign by the end of Q3 2027.", "2027-09-30"), ("We sign by the end of the third quarter of 2027.", "2027-09-30"),
        ("We sign the day after tomorrow.", "2026-03-20"), ("We sign by the 24th.", "2026-03-24"), ("We sign by the 3rd.", "2026-04-03"), ("We sign by 31.05.2026.", "2026-05-31"), ("We sign by 2026-05-29.", "2026-05-29"),
        ("We sign by 31/05/2026.", "2026-05-31"), ("We sign on Friday, 15 May.", "2026-05-15"), ("We sign on the twenty-first of May.", "2026-05-21"),
    ])
    func days(text: String, expected: String) { #expect(days(text) == [expected]) }

    @Test("what comes to no one day, is past, or is of something else is none", arguments: [
        "We decide in autumn.", "We decide in early June.", "We sign next Friday.", "We sign by 3/4/2026.", "We sign by 30 February.", "We sign after 15 July.", "We decide in a few weeks.",
        "We sign on 2 March 2026.", "We decide by 3 May or by 10 May.", "We can't decide by 3 May.", "If you sign by Friday, it is cheaper.", "The contract ends on 3 May.", "Do you sign by 3 May?",
        "We deliver by 3 May.", "We may sign.", "We decide in March next year.", "We sign by 15 May next year.", "We sign by Friday next week.",
        "We sign by the end of the week after next.", "We sign within two weeks after the fair.",
    ])
    func noDays(text: String) { #expect(days(text) == []) }

    @Test("a megabyte of numbers or of sentences is read")
    func large() {
        #expect(sums("Our budget: " + String(repeating: "101 ", count: 250_000) + "euros.") == [])
        #expect(days(String(repeating: "We sign by 15 July. ", count: 50_000)).count == 50_000)
    }

    @Test("where nobody knows when it was said, only dates with their year are read")
    func withoutToday() {
        #expect(days("We sign by 15 July 2026.", knowingWhen: false) == ["2026-07-15"])
        #expect(days("We sign by 15 July. We sign tomorrow. We sign by the end of June.", knowingWhen: false) == [])
    }

    @Test("how ready the customer is; of the seller, of somebody else and of other things nothing is read")
    func readiness() {
        #expect(readiness("Our contract ends in May, and then we'd switch.") == [.ready])
        #expect(readiness("Switching would be a big effort for us.") == [.hesitant])
        #expect(readiness("We're happy with what we have.") == [.notReady])
        #expect(readiness("We're happy with what we have.", side: .seller) == [])
        #expect(readiness("We're not happy with what we have.") == [])
        #expect(readiness("We're happy with what you showed us.") == [])
        #expect(readiness("Are you happy with what you have?") == [])
    }

    @Test("each sentence by itself; a line that a recogniser cut goes on in the next")
    func sentences() {
        let text = "We have the budget approved,\n40,000 euros. And we want to sign by the end\nof June. It's high time to replace the system."
        #expect(sums(text) == ["EUR 40,000.00"] && days(text) == ["2026-06-30"] && readiness(text) == [.ready])
        // The words of the price stand in another sentence than the sum.
        #expect(sums("Our budget is approved. There were 40,000 euros of water.") == [])
    }

    @Test("nothing breaks on odd words", arguments: ["", "€", "in", "the", "by the", "end of", "2026-", "99999999999999999999 euros budget", "budget 1.1.1.1,1,1 €", "sign by 00.00.0000", "in in in two"])
    func odd(text: String) { #expect(reader.terms(in: text, side: nil, on: wednesday) == []) }
}
