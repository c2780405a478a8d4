import Covalence
import Formats
import Foundation
import Store
import StrategicSelling
import Testing
@testable import Workbench

@Suite("Bringing exports of a CRM in")
struct RecordImportTests {
    @Test("a file is looked through, its kind, source and columns are proposed, and nothing of it comes in")
    func proposes() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(ImportRoom.deals, named: "deals.csv")
        #expect(open.made.kind == "opportunity" && open.made.source == "salesforce" && open.made.rowCount == 2 && open.made.state == .open)
        #expect(open.mapping?.columns(for: .amount).map(\.header) == ["Amount"])
        #expect(try await room.objectives().isEmpty)
        #expect(try await room.bench.waiting(by: .owner).files.isEmpty)
        #expect(try await room.bench.importsUnderWay(by: .owner).isEmpty)
    }

    @Test("a dry run counts what would become of the rows and stores nothing")
    func tries() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(ImportRoom.deals, named: "deals.csv")
        let tried = try await room.bench.tryImport(open.id, by: .owner)
        #expect(tried.report.trial == .init(added: 2) && tried.report.namedAccounts == 2 && tried.report.problemCount == 0)
        #expect(try await room.objectives().isEmpty)
        #expect(try await room.organizations().isEmpty)
    }

    @Test("accounts, contacts and opportunities come in, and hang together by their ids")
    func bringsIn() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        #expect(try await room.organizations() == ["Brunavik Dairy", "Hallmere Foods"])
        let all = try await room.bench.organizations(OrganizationQuery(limit: 10), by: .owner).items.map(\.organization)
        let brunavik = try #require(all.first { $0.name == "Brunavik Dairy" })
        #expect(brunavik.kind == .customer && brunavik.size == .large && brunavik.country == "NO" && brunavik.domains == ["brunavik.example"])
        let paula = try #require(try await room.people().first { $0.name == "Paula Keller" })
        #expect(paula.organization == brunavik.id && paula.mailAddresses == ["paula@brunavik.example"] && paula.function == "Head of maintenance")
        let deal = try await room.objective("Condition monitoring")
        #expect(deal.record.objective.account == brunavik.id && deal.amount?.description == "EUR 120,000.00" && deal.stage == "Proposal")
        #expect(deal.closeDate == CalendarDay("2026-12-31") && deal.record.objective.openedAt == Timestamp(iso8601: "2025-09-01T08:00:00Z"))
    }

    @Test("what is stated is the source's word, with its row, and with the time the source gives")
    func states() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let open = try await room.bench.openObjective(try await room.objective("Condition monitoring").id, by: .owner)
        let stage = try #require(open.statements.first { $0.claim.kind == SellingKinds.stage.name }?.claim)
        #expect(stage.standing == .confirmed && stage.observedAt == Timestamp(iso8601: "2026-02-01T08:00:00Z"))
        guard case .imported(let name) = stage.author else {
            Issue.record("A person is named as the author.")
            return
        }
        #expect(name.hasPrefix("Salesforce, import of ") && name.hasSuffix(", row 2"))
    }

    @Test("the same export twice changes nothing, and says so")
    func twice() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let before = try await room.bench.store.version()
        let open = try await room.propose(ImportRoom.deals, named: "deals.csv")
        #expect(try await room.bench.tryImport(open.id, by: .owner).report.trial == .init(unchanged: 2))
        let again = try await room.bench.bringIn(open.id, by: .owner)
        #expect(again.made.counts == .init(unchanged: 2))
        #expect(try await room.bring(ImportRoom.accounts).made.counts == .init(unchanged: 2))
        #expect(try await room.bring(ImportRoom.contacts).made.counts == .init(unchanged: 2))
        #expect(try await room.objectives().count == 2)
        #expect(try await room.people().count == 2)
        #expect(try await room.organizations().count == 2)
        #expect(before > 0)
    }

    @Test("exported again with changes, what changed is updated, and what people changed here since stays")
    func again() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let found = try #require(try await room.bench.people(PersonQuery(limit: 10), by: .owner).items.first { $0.person.name == "Paula Keller" })
        var paula = found.person
        paula.function = "Head of maintenance, Bergen"
        try await room.bench.editPerson(paula, expecting: found.version, by: .owner)
        let counts = try await room.bring(ImportRoom.contacts.replacing("Paula,Keller", with: "Paula,Keller-Holm")).made.counts
        #expect(counts == .init(updated: 1, unchanged: 1))
        let now = try #require(try await room.people().first { $0.id == paula.id })
        #expect(now.name == "Paula Keller-Holm" && now.function == "Head of maintenance, Bergen")
        let moved = ImportRoom.deals.replacing("Proposal,120000.00", with: "Negotiation,110000.00").replacing("2026-02-01", with: "2026-02-20")
        #expect(try await room.bring(moved).made.counts == .init(updated: 1, unchanged: 1))
        let deal = try await room.objective("Condition monitoring")
        #expect(deal.stage == "Negotiation" && deal.amount?.description == "EUR 110,000.00")
        let open = try await room.bench.openObjective(deal.id, by: .owner)
        #expect(open.statements.filter { $0.claim.kind == SellingKinds.stage.name }.compactMap(\.claim.value) == ["Proposal", "Negotiation"])
        // What did not change is not stated anew.
        #expect(open.statements.filter { $0.claim.kind == SellingKinds.closeDate.name }.count == 1)
    }

    @Test("what a person stated later than the source's last change stays what holds")
    func personStays() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let id = try await room.objective("Condition monitoring").id
        try await room.bench.state(SellingStatement(SellingKinds.stage, "Verbal yes"), of: id, by: .owner)
        try await room.bring(ImportRoom.deals.replacing("Proposal", with: "Negotiation"))
        #expect(try await room.objective("Condition monitoring").stage == "Verbal yes")
    }

    @Test("the history of fields becomes the history of claims, with the times of the source")
    func history() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let history = """
            Opportunity ID,Field,Old Value,New Value,Edit Date
            006A,Stage,Prospecting,Qualification (old),2025-10-01T10:00:00Z
            006A,Stage,Qualification (old),Proposal,2025-12-01T10:00:00Z
            006A,Amount,100000.00,120000.00,2025-12-01T10:00:00Z
            006X,Stage,Prospecting,Proposal,2025-12-01T10:00:00Z
            """
        let made = try await room.bring(history, ImportChoices(kind: .fieldChange, source: .salesforce, currency: "EUR"))
        #expect(made.made.counts == .init(added: 3, refused: 1))
        #expect(made.report.problems.map(\.row) == [5])
        let open = try await room.bench.openObjective(try await room.objective("Condition monitoring").id, by: .owner)
        let stages = open.statements.map(\.claim).filter { $0.kind == SellingKinds.stage.name }.sorted { ($0.observedAt ?? $0.recordedAt) < ($1.observedAt ?? $1.recordedAt) }
        // A stage that no longer exists is kept as the source called it, and the one of the last change holds.
        #expect(stages.compactMap(\.value) == ["Qualification (old)", "Proposal", "Proposal"])
        #expect(open.line.stage == "Proposal")
        #expect(try await room.bring(history, ImportChoices(kind: .fieldChange, source: .salesforce, currency: "EUR")).made.counts == .init(unchanged: 3, refused: 1))
    }

    @Test("activities that happened become interactions of the objectives they name; those to come are left out")
    func activities() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        let activities = """
            Activity ID,Subject,Type,Date,Status,Opportunity ID,Contact ID,Comments
            00TA,Call about the offer,Call,2026-02-20,Completed,006A,003A,She wants fewer stops.
            00TB,Follow up,Call,2027-01-10,Open,006A,003A,
            """
        let open = try await room.propose(activities, named: "activities.csv", ImportChoices(kind: .activity, source: .salesforce))
        let mapping = try #require(open.mapping)
        var columns: [String: CRMField?] = [:]
        if mapping.columns(for: .isDone).isEmpty, mapping.columns(for: .status).isEmpty { columns["Status"] = .status }
        if mapping.columns(for: .opportunityID).isEmpty { columns["Opportunity ID"] = .opportunityID }
        if mapping.columns(for: .contactID).isEmpty { columns["Contact ID"] = .contactID }
        _ = try await room.bench.chooseMapping(of: open.id, ImportChoices(columns: columns), by: .owner)
        let made = try await room.bench.bringIn(open.id, by: .owner)
        #expect(made.made.counts == .init(added: 1, refused: 1), "\(made.report.problems)")
        let deal = try await room.bench.openObjective(try await room.objective("Condition monitoring").id, by: .owner)
        #expect(deal.links.count == 1 && deal.links.first?.isByItself == false)
        guard case .interaction(let call)? = deal.links.first?.content else { return }
        #expect(call.kind == .call && call.title == "Call about the offer" && call.participants.first?.name == "Paula Keller")
        #expect(try await room.bring(activities, ImportChoices(kind: .activity, source: .salesforce, columns: columns)).made.counts == .init(unchanged: 1, refused: 1))
    }

    @Test("address cards become people at their organisations; the same file again changes nothing")
    func cards() async throws {
        let room = try await ImportRoom.open()
        try await room.bring(ImportRoom.accounts)
        let cards = """
            BEGIN:VCARD\r
            VERSION:3.0\r
            UID:card-1\r
            FN:Jonas Rautio\r
            ORG:Brunavik Dairy\r
            TITLE:Plant manager\r
            EMAIL:jonas@brunavik.example\r
            END:VCARD\r

            """
        let open = try await room.propose(cards, named: "people.vcf")
        #expect(open.isCards && open.isReady && open.made.rowCount == 1)
        #expect(try await room.bench.tryImport(open.id, by: .owner).report.trial == .init(added: 1))
        #expect(try await room.bench.bringIn(open.id, by: .owner).made.counts == .init(added: 1))
        let jonas = try #require(try await room.people().first)
        #expect(jonas.name == "Jonas Rautio" && jonas.function == "Plant manager")
        #expect(try await room.organizations() == ["Brunavik Dairy", "Hallmere Foods"] && jonas.organization != nil)
        #expect(try await room.bring(cards, named: "people.vcf").made.counts == .init(unchanged: 1))
    }

    @Test("who was put together with somebody else and erased does not come back either")
    func erasedAfterMerging() async throws {
        let room = try await ImportRoom.open()
        try await room.bring(ImportRoom.accounts)
        try await room.bring(ImportRoom.contacts)
        let paula = try #require(try await room.people().first { $0.name == "Paula Keller" })
        let time = room.bench.now()
        let kept = Person(id: .make(at: time), name: "P. Keller")
        _ = try await room.bench.addPerson(kept, by: .owner)
        _ = try await room.bench.mergePerson(paula.id, into: kept.id, by: .owner)
        _ = try await room.bench.erasePerson(kept.id, by: .owner)
        _ = try await room.bring(ImportRoom.contacts)
        #expect(try await room.people().map(\.name) == ["Ben Holt"])
    }

    @Test("accounts that would become part of themselves stay where they are, and the rest comes in")
    func circle() async throws {
        let room = try await ImportRoom.open()
        let head = "Account ID,Account Name,Parent Account ID\n"
        try await room.bring(head + "001A,Brunavik Dairy,\n001B,Hallmere Foods,001A\n")
        let turned = try await room.bring(head + "001A,Brunavik Dairy,001B\n001B,Hallmere Foods,\n001C,Verkko,001B\n")
        #expect(turned.made.state == .done && turned.made.counts.refused == 0)
        let all = try await room.bench.organizations(OrganizationQuery(limit: 10), by: .owner).items.map(\.organization)
        let brunavik = try #require(all.first { $0.name == "Brunavik Dairy" })
        #expect(brunavik.parent == nil)
        #expect(all.map(\.name).contains("Verkko"))
    }

    @Test("who is erased does not come back, and nothing of them is left in imports")
    func erased() async throws {
        let room = try await ImportRoom.open()
        try await room.bringAll()
        try await room.bring(ImportRoom.contacts.replacing("Head of maintenance", with: "Head of engineering"))
        let paula = try #require(try await room.people().first { $0.name == "Paula Keller" })
        _ = try await room.bench.erasePerson(paula.id, by: .owner)
        let made = try await room.bring(ImportRoom.contacts)
        #expect(made.made.counts == .init(unchanged: 1, refused: 1))
        #expect(try await room.people().map(\.name) == ["Ben Holt"])
    }

    @Test("the file is gone once its rows are in")
    func file() async throws {
        let room = try await ImportRoom.open()
        let made = try await room.bring(ImportRoom.deals)
        let item = try await room.bench.store.intake(made.id)
        #expect(item.state.name == .refused && room.bench.records.files.url(of: item.file.hash) == nil)
    }

    @Test("an import is for administrators: others neither see nor start one")
    func permission() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(ImportRoom.deals)
        let seller = Visitor(.system, name: "Nils", role: .salesperson, workspace: nil)
        await #expect(throws: NotPermitted.self) { try await room.bench.recordImports(by: seller) }
        await #expect(throws: NotPermitted.self) { try await room.bench.startImport(open.id, by: seller) }
    }

    @Test("owners that are members hold the accounts and run the objectives")
    func owners() async throws {
        let room = try await ImportRoom.open()
        let nils = Member(id: .make(at: room.bench.now()), name: "Nils Berg", address: "nils@seller.example", role: .salesperson, person: nil, state: .active, createdAt: room.bench.now())
        try await room.bench.store.add(nils, token: nil)
        try await room.bring("Account ID,Account Name,Account Owner\n001A,Brunavik Dairy,Nils Berg\n", ImportChoices(kind: .account, source: .salesforce))
        let visitor = Visitor(nils, in: room.bench.store.id)
        #expect(try await room.bench.organizations(OrganizationQuery(limit: 10), by: visitor).items.map(\.organization.name) == ["Brunavik Dairy"])
    }
}
