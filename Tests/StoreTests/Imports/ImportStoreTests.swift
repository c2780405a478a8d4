import Covalence
import Foundation
@testable import Store
import Testing

/// Rows of an import in the store, on either engine.
@Suite("Imports in the store")
struct ImportStoreTests {
    /// A workspace with an import of three rows that was started.
    private struct World {
        let room: Room
        let workspace: any WorkspaceStore
        let id = Identifier<IntakeItem>.make(at: .base)

        init(mapping: String = "{}") async throws {
            room = try Room()
            (_, workspace) = try await room.makeWorkspace()
            var made = RecordImport(
                id: id, name: "calls.csv", kind: "activity", source: "salesforce", mapping: mapping, report: "{}", rowCount: 3, madeBy: nil, madeByName: "Petra",
                madeAt: .base
            )
            try await workspace.add(made)
            made.state = .running
            try await workspace.update(made, queueing: [], as: nil)
        }

        func batch(_ rows: Range<Int>, _ changes: [ImportChange], at minute: Int, isLast: Bool = false) -> ImportBatch {
            ImportBatch(id: id, rows: rows, changes: changes, counts: .init(added: changes.count), report: "{}", at: .minutes(minute), isLast: isLast)
        }

        func account(_ name: String, key: String) -> ImportChange {
            let organization = newOrganization(name)
            return ImportChange(
                key: SourceKey.make(source: "salesforce", kind: "account", id: key), fields: FieldDigests(of: ["name": name]),
                content: .organization(organization, holders: AccountHolders(), former: nil)
            )
        }

        func call(_ title: String, with person: Identifier<Person>? = nil, at account: Identifier<Organization>? = nil) -> ImportChange {
            let interaction = Interaction(
                id: .make(at: .base), kind: .call, title: title, startedAt: .base, recordedAt: .base, sourceID: "salesforce:\(title)",
                participants: [.init(.to, name: "Ann Aalto", person: person)]
            )
            return ImportChange(
                key: SourceKey.make(source: "salesforce", kind: "activity", id: title), fields: FieldDigests(of: ["subject": title]),
                content: .interaction(BulkInteraction(interaction, accounts: Set([account].compactMap { $0 }), revision: 0, digest: Data([1])), isNew: true)
            )
        }

        func names() async throws -> [String] { try await workspace.organizations(OrganizationQuery(limit: 50), in: .everything).items.map(\.organization.name).sorted() }
        func titles() async throws -> [String] { try await workspace.history(HistoryQuery(limit: 50), in: .everything).items.map(\.title).sorted() }
    }

    @Test("rows come in with the place they reached, and rows for another place are refused")
    func places() async throws {
        let world = try await World()
        let halden = world.account("Halden Works", key: "1")
        try await world.workspace.take(world.batch(0..<2, [halden], at: 1), as: nil)
        var made = try await world.workspace.recordImport(world.id)
        #expect(made.place == 2 && made.counts.added == 1 && made.state == .running)
        // The same rows once more, as after an answer that got lost.
        let again = world.batch(0..<2, [world.account("Halden Works", key: "1")], at: 2)
        await #expect(throws: StoreError.self) { try await world.workspace.take(again, as: nil) }
        try await world.workspace.take(world.batch(2..<3, [], at: 3, isLast: true), as: nil)
        made = try await world.workspace.recordImport(world.id)
        #expect(made.place == 3 && made.state == .done && made.endedAt == .minutes(3))
        #expect(try await world.names() == ["Halden Works"])
        #expect(try await world.workspace.importedRecords([halden.key])[halden.key]?.thing == halden.content.thing)
    }

    @Test("who or what was erased between matching and writing is not written: the batch is to be matched anew, and nothing of it is there")
    func gone() async throws {
        let world = try await World()
        let ann = newPerson("Ann Aalto")
        try await world.workspace.add(ann, by: nil, at: .base)
        let halden = newOrganization("Halden Works")
        try await world.workspace.add(halden, holders: AccountHolders(), at: .base)
        let rows = [world.call("First", at: halden.id), world.call("Second", with: ann.id, at: halden.id)]
        try await world.workspace.erasePerson(ann.id, substitute: "[erased]", at: .minutes(1))
        let late = world.batch(0..<2, rows, at: 2)
        await #expect(throws: StoreError.conflict(.record(expected: 0, found: 1))) { try await world.workspace.take(late, as: nil) }
        let nowhere = world.batch(0..<1, [world.call("Third", at: .make(at: .base))], at: 2)
        await #expect(throws: StoreError.conflict(.record(expected: 0, found: 1))) { try await world.workspace.take(nowhere, as: nil) }
        #expect(try await world.titles().isEmpty)
        #expect(try await world.workspace.recordImport(world.id).place == 0)
        // Without the person it comes in.
        try await world.workspace.take(world.batch(0..<2, [rows[0], world.call("Second", at: halden.id)], at: 3, isLast: true), as: nil)
        #expect(try await world.titles() == ["First", "Second"])
    }

    @Test("a report made before somebody was erased is not kept over what the erasure left of it")
    func reportOfBefore() async throws {
        let world = try await World()
        let ann = newPerson("Ann Aalto")
        try await world.workspace.add(ann, by: nil, at: .base)
        let before = try await world.workspace.recordImport(world.id).version
        var batch = world.batch(0..<1, [], at: 2)
        (batch.version, batch.report) = (before, #"{"names":"Ann Aalto"}"#)
        try await world.workspace.erasePerson(ann.id, substitute: "[erased]", at: .minutes(1))
        let late = batch
        await #expect(throws: StoreError.conflict(.record(expected: before, found: before + 1))) { try await world.workspace.take(late, as: nil) }
        #expect(try await world.workspace.recordImport(world.id).report == "{}")
        batch.version = before + 1
        batch.report = "{}"
        try await world.workspace.take(batch, as: nil)
        #expect(try await world.workspace.recordImport(world.id).place == 1)
    }

    @Test("taken back, what it made goes, in parts, and it is undone once nothing is left")
    func undoes() async throws {
        let world = try await World()
        try await world.workspace.take(world.batch(0..<3, [world.account("Halden Works", key: "1"), world.account("Östra Kraft", key: "2")], at: 1, isLast: true), as: nil)
        var made = try await world.workspace.recordImport(world.id)
        made.state = .undoing
        try await world.workspace.update(made, queueing: [], as: nil)
        made = try await world.workspace.undo(world.id, most: 1, by: .person("Petra"), member: nil, at: .minutes(2), as: nil)
        #expect(try await world.names() == ["Halden Works"])
        #expect(made.undone.removed == 1)
        while made.state == .undoing { made = try await world.workspace.undo(world.id, most: 1, by: .person("Petra"), member: nil, at: .minutes(3), as: nil) }
        #expect(try await world.names().isEmpty)
        #expect(made.state == .undone && made.undone == .init(removed: 2, restored: 0, kept: 0))
    }

    @Test("an erased person's name goes from the columns of an import, too")
    func mapping() async throws {
        let world = try await World(mapping: #"{"columns":[{"header":"Call with Ann Aalto"}]}"#)
        let ann = newPerson("Ann Aalto")
        try await world.workspace.add(ann, by: nil, at: .base)
        try await world.workspace.erasePerson(ann.id, substitute: "[erased]", at: .minutes(1))
        #expect(try await world.workspace.recordImport(world.id).mapping == #"{"columns":[{"header":"Call with [erased]"}]}"#)
        #expect(try world.room.filesHolding("Ann Aalto") == [])
    }
}
