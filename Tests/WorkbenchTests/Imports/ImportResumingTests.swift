import Covalence
import Formats
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("An import that is broken off")
struct ImportResumingTests {
    @Test("goes on where it was, and each row comes in once")
    func resumes() async throws {
        let room = try await ImportRoom.open()
        let count = 1_300
        let rows = (1...count).map { "006\($0),Deal \($0),Account \($0 % 7),Proposal,\($0 == 20 || $0 == 1_200 ? "ten" : "10.00"),2026-12-31" }
        let text = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n" + rows.joined(separator: "\n") + "\n"
        let open = try await room.propose(text, ImportChoices(currency: "EUR"))
        let bench = room.bench
        // Cancelled after the first batch: as when the program is stopped.
        let work = Task { () -> OpenImport in
            try await bench.bringIn(open.id, by: .owner) { made in
                if made.place < made.rowCount { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        _ = await work.result
        let half = try await bench.store.recordImport(open.id)
        #expect(half.state == .running && half.place > 0 && half.place < count)
        // Another program takes it up.
        let other = try await room.room.again()
        let done = try await other.bringIn(open.id, by: .owner)
        #expect(done.made.state == .done && done.made.counts == .init(added: count - 2, refused: 2))
        #expect(done.report.problemCount == 2)
        #expect(try await other.objectives(ObjectiveQuery(text: "Deal 1299"), by: .owner).items.count == 1)
    }

    @Test("comes in as a job, which can be cancelled before it began; what it did not do need not be taken back")
    func job() async throws {
        let room = try await ImportRoom.open()
        let first = try await room.propose(ImportRoom.deals)
        try await room.bench.startImport(first.id, by: .owner)
        #expect(try await room.bench.workOffJobs(by: .owner)[.done] ?? 0 > 0)
        #expect(try await room.bench.recordImport(first.id, by: .owner).made.counts == .init(added: 2))
        let second = try await room.propose(ImportRoom.accounts)
        try await room.bench.startImport(second.id, by: .owner)
        let job = try #require(try await room.bench.recordImport(second.id, by: .owner).job)
        try await room.bench.cancelJob(job.id, by: .owner)
        #expect(try await room.bench.recordImport(second.id, by: .owner).made.state == .failed)
        await #expect(throws: StoreError.self) { try await room.bench.undoImport(second.id, by: .owner) }
        try await room.bench.undoImport(first.id, by: .owner)
        _ = try await room.bench.workOffJobs(by: .owner)
        #expect(try await room.bench.recordImport(first.id, by: .owner).made.state == .undone)
        #expect(try await room.objectives().isEmpty)
    }

    @Test("rows that were dealt with are not taken a second time")
    func fence() async throws {
        let room = try await ImportRoom.open()
        let open = try await room.propose(ImportRoom.accounts)
        try await room.bench.startImport(open.id, by: .owner)
        let time = room.bench.now()
        let organization = Organization(id: .make(at: time), name: "Twice", kind: .prospect)
        let batch = ImportBatch(
            id: open.id, rows: 0..<1, changes: [ImportChange(
                key: SourceKey.make(source: "salesforce", kind: "account", id: "1"), fields: FieldDigests(of: ["name": "Twice"]),
                content: .organization(organization, holders: AccountHolders(), former: nil)
            )], counts: .init(added: 1), report: "{}", at: time, isLast: false
        )
        try await room.bench.store.take(batch, as: nil)
        await #expect(throws: StoreError.self) { try await room.bench.store.take(batch, as: nil) }
        #expect(try await room.organizations() == ["Twice"])
    }
}
