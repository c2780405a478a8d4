import Covalence
import Formats
import Testing

/// Values of single columns; expected ones by hand.
@Suite("CRM exports, values")
struct ValueTests {
    private func amounts(_ values: [String], change: (inout ColumnMapping) -> Void = { $0.defaultCurrency = "EUR" }) throws -> [Int64?] {
        try CRMSamples.column("Amount", values, change: change).rows.map { $0.amount?.minorUnits }
    }

    @Test func amountsInAllForms() throws {
        #expect(try amounts(["1,234.56", "12", "0.5", ".5", "-3.00", "(4.25)", "5.10-", "+7"]) == [123_456, 1_200, 50, 50, -300, -425, -510, 700])
        #expect(try amounts(["1.234,56", "1.234.567", "0,5", "12,3"]) == [123_456, 123_456_700, 50, 1_230])
        #expect(try amounts(["1 234,56", "1\u{A0}234\u{202F}567,8", "9"]) == [123_456, 123_456_780, 900])
        #expect(try amounts(["1'234.56", "1’234’567.00"]) == [123_456, 123_456_700])
        #expect(try amounts(["12,34,567.00"]) == [123_456_700])
        // Calculated amounts have more digits than cents: rounded half away from zero.
        #expect(try amounts(["33333.3333", "0.005", "-0.005", "1200000.0"]) == [3_333_333, 1, -1, 120_000_000])
    }

    @Test func currenciesBesideAmounts() throws {
        let read = try CRMSamples.column("Amount", ["€ 12.50", "12.50 €", "USD 1,000.00", "1000.00CHF", "£3.00", "US$ 4.00", "R$ 5.00"])
        #expect(read.rows.map { $0.amount?.currency.code } == ["EUR", "EUR", "USD", "CHF", "GBP", "USD", "BRL"])
        #expect(read.summary.questions.isEmpty)
        // Yen have no minor unit, dinars of Kuwait three digits.
        let units = try CRMSamples.column("Amount", ["JPY 1,500.00", "KWD 1.25"])
        #expect(units.rows.map(\.amount) == [CRMSamples.money(1_500, "JPY"), CRMSamples.money(1_250, "KWD")])
    }

    @Test func signsOfSeveralCurrencies() throws {
        let open = try CRMSamples.column("Amount", ["$12.50", "12 kr"])
        #expect(open.rows.isEmpty && open.summary.problems.map(\.kind) == [.open, .open] && open.summary.questions.map(\.kind) == [.currency])
        let said = try CRMSamples.column("Amount", ["$12.50", "12 kr"]) { $0.defaultCurrency = "SEK" }
        #expect(said.rows.map { $0.amount?.currency.code } == ["SEK"] && said.summary.lostCount == 1)
        // A column of currencies decides.
        let beside = try CRMSamples.opportunities("Deal Name,Amount,Currency\na,$5.00,CAD\nb,€5.00,CAD\nc,5.00,kr\n")
        #expect(beside.rows.map { $0.amount?.currency.code } == ["CAD"] && beside.summary.problems.map(\.row) == [3, 4])
    }

    @Test func unknownCurrenciesAreErrorsOfTheirRow() throws {
        let read = try CRMSamples.opportunities("Deal Name,Amount,Currency\na,5,EUR\nb,5,XQX\nc,7 ZZZ,\nd,,XQX\n")
        #expect(read.rows.map(\.name) == ["a", "d"])
        #expect(read.summary.problems.map(\.kind) == [.unknownCurrency, .unknownCurrency] && read.summary.problems.map(\.row) == [3, 4])
        let first = try #require(read.summary.problems.first)
        #expect(first.column == "Currency" && first.value == "XQX" && first.isRowLost && first.description.contains("export.csv, row 3, column “Currency”: “XQX” is no currency."))
        #expect(read.summary.problemCounts.reduce(0) { $0 + $1.count } == 2)
    }

