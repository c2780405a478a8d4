import Covalence
import Formats
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("Trying an import")
struct ImportTrialTests {
    private static let count = 2_001

    /// More rows than are tried at once, of which the second is broken.
    private static let many = "Opportunity ID,Opportunity Name,Account Name,Amount,Close Date\n"
        + (1...count).map { "006\($0),Deal \($0),Account \($0 % 3),\($0 == 2 ? "ten" : "\($0).00"),2026-12-31\n" }.joined()

    private func proposed(_ room: ImportRoom) async throws -> OpenImport {
        try await room.propose(Self.many, named: "deals.csv", ImportChoices(kind: .opportunity, currency: "EUR"))
    }

    @Test("many rows are tried as a job; what it found stays with the import, and nothing of the rows is stored")
    func job() async throws {
        let room = try await ImportRoom.open()
        let open = try await proposed(room)
        let queued = try await room.bench.tryImport(open.id, by: .owner)
        #expect(queued.report.trial == nil && queued.job?.kind == .tryRecords && queued.job?.state == .waiting)
        // Asked twice, it is tried once.
        #expect(try await room.bench.tryImport(open.id, by: .owner).job?.id == queued.job?.id)
        #expect(try await room.bench.workOff([TryRecordsJob()]) == [.done: 1])
        let tried = try await room.bench.recordImport(open.id, by: .owner)
        #expect(tried.job == nil && tried.made.state == .open)
        #expect(tried.report.trial == .init(added: Self.count - 1, refused: 1) && tried.report.namedAccounts == 3)
        // The heading is row 1.
        #expect(tried.report.problems.map(\.row) == [3] && tried.report.problems.first?.column == "Amount")
        #expect(try await room.organizations().isEmpty)
        // At a terminal it is the same, with how far it is.
        let seen = Rows()
        let again = try await room.bench.tryOut(open.id, by: .owner) { await seen.note($0) }
        #expect(again.report.trial == tried.report.trial && again.job == nil)
        // Told after every 500 rows that could be read: the broken second one was read, too.
        #expect(await seen.rows == [501, 1_001, 1_501, 2_001])
    }

    @Test("a trial that is cancelled leaves the import as it was, and it can be tried again")
    func cancelled() async throws {
        let room = try await ImportRoom.open()
        let open = try await proposed(room)
        let job = try #require(try await room.bench.tryImport(open.id, by: .owner).job)
        try await room.bench.cancelJob(job.id, by: .owner)
        #expect(try await room.bench.workOff([TryRecordsJob()]).isEmpty)
        let left = try await room.bench.recordImport(open.id, by: .owner)
        #expect(left.job == nil && left.report.trial == nil && left.made.state == .open)
        #expect(try await room.bench.tryImport(open.id, by: .owner).job != nil)
    }

    @Test("columns that are chosen anew while it is tried are what it tells of; started meanwhile, it is left")
    func changed() async throws {
        let room = try await ImportRoom.open()
        let bench = room.bench
        let open = try await proposed(room)
        let once = Once()
        // Without its amounts no row is broken.
        let tried = try await bench.tryOut(open.id, by: .owner) { _ in
            guard await once.isFirst() else { return }
            _ = try? await bench.chooseMapping(of: open.id, ImportChoices(columns: ["Amount": nil as CRMField?]), by: .owner)
        }
        #expect(tried.report.trial == .init(added: Self.count) && tried.report.problemCount == 0)
        _ = try await bench.tryImport(open.id, by: .owner)
        try await bench.startImport(open.id, by: .owner)
        #expect(try await bench.workOff([TryRecordsJob()]) == [.done: 1])
        #expect(try await bench.recordImport(open.id, by: .owner).made.state == .running)
    }

    @Test("accounts of which one would be part of itself are told by row, in the trial and after it; all come in, without a parent")
    func circle() async throws {
        let room = try await ImportRoom.open()
        let file = """
            Account ID,Account Name,Parent Account ID
            1,North,3
            2,Middle,1
            3,South,2
            4,Alone,4
            5,Branch,1

            """
        let open = try await room.propose(file, named: "accounts.csv")
        let tried = try await room.bench.tryImport(open.id, by: .owner)
        func check(_ open: OpenImport) {
            // The heading is row 1; the branch hangs on the circle and is not in it.
            #expect(open.report.problems.map(\.row) == [2, 3, 4, 5])
            #expect(open.report.problems.allSatisfy { $0.column == "Parent Account ID" && !$0.isRowLost && $0.advice == AccountCircles.advice })
            #expect(open.report.problems.first?.reason
                == "“North” would be part of itself: it is part of “South”, which is part of “Middle”, which is part of “North”. It comes in without a parent.")
            #expect(open.report.problems.last?.reason == "“Alone” is said to be part of itself. It comes in without a parent.")
        }
        check(tried)
        #expect(tried.report.trial == .init(added: 5))
        let made = try await room.bench.bringIn(open.id, by: .owner)
        check(made)
        #expect(made.made.counts == .init(added: 5))
        let all = try await room.bench.organizations(OrganizationQuery(limit: 10), by: .owner).items.map(\.organization)
        let north = try #require(all.first { $0.name == "North" })
        #expect(all.filter { $0.parent != nil }.map(\.name) == ["Branch"] && all.first { $0.name == "Branch" }?.parent == north.id)
    }

    @Test("a row that would put an account below one of its own parts leaves it where it is, and says so")
    func circleWithTheRecord() async throws {
        let room = try await ImportRoom.open()
        try await room.bring("Account ID,Account Name,Parent Account ID\n1,North,\n2,Middle,1\n", named: "accounts.csv", ImportChoices(kind: .account, source: .salesforce))
        let open = try await room.propose("Account ID,Account Name,Parent Account ID\n1,North,2\n", named: "accounts.csv", ImportChoices(kind: .account, source: .salesforce))
        let made = try await room.bench.bringIn(open.id, by: .owner)
        #expect(made.report.problems.map(\.row) == [2] && made.report.problems.first?.column == "Parent Account ID")
        #expect(made.report.problems.first?.reason == "“North” would be part of itself: “Middle” is part of it here. It stays where it is.")
        let all = try await room.bench.organizations(OrganizationQuery(limit: 10), by: .owner).items.map(\.organization)
        #expect(all.first { $0.name == "North" }?.parent == nil)
    }
}

private actor Rows {
    private(set) var rows: [Int] = []
    func note(_ row: Int) { rows.append(row) }
}

private actor Once {
    private var isNew = true
    func isFirst() -> Bool {
        defer { isNew = false }
        return isNew
    }
}
