import Covalence
import Formats
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("Exports that are not as they should be")
struct BadImportTests {
    private static let head = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n"

    @Test("columns that mean nothing are no import until a person says what they are")
    func wrongColumns() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose("Alpha,Beta,Gamma\n1,2,3\n")
        #expect(open.mapping == nil && !open.isReady)
        await #expect(throws: StoreError.self) { try await room.bench.startImport(open.id, by: .owner) }
        await #expect(throws: StoreError.self) { try await room.bench.chooseMapping(of: open.id, ImportChoices(columns: ["Delta": .amount]), by: .owner) }
        let chosen = try await room.bench.chooseMapping(of: open.id, ImportChoices(kind: .account, columns: ["alpha": .name]), by: .owner)
        #expect(chosen.isReady)
        #expect(try await room.bench.bringIn(open.id, by: .owner).made.counts == .init(added: 1))
        #expect(try await room.organizations() == ["1"])
    }

    @Test("a row without an account is left out, and says what to do")
    func noAccount() async throws {
        let room = try await ImportRoom.open()
        let made = try await room.bring(Self.head + "006A,Pumps,,Proposal,10.00,2026-12-31\n006B,Valves,Brunavik,Proposal,10.00,2026-12-31\n", ImportChoices(currency: "EUR"))
        #expect(made.made.counts == .init(added: 1, refused: 1))
        let problem = try #require(made.report.problems.first)
        #expect(problem.row == 2 && problem.isRowLost && problem.advice == "Export the account with the opportunities.")
    }

    @Test("amounts in other number formats, decided by column")
    func numbers() async throws {
        let room = try await ImportRoom.open()
        let german = "Opportunity ID;Opportunity Name;Account Name;Stage;Amount;Close Date\n006A;Pumpen;Brunavik;Angebot;1.234,56;31.12.2026\n006B;Ventile;Brunavik;Angebot;12.000,00;01.02.2027\n"
        try await room.bring(german, ImportChoices(kind: .opportunity, source: .salesforce, currency: "EUR"))
        #expect(try await room.objectives().map { $0.amount?.minorUnits } == [123_456, 1_200_000])
        #expect(try await room.objectives().map(\.closeDate) == [CalendarDay("2026-12-31"), CalendarDay("2027-02-01")])
    }

    @Test("an unknown currency is an error of its row")
    func currencies() async throws {
        let room = try await ImportRoom.open()
        let made = try await room.bring("Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Amount Currency\n006A,Pumps,Brunavik,Proposal,10.00,EUR\n006B,Valves,Brunavik,Proposal,10.00,XQZ\n")
        #expect(made.made.counts == .init(added: 1, refused: 1))
        #expect(made.report.problems.map(\.kind) == [.unknownCurrency] && made.report.problems.map(\.row) == [3])
    }

    @Test("dates in three styles in one column", arguments: [("2026-12-31", "2026-12-31"), ("31.12.2026", "2026-12-31"), ("31 December 2026", "2026-12-31")])
    func dates(_ text: String, _ day: String) async throws {
        let room = try await ImportRoom.open()
        try await room.bring(Self.head + "006A,Pumps,Brunavik,Proposal,10.00,\(text)\n", ImportChoices(currency: "EUR"))
        #expect(try await room.objective("Pumps").closeDate == CalendarDay(day))
    }

    @Test("a day that can be read in two ways is asked, and the answer decides")
    func question() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(Self.head + "006A,Pumps,Brunavik,Proposal,10.00,4/3/2026\n", ImportChoices(currency: "EUR"))
        #expect(open.report.questions.map(\.kind) == [.dayOrder])
        #expect(try await room.bench.tryImport(open.id, by: .owner).report.trial == .init(refused: 1))
        let answered = try await room.bench.chooseMapping(of: open.id, ImportChoices(dayOrder: .dayFirst), by: .owner)
        #expect(answered.report.trial == nil && answered.report.problemCount == 0)
        #expect(try await room.bench.bringIn(open.id, by: .owner).made.counts == .init(added: 1))
        #expect(try await room.objective("Pumps").closeDate == CalendarDay("2026-03-04"))
    }

    @Test("an objective without amount or date comes in, and both are not known")
    func missing() async throws {
        let room = try await ImportRoom.open()
        try await room.bring(Self.head + "006A,Pumps,Brunavik,Proposal,,\n")
        let deal = try await room.objective("Pumps")
        #expect(deal.amount == nil && deal.closeDate == nil && deal.stage == "Proposal")
    }

    @Test("of many rows one is broken: it alone is left out, with its place")
    func many() async throws {
        let room = try await ImportRoom.open()
        let count = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == nil ? 1_200 : 100_000
        let broken = count / 2
        let rows = (1...count).map { "006\($0),Deal \($0),Account \($0 % 50),Proposal,\($0 == broken ? "ten" : "\($0).00"),2026-12-31" }
        let open = try await room.propose(Self.head + rows.joined(separator: "\n") + "\n", ImportChoices(currency: "EUR"))
        // Tried, it is the same, and nothing is there: also where rows refer to what much earlier ones would make.
        let tried = try await room.bench.tryOut(open.id, by: .owner)
        #expect(tried.report.trial == .init(added: count - 1, refused: 1))
        #expect(try await room.organizations().isEmpty)
        let made = try await room.bench.bringIn(open.id, by: .owner)
        #expect(made.made.counts == .init(added: count - 1, refused: 1))
        // The heading is row 1.
        #expect(made.report.problems.map(\.row) == [broken + 1] && made.report.problems.first?.column == "Amount")
        #expect(try await room.organizations().count == 50)
    }

    @Test("names of columns in other languages", arguments: [
        "Opportunity-ID;Opportunity-Name;Account-Name;Phase;Betrag;Schlusstermin",
        "Titre;Organisation;Étape;Valeur;Date de clôture attendue",
    ])
    func languages(_ heading: String) async throws {
        let room = try await ImportRoom.open()
        let names = heading.split(separator: ";")
        let cells = names.count == 6 ? "006A;Pumpen;Brunavik;Angebot;1.234,56;31.12.2026" : "Pompes;Brunavik;Offre;1234,56;2026-12-31"
        let made = try await room.bring("\(heading)\n\(cells)\n", ImportChoices(kind: .opportunity, currency: "EUR"))
        #expect(made.made.counts == .init(added: 1), "\(made.report.problems) \(String(describing: made.mapping?.columns.map { "\($0.header)=\($0.field?.rawValue ?? "")" }))")
        #expect(try await room.objectives().first?.amount?.minorUnits == 123_456)
    }

    @Test("an empty file, one that is no text, and one that ends too soon")
    func files() async throws {
        let room = try await ImportRoom.open()
        await #expect(throws: TableError.self) { try await room.propose("") }
        await #expect(throws: TableError.self) { try await room.propose(" \n \n") }
        await #expect(throws: TableError.self) {
            try await room.bench.keepRecords(Data([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 1, 2, 3]), named: "deals.xlsx", by: .owner)
        }
        // Nothing of them is left behind.
        #expect(try await room.bench.recordImports(by: .owner).items.isEmpty)
        #expect(try await room.bench.store.intake(in: [.received, .needsDecision]).isEmpty)
        let cut = try await room.bring(Self.head + "006A,Pumps,Brunavik,Proposal,10.00,2026-12-31\n006B,Val", ImportChoices(currency: "EUR"))
        #expect(cut.made.counts == .init(added: 1, refused: 1) && cut.report.problems.map(\.row) == [3])
    }

    @Test("a file in Windows-1252 is read as such, and says so")
    func encoding() async throws {
        let room = try await ImportRoom.open()
        let text = "Account ID,Account Name,Industry\n001A,M\u{FC}ller M\u{E4}rkte,Handel\n"
        let bytes = Data(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        let open = try await room.bench.keepRecords(bytes, named: "accounts.csv", by: .owner)
        #expect(open.report.notes.contains { $0.contains("Windows-1252") })
        _ = try await room.bench.bringIn(open.id, by: .owner)
        #expect(try await room.organizations() == ["Müller Märkte"])
    }

    @Test("a mail address or domain that is somebody else's is left out, and the row comes in")
    func taken() async throws {
        let room = try await ImportRoom.open()
        try await room.bring("Account ID,Account Name,Website\n001A,Brunavik,brunavik.example\n", ImportChoices(kind: .account, source: .salesforce))
        // Another id and another domain first: then it changes to one that is taken.
        try await room.bring("Account ID,Account Name,Website\n001B,Hallmere,hallmere.example\n", ImportChoices(kind: .account, source: .salesforce))
        let made = try await room.bring("Account ID,Account Name,Website\n001B,Hallmere,brunavik.example\n", ImportChoices(kind: .account, source: .salesforce))
        #expect(made.report.problems.count == 1 && made.made.counts.refused == 0)
        #expect(try await room.bench.organizations(OrganizationQuery(limit: 10), by: .owner).items.map(\.organization.domains) == [["brunavik.example"], ["hallmere.example"]])
    }
}
