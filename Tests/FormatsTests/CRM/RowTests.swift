import Covalence
import Formats
import Testing

/// Whole rows of the samples; expected values by hand.
@Suite("CRM exports, rows")
struct RowTests {
    @Test func salesforceOpportunities() throws {
        let read = try CRMSamples.read(CRMSamples.salesforceOpportunities)
        guard case .opportunity(let row) = read.rows.first else { return #expect(Bool(false), "no opportunity") }
        // Worked out by Salesforce's rule: 0065g has no capital (A), 00000 none (A), AbCdE has the 1st, 3rd and 5th: 1 + 4 + 16 = 21 (V).
        #expect(row.origin.id == "0065g00000AbCdEAAV" && row.origin.row == 2 && row.origin.line == 2)
        #expect(row.name == "Water recycling line 2" && row.account?.name == "Lindräta Textile Care" && row.account?.id?.count == 18)
        #expect(row.amount == CRMSamples.money(125_000_050, "SEK") && row.probability == 0.75)
        // 9/30 and 1/15 show that the month comes first.
        #expect(row.closeDate?.description == "2026-09-30" && row.origin.modifiedAt?.description == "2026-03-04T09:30:00.000Z")
        #expect(row.stage == "Negotiation" && row.nextStep == "Visit, with their engineer" && row.outcome == .open && row.forecastCategory == "Best Case")
        #expect(row.origin.others.map(\.value) == ["Nordic"])
        #expect(read.summary.taken == [.opportunity: 2] && read.summary.lostCount == 0 && read.summary.problemCount == 0)
        #expect(read.summary.values.first { $0.field == .stage }?.values.map(\.value) == ["Closed Won", "Negotiation"])
    }

    @Test func salesforceIdsOfFifteenLetters() throws {
        // 001A0: the 4th is a capital, 8 (I); 00000: none (A); 6Vm9r: the 2nd, 2 (C).
        let text = "Opportunity ID,Opportunity Name,StageName,Account ID\n001A0000006Vm9r,a,x,001A0000006Vm9rIAC\nshort,b,x,\n"
        let rows = try CRMSamples.opportunities(text).rows
        #expect(rows.map(\.origin.id) == ["001A0000006Vm9rIAC", "short"] && rows[0].account?.id == rows[0].origin.id)
        // Elsewhere 15 letters are 15 letters.
        #expect(try CRMSamples.opportunities("Record ID,Deal Name,Deal Stage\n001A0000006Vm9r,a,x\n").rows.map(\.origin.id) == ["001A0000006Vm9r"])
    }

    @Test func hubspotDeals() throws {
        let read = try CRMSamples.opportunities(CRMSamples.hubspotDeals)
        #expect(read.rows[0].contacts == [RecordReference(id: "8001"), RecordReference(id: "8002")] && read.rows[0].account == RecordReference(id: "9001", name: "Mölkhaven Milk Haulage"))
        #expect(read.rows[0].probability == 0.4 && read.rows[0].pipeline == "Sales Pipeline" && read.rows[0].amount?.minorUnits == 8_400_000)
        // Neither amount nor date: an objective without them.
        #expect(read.rows[1].amount == nil && read.rows[1].closeDate == nil && read.rows[1].lostReason == "Too dear" && read.rows[1].outcome == nil)
    }

    @Test func pipedriveInGermanAndFrench() throws {
        let german = try CRMSamples.opportunities(CRMSamples.pipedriveGerman) { $0.timeZone = "Europe/Berlin" }
        #expect(german.rows.map { $0.amount?.minorUnits } == [123_456, 1_250_000] && german.rows.map(\.outcome) == [.open, .won])
        #expect(german.rows[0].origin.createdAt?.description == "2026-03-04T08:30:00.000Z" && german.rows[1].closedAt?.description == "2026-02-28T16:45:00.000Z")
        #expect(german.rows[0].contacts.map(\.name) == ["Heike Brandow"] && german.rows[0].account == RecordReference(id: "77", name: "Mölkhaven Milk Haulage"))
        let french = try CRMSamples.opportunities(CRMSamples.pipedriveFrench)
        #expect(french.rows.map { $0.amount?.minorUnits } == [1_250_050, 800_000] && french.rows.map(\.outcome) == [.open, .lost])
        #expect(french.rows.map { $0.closeDate?.description } == ["2026-11-15", "2026-10-02"])
    }

    @Test func contacts() throws {
        let read = try CRMSamples.read(CRMSamples.hubspotContacts)
        let rows = read.rows.compactMap { if case .contact(let row) = $0 { row } else { nil } }
        #expect(rows.map(\.name) == ["Heike Brandow", "tietzel@moelkhaven.example"])
        #expect(rows[0].mails == ["heike.brandow@moelkhaven.example", "h.brandow@fleet.example", "heike@home.example"] && rows[0].languages == ["de"])
        #expect(rows[0].country?.code == "DE" && rows[0].title == "Fleet manager" && rows[1].country?.code == "DE")
        // A wrong address and a wrong number cost only themselves; a row that names nobody is left out.
        #expect(read.summary.problems.map(\.kind) == [.unreadable, .unreadable, .missing] && read.summary.problems.map(\.isRowLost) == [false, false, true])
        #expect(read.summary.lostCount == 1 && read.summary.rowCount == 3)
    }

    @Test func accounts() throws {
        let read = try CRMSamples.read(CRMSamples.salesforceAccounts) { $0.defaultCurrency = "USD" }
        let rows = read.rows.compactMap { if case .account(let row) = $0 { row } else { nil } }
        #expect(rows[0].employees == 1_200 && rows[0].revenue == CRMSamples.money(4_500_000_000, "USD") && rows[0].domain == "lindrata.example")
        #expect(rows[0].country?.code == "DK" && rows[0].city == "Aarhus" && rows[1].country?.code == "NO" && rows[1].domain == "nordhask.example")
        #expect(rows[1].employees == nil && read.summary.problems.map(\.column) == ["Employees"] && read.summary.lostCount == 0)
    }

    @Test func fieldHistory() throws {
        let read = try CRMSamples.read(CRMSamples.salesforceHistory) { $0.timeZone = "Europe/Stockholm" }
        let rows = read.rows.compactMap { if case .fieldChange(let row) = $0 { row } else { nil } }
        #expect(rows.count == 4 && rows.allSatisfy { $0.recordKind == .opportunity && $0.record.id == "0065g00000AbCdEAAV" && $0.changedBy == "Ingrid Falk" })
        #expect(rows[0].changedAt.description == "2026-02-13T13:05:00.000Z")
        #expect(rows[0].changes == [.init(field: .stage, name: "Stage", old: .text("Qualification"), new: .text("Negotiation"))])
        #expect(rows[1].changes.first?.new == CalendarDay("2026-09-30").map { .day($0) } && rows[1].changes.first?.field == .closeDate)
        #expect(rows[2].changes.first?.old == .amount(CRMSamples.money(90_000_000, "SEK")))
        #expect(rows[3].changes == [.init(field: nil, name: "Region__c", old: nil, new: .text("Nordic"))])
        let stages = try CRMSamples.read(CRMSamples.salesforceStages) { $0.defaultCurrency = "SEK" }
        guard case .fieldChange(let moment) = stages.rows.first else { return #expect(Bool(false), "no change") }
        #expect(moment.changes.map(\.field) == [.stage, .amount, .probability, .closeDate] && moment.changes[2].new == .share(0.75))
        #expect(moment.changes[1].new == .amount(CRMSamples.money(90_000_000, "SEK")))
    }

    @Test func activities() throws {
        let read = try CRMSamples.read(CRMSamples.pipedriveActivities) { $0.timeZone = "Europe/Berlin" }
        let rows = read.rows.compactMap { if case .activity(let row) = $0 { row } else { nil } }
        #expect(rows.map(\.subject) == ["Visit the plant", "Call back"] && rows.map(\.isDone) == [true, false])
        #expect(rows[0].startedAt?.description == "2026-03-04T08:30:00.000Z" && rows[1].startedAt == nil && rows[1].day?.description == "2026-03-09")
        #expect(rows[0].note == "They run three shifts.\n\nNext: numbers." && rows[0].opportunities.map(\.name) == ["Flottenplattform"])
    }

    /// One of 20,000, with `COVALENCE_LONG=1` of 100,000.
    @Test func oneBrokenRowOfManyStopsNothing() throws {
        let count = CRMFuzzTests.isLong ? 100_000 : 20_000
        let broken = count / 2
        var text = "Record ID,Deal Name,Amount,Currency,Close Date\n"
        for index in 1...count { text += index == broken ? "x,\"Broken,1,EUR\n" : "\(index),\"Deal, \(index)\",\(index).50,EUR,2026-03-04\n" }
        let export = try CRMExport(.bytes(Array(text.utf8)), file: "deals.csv")
        let summary = try export.dryRun(try #require(export.proposal))
        #expect(summary.rowCount == count && summary.taken == [.opportunity: count - 1] && summary.lostCount == 1)
        #expect(summary.problems.map(\.row) == [broken + 1] && summary.problems.map(\.line) == [broken + 1] && summary.problems.map(\.kind) == [.malformed])
        #expect(summary.values.first { $0.field == .currency }?.values.map(\.count) == [count - 1])
    }

    @Test func rowsOfOtherLengths() throws {
        let read = try CRMSamples.opportunities("Deal Name,Stage,Amount\na,x,1 EUR\nb,x\nc,x,1 EUR,,\nd,x,1 EUR,extra\n")
        #expect(read.rows.map(\.name) == ["a", "c"] && read.summary.problems.map(\.row) == [3, 5] && read.summary.problems.allSatisfy { $0.kind == .malformed })
        // What reports of Salesforce have below their table.
        let report = try CRMSamples.opportunities("Opportunity Name,Stage\na,x\n\n\"Open deals\"\n\"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n\"Generated By: Ingrid Falk\"\n")
        #expect(report.rows.count == 1 && report.summary.problemCount == 0 && report.summary.notes.contains { $0.contains("row 4") })
        // The same lines within the table are broken rows.
        #expect(try CRMSamples.opportunities("Opportunity Name,Stage\na,x\nb\nc\nd,x\n").summary.problems.map(\.row) == [3, 4])
        #expect(try CRMSamples.opportunities("Opportunity Name,Stage\n" + String(repeating: "b\n", count: 30)).summary.lostCount == 10)
        #expect(try CRMSamples.opportunities("Opportunity Name,Stage\na,x\ncut").summary.problems.map(\.row) == [3])
    }

    @Test func historiesLeaveQuestionsToo() throws {
        let text = "Opportunity Name,Field / Event,Old Value,New Value,Edit Date\nd,Amount,900,\"1,250\",2026-03-04\nd,Close Date,,04/03/2026,2026-03-05\n"
        let open = try CRMSamples.read(text)
        #expect(open.rows.isEmpty && open.summary.questions.map(\.kind) == [.dayOrder, .decimalMark, .currency])
        let said = try CRMSamples.read(text) { mapping in
            mapping.defaultCurrency = "EUR"
            mapping.columns[3].format = ColumnFormat(decimalMark: .point, dayOrder: .dayFirst)
        }
        let changes = said.rows.compactMap { if case .fieldChange(let row) = $0 { row.changes.first?.new } else { nil } }
        #expect(changes == [.amount(CRMSamples.money(125_000, "EUR"))] + (CalendarDay("2026-03-04").map { [.day($0)] } ?? []))
        #expect(said.summary.questions.isEmpty)
    }

    @Test func idsThatASpreadsheetShortened() throws {
        #expect(try CRMSamples.opportunities("Record ID,Deal Name\n\"=\"\"0012\"\"\",a\n=\"0013\",b\n").rows.map(\.origin.id) == ["0012", "0013"])
        let read = try CRMSamples.opportunities("Record ID,Deal Name\n1.18700E+10,a\n11870000002,b\n")
        #expect(read.rows.map(\.origin.id) == ["11870000002"] && read.summary.problems.first?.column == "Record ID")
    }

    @Test func listsAreBoundedAndCountsAreNot() throws {
        var limits = TableLimits()
        limits.maxListedProblems = 3
        limits.maxListedValues = 2
        let lines = ["Deal Name,Stage,Close Date"] + (0..<20).map { "d,stage \($0),\($0 < 10 ? "never" : "2026-01-01")" }
        let read = try CRMSamples.read(lines.joined(separator: "\n"), limits: limits)
        #expect(read.summary.problems.count == 3 && read.summary.problemCount == 10 && read.summary.problemCounts.map(\.count) == [10])
        let stages = try #require(read.summary.values.first { $0.field == .stage })
        #expect(stages.values.count == 2 && stages.isCut)
        limits.maxRows = 5
        let few = try CRMSamples.read(lines.joined(separator: "\n"), limits: limits)
        #expect(few.summary.rowCount == 5 && few.summary.notes.contains { $0.contains("first 5 rows") })
    }
}
