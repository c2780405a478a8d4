import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

struct AuditRetentionTests {
    private func write(_ count: Int, at time: Int64, _ room: Room, _ log: SQLAuditLog) async throws {
        for step in 0..<count {
            try await log.append(AuditEntry(
                workspace: room.bench.workspace.id, at: Timestamp(milliseconds: time + Int64(step)), actor: .operator, action: "test.old", origin: .terminal
            ))
        }
    }

    private func actions(_ room: Room, _ log: SQLAuditLog) async throws -> [String] {
        try await log.entries(AuditQuery(workspace: room.bench.workspace.id)).items.map(\.entry.action.description)
    }

    @Test func oldEntriesGoAndTheRestCanStillBeVerified() async throws {
        let room = try await Room.open()
        let (bench, log) = try await room.audited()
        // The clock of the tests begins on 4 March 2026; these are of January.
        let january: Int64 = 1_767_225_600_000
        try await write(3, at: january, room, log)
        try await write(2, at: january + 40 * 86_400_000, room, log)
        let limit = Timestamp(milliseconds: january + 86_400_000)
        #expect(try await bench.previewAuditDrop(before: limit, by: .owner) == 3)
        #expect(try await actions(room, log).count == 5)
        #expect(try await bench.dropAudit(before: limit, by: .owner) == 3)
        // What is left, and who dropped the rest.
        #expect(try await actions(room, log) == ["audit.drop", "test.old", "test.old"])
        let verified = try await log.verify(workspace: bench.workspace.id)
        #expect(verified.isSound)
        // Nothing to drop leaves no trace.
        #expect(try await bench.dropAudit(before: limit, by: .owner) == 0)
        #expect(try await actions(room, log).count == 3)
        try await log.close()
    }

    @Test func retentionShowsAndDropsThem() async throws {
        let room = try await Room.open()
        let (bench, log) = try await room.audited()
        try await write(4, at: 1_767_225_600_000, room, log)
        let policy = RetentionPolicy(days: [.audit: 30])
        #expect(try await bench.previewRetention(policy, by: .owner) == [ExpiredData(kind: .audit, count: 4)])
        try await bench.changeRetention(policy, by: .owner)
        #expect(try await bench.runRetention(by: .system) == [.audit: 4])
        #expect(try await !actions(room, log).contains("test.old"))
        let entry = try #require(try await log.entries(AuditQuery(workspace: bench.workspace.id)).items.first { $0.entry.action.description == "audit.drop" })
        #expect(entry.entry.actor == .system)
        try await log.close()
    }

    @Test func onlyAdministratorsDropAndOnlyThePast() async throws {
        let room = try await Room.open()
        let (bench, log) = try await room.audited()
        for role in [Role.reader, .salesperson, .manager, .researcher] {
            let visitor = Visitor.member(role, of: bench)
            await #expect(throws: NotPermitted.self) { try await bench.dropAudit(before: Timestamp(milliseconds: 0), by: visitor) }
        }
        expectSentence(await #expect(throws: StoreError.self) { try await bench.dropAudit(before: Timestamp(milliseconds: 4_000_000_000_000), by: .owner) })
        expectSentence(await #expect(throws: StoreError.self) { try await room.bench.dropAudit(before: Timestamp(milliseconds: 0), by: .owner) })
        try await log.close()
    }
}
