import Covalence
import Formats
import Foundation
import Store
import StrategicSelling
@testable import Workbench

/// A room with exports of a CRM to bring in.
struct ImportRoom {
    let room: Room
    var bench: Workbench { room.bench }

    static func open() async throws -> ImportRoom { ImportRoom(room: try await Room.open()) }

    static let accounts = """
        Account ID,Account Name,Type,Industry,Employees,Website,Billing Country
        001A,Brunavik Dairy,Customer,Food,320,https://www.brunavik.example,Norway
        001B,Hallmere Foods,Prospect,Food,40,hallmere.example,United Kingdom
        """
    static let contacts = """
        Contact ID,First Name,Last Name,Email,Title,Account ID,Account Name
        003A,Paula,Keller,paula@brunavik.example,Head of maintenance,001A,Brunavik Dairy
        003B,Ben,Holt,ben@hallmere.example,Buyer,001B,Hallmere Foods
        """
    static let deals = """
        Opportunity ID,Opportunity Name,Account ID,Account Name,Stage,Amount,Amount Currency,Close Date,Created Date,Last Modified Date
        006A,Condition monitoring,001A,Brunavik Dairy,Proposal,120000.00,EUR,2026-12-31,2025-09-01T08:00:00Z,2026-02-01T08:00:00Z
        006B,Spare parts,001B,Hallmere Foods,Prospecting,8000.50,GBP,2027-02-15,2025-10-01T08:00:00Z,2026-01-15T08:00:00Z
        """

    func propose(_ text: String, named name: String = "export.csv", _ choices: ImportChoices = .init()) async throws -> OpenImport {
        try await bench.keepRecords(Data(text.utf8), named: name, choices: choices, by: .owner)
    }

    /// Brings a file in whole.
    @discardableResult
    func bring(_ text: String, named name: String = "export.csv", _ choices: ImportChoices = .init()) async throws -> OpenImport {
        let open = try await propose(text, named: name, choices)
        return try await bench.bringIn(open.id, by: .owner)
    }

    /// Accounts, contacts and opportunities.
    func bringAll() async throws {
        try await bring(Self.accounts, named: "accounts.csv")
        try await bring(Self.contacts, named: "contacts.csv")
        try await bring(Self.deals, named: "deals.csv")
    }

    func organizations() async throws -> [String] {
        try await bench.organizations(OrganizationQuery(limit: 500), by: .owner).items.map(\.organization.name)
    }

    func people() async throws -> [Person] { try await bench.people(PersonQuery(limit: 500), by: .owner).items.map(\.person) }

    func objectives() async throws -> [ObjectiveLine] {
        try await bench.objectives(ObjectiveQuery(limit: 500), by: .owner).items.sorted { ($0.what?.text ?? "") < ($1.what?.text ?? "") }
    }

    func objective(_ what: String) async throws -> ObjectiveLine {
        guard let found = try await objectives().first(where: { $0.what?.text == what }) else { throw StoreError.notFound(what) }
        return found
    }
}