    @Test func theColumnDecidesAboutMarks() throws {
        // 1.234 alone is open; one cell that can be read in one way only decides for all.
        #expect(try amounts(["1.234", "5,50"]) == [123_400, 550])
        #expect(try amounts(["1.234", "5.5"]) == [123, 550])
        let open = try CRMSamples.column("Amount", ["1.234", "2.500", "7"]) { $0.defaultCurrency = "EUR" }
        #expect(open.rows.map(\.name) == ["Deal 2"] && open.summary.lostCount == 2)
        let question = try #require(open.summary.questions.first)
        #expect(question.kind == .decimalMark && question.examples == ["1.234", "2.500"] && question.count == 2 && question.proposal == "comma")
        #expect(try amounts(["1.234"]) { mapping in
            mapping.defaultCurrency = "EUR"
            mapping.columns[1].format.decimalMark = .comma
        } == [123_400])
        // Both in one column: what proves itself is read, the rest is asked.
        let mixed = try CRMSamples.column("Amount", ["1.234,50", "1,234.50", "1.234"]) { $0.defaultCurrency = "EUR" }
        #expect(mixed.rows.map { $0.amount?.minorUnits } == [123_450, 123_450] && mixed.summary.questions.map(\.kind) == [.decimalMark])
        // Another column of the same file shows how its program writes numbers.
        let shown = try CRMSamples.opportunities("Deal Name;Amount;Expected Revenue;Currency\na;1.234;12,5;EUR\n")
        #expect(shown.rows[0].amount?.minorUnits == 123_400)
    }

    @Test(arguments: ["12.3.4", "1,23,4", "twelve", "1.2E+05", "12 %", "1 2", "5 apples now", "99999999999999999999"])
    func whatIsNoAmount(value: String) throws {
        let read = try CRMSamples.column("Amount", [value]) { $0.defaultCurrency = "EUR" }
        #expect(read.rows.isEmpty && read.summary.problems.first?.column == "Amount" && read.summary.problems.first?.advice.isEmpty == false)
    }

    @Test func datesInThreeStylesAndWithNames() throws {
        func days(_ values: [String]) throws -> [String?] { try CRMSamples.column("Close Date", values).rows.map { $0.closeDate?.description } }
        #expect(try days(["2026-03-04", "2026/03/04", "20260304", "2026-03-04T23:30:00Z", "2026-03-04 10:00"]) == Array(repeating: "2026-03-04", count: 5))
        #expect(try days(["04/03/2026", "13/03/2026"]) == ["2026-03-04", "2026-03-13"])
        #expect(try days(["04/03/2026", "03/13/2026"]) == ["2026-04-03", "2026-03-13"])
        #expect(try days(["04.03.2026", "4.3.26"]) == ["2026-03-04", "2026-03-04"])
        #expect(try days(["04-03-2026", "31-03-2026"]) == ["2026-03-04", "2026-03-31"])
        #expect(try days([
            "4 March 2026", "Mar 4, 2026", "March 4 2026", "4-Mar-26", "Wed, 4 Mar 2026", "4. März 2026", "4 mars 2026", "4 de marzo de 2026", "4. maaliskuuta 2026", "4 févr. 2026",
        ]) == Array(repeating: "2026-03-04", count: 9) + ["2026-02-04"])
        #expect(try days(["1772616600000"]) == ["2026-03-04"])
    }

    @Test func openDatesAreAsked() throws {
        let open = try CRMSamples.column("Close Date", ["04/03/2026", "05/06/2026", "07/07/2026"])
        // 07/07 is the same either way.
        #expect(open.rows.map { $0.closeDate?.description } == ["2026-07-07"])
        #expect(open.summary.problems.map(\.kind) == [.open, .open])
        #expect(open.summary.questions.map(\.kind) == [.dayOrder] && open.summary.questions[0].proposal == "day-first" && open.summary.questions[0].count == 2)
        let said = try CRMSamples.column("Close Date", ["04/03/2026"]) { $0.columns[1].format.dayOrder = .monthFirst }
        #expect(said.rows[0].closeDate?.description == "2026-04-03" && said.summary.questions.isEmpty)
        // Another column of the file shows it.
        let shown = try CRMSamples.opportunities("Deal Name,Close Date,Create Date\na,04/03/2026,25/12/2025\n")
        #expect(shown.rows[0].closeDate?.description == "2026-03-04")
        let mixed = try CRMSamples.column("Close Date", ["13/03/2026", "03/13/2026", "03/04/2026"])
        #expect(mixed.rows.map { $0.closeDate?.description } == ["2026-03-13", "2026-03-13"] && mixed.summary.questions.map(\.kind) == [.dayOrder])
    }

    @Test(arguments: ["30/02/2026", "2026-13-01", "31.06.2026", "32/01/2026", "soon", "45631", "2026-03-04 25:00", "2026-03-04 10:00 XYZ", "04/03/202", "12/12/0202"])
    func whatIsNoDate(value: String) throws {
        let read = try CRMSamples.column("Close Date", [value, "2026-03-04"])
        #expect(read.rows.map(\.name) == ["Deal 1"] && read.summary.problems.map(\.kind) == [.unreadable] && read.summary.problems[0].row == 2)
    }

    /// By Python's zoneinfo: Berlin is at +01:00 in March before the 29th, +02:00 in July.
    @Test func timesBecomeUTC() throws {
        func times(_ values: [String], zone: String = "Europe/Berlin") throws -> [String?] {
            try CRMSamples.column("Create Date", values) { $0.timeZone = zone }.rows.map { $0.origin.createdAt?.description }
        }
        #expect(try times(["2026-03-04 09:30", "2026-07-01 09:30:15", "2026-03-04T09:30:00.250Z", "2026-03-04T09:30:00+0200", "2026-03-04 09:30 GMT-5", "2026-03-04 09:30 PST"]) == [
            "2026-03-04T08:30:00.000Z", "2026-07-01T07:30:15.000Z", "2026-03-04T09:30:00.250Z", "2026-03-04T07:30:00.000Z", "2026-03-04T14:30:00.000Z", "2026-03-04T17:30:00.000Z",
        ])
        #expect(try times(["3/14/2026, 9:30 PM", "3/4/2026 12:05 AM", "3/4/2026 12:05 p.m."], zone: "UTC") == ["2026-03-14T21:30:00.000Z", "2026-03-04T00:05:00.000Z", "2026-03-04T12:05:00.000Z"])
        #expect(try times(["4.3.2026 klo 9.30", "04/03/2026 09h30", "2026-03-04"], zone: "UTC") == ["2026-03-04T09:30:00.000Z", "2026-03-04T09:30:00.000Z", "2026-03-04T00:00:00.000Z"])
        let noted = try CRMSamples.column("Create Date", ["2026-03-04 09:30"]) { $0.timeZone = "Europe/Berlin" }
        #expect(noted.summary.notes.contains { $0.contains("Europe/Berlin") })
    }

    @Test func percentages() throws {
        func shares(_ values: [String], change: (inout ColumnMapping) -> Void = { _ in }) throws -> [Double?] { try CRMSamples.column("Probability (%)", values, change: change).rows.map(\.probability) }
        #expect(try shares(["60", "1", "100", "0"]) == [0.6, 0.01, 1, 0])
        #expect(try shares(["0.6", "1", "0"]) == [0.6, 1, 0])
        #expect(try shares(["60 %", "12,5%"]) == [0.6, 0.125])
        // HubSpot writes shares of one; elsewhere a column of nothing but 0 and 1 is open.
        #expect(try CRMSamples.opportunities("Deal Name,Deal Stage,Deal probability\na,x,1\nb,x,0\n").rows.map(\.probability) == [1, 0])
        let text = "Opportunity Name,StageName,Probability (%)\na,x,1\nb,x,0\n"
        let open = try CRMSamples.opportunities(text)
        #expect(open.rows.map(\.probability) == [0] && open.summary.questions.map(\.kind) == [.percentScale] && open.summary.problems.map(\.kind) == [.open])
        #expect(try CRMSamples.opportunities(text) { $0.columns[2].format.percentScale = .one }.rows.map(\.probability) == [1, 0])
        #expect(try CRMSamples.column("Probability (%)", ["140", "-5"]).rows.isEmpty)
    }

    @Test func outcomesAndWords() throws {
        let pipedrive = try CRMSamples.opportunities("Deal - Title,Deal - Status,Deal - Won time,Deal - Lost time\na,won,2026-02-28 10:00,\nb,Perdu,,2026-03-01 10:00\nc,Open,,\nd,archived,2026-02-28 11:00,\n")
        #expect(pipedrive.rows.map(\.outcome) == [.won, .lost, .open, .won] && pipedrive.rows[1].closedAt?.description == "2026-03-01T10:00:00.000Z")
        let salesforce = try CRMSamples.opportunities("Opportunity Name,Stage,Closed,Won\na,x,true,true\nb,x,ja,nein\nc,x,0,0\nd,x,1,\ne,x,maybe,0\n")
        #expect(salesforce.rows.map(\.outcome) == [.won, .lost, .open, .closed] && salesforce.summary.problems.map(\.value) == ["maybe"])
    }
}
