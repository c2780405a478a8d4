import Covalence
import Foundation
import GRDB
@testable import Store
import Testing

/// Searching, sealing, dropping, opening.
struct AuditLogTests {
    @Test func searchFindsByEachCondition() async throws {
        let room = try Room()
        let log = try await room.makeLog(3)
        try await log.append(auditEntry("search.words", at: .minutes(10), by: .operator, related: [AuditThing(.meeting, id(2))], outcome: .refused))
        try await log.append(auditEntry(at: .minutes(11), in: Identifier(id(99))))
        func found(_ change: (inout AuditQuery) -> Void) async throws -> [Int64] {
            var query = AuditQuery(workspace: auditWorkspace)
            change(&query)
            return try await log.entries(query).items.map(\.sequence)
        }
        #expect(try await found { _ in } == [4, 3, 2, 1])
        #expect(try await found { $0.actor = id(0x201) } == [3, 2, 1])
        #expect(try await found { $0.action = "search." } == [4])
        #expect(try await found { $0.subject = id(2) } == [4, 2])
        #expect(try await found { $0.subject = id(2); $0.actor = id(0x201) } == [2])
        #expect(try await found { $0.from = .minutes(1); $0.before = .minutes(10) } == [3, 2])
        #expect(try await found { $0.outcome = .refused } == [4])
        await #expect(throws: StoreError.self) { try await found { $0.action = "Über" } }
        await #expect(throws: StoreError.self) { try await found { $0.limit = 0 } }
        await #expect(throws: StoreError.self) { try await found { $0.cursor = PageCursor(rawValue: "a1.2") } }
    }

    @Test func pagesGoOnWhereTheFormerEnded() async throws {
        let room = try Room()
        let log = try await room.makeLog(4)
        // Another node of the same workspace, with equal times.
        try await log.engine.write { db in
            try AuditChain.append((0..<4).map { auditEntry(at: .minutes($0 / 2)) }, node: id(0xB), db)
        }
        var query = AuditQuery(workspace: auditWorkspace, limit: 3)
        var all: [AuditRecord] = []
        repeat {
            let page = try await log.entries(query)
            all += page.items
            query.cursor = page.next
        } while query.cursor != nil
        #expect(all.count == 8 && Set(all.map(\.entry.id)).count == 8)
        #expect(all.map(\.entry.at) == all.map(\.entry.at).sorted(by: >))
    }

    @Test func sealsComeWithTheHour() async throws {
        let room = try Room()
        let log = try await room.makeLog(2)
        #expect(try await log.sealIfDue(now: .minutes(59)) == [])
        let seals = try await log.sealIfDue(now: .minutes(60))
        #expect(seals.map(\.through) == [2] && seals.allSatisfy(\.isGenuine))
        #expect(try await log.sealIfDue(now: .minutes(120)) == [])
        let url = room.folder.appendingPathComponent("audit-seals.txt")
        #expect(try AuditWitness(text: String(contentsOf: url, encoding: .utf8)).seals == seals)
        // A line that a killed process did not get to write is written with the next seal.
        try FileManager.default.removeItem(at: url)
        try await log.append(auditEntry(at: .minutes(61)))
        let more = try await log.seal(at: .minutes(62))
        #expect(more.map(\.first) == [3])
        #expect(try AuditWitness(text: String(contentsOf: url, encoding: .utf8)).seals == seals + more)
        for name in ["node", "audit.key", "audit-seals.txt", "audit.sqlite"] {
            let mode = try FileManager.default.attributesOfItem(atPath: room.folder.appendingPathComponent(name).path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    /// Every field is under the signature, and a line that is no seal is not read as one.
    @Test func aSealIsGenuineOnlyAsItWasSigned() async throws {
        let room = try Room()
        let log = try await room.makeLog(2)
        let seal = try #require(try await log.seal(at: .base).first)
        #expect(AuditSeal(line: seal.line) == seal)
        let changes: [(inout AuditSeal) -> Void] = [
            { $0.purpose = .cut }, { $0.workspace = Identifier(id(5)) }, { $0.node = id(5) }, { $0.first = 2 }, { $0.through = 3 },
            { $0.hash = ContentHash(of: Data()) }, { $0.at = .minutes(1) }, { $0.key = Data(repeating: 1, count: 32) }, { $0.signature[0] ^= 1 },
        ]
        for change in changes {
            var other = seal
            change(&other)
            #expect(!other.isGenuine)
        }
        for line in ["", "seal", seal.line + " x", seal.line.replacing("seal ", with: "note "), String(repeating: "x", count: 100_000)] {
            #expect(AuditSeal(line: line) == nil)
        }
        #expect(throws: StoreError.self) { try AuditWitness(text: seal.line + "\nnonsense") }
    }

    @Test func droppingLeavesAChainThatVerifies() async throws {
        let room = try Room()
        let log = try await room.makeLog()
        _ = try await log.seal(at: .minutes(60))
        await #expect(throws: StoreError.self) {
            try await log.drop(before: .minutes(200), notedAs: auditEntry("audit.drop", at: .minutes(100)))
        }
        let cuts = try await log.drop(before: .minutes(4), notedAs: auditEntry("audit.drop", at: .minutes(100)))
        #expect(cuts.map(\.first) == [1] && cuts.map(\.through) == [4] && cuts.map(\.purpose) == [.cut])
        var found = try await log.verify(workspace: auditWorkspace)
        #expect(found.breach == nil && found.entries == 7 && found.dropped == 4 && found.seals == 1)
        #expect(try await log.entries(AuditQuery(workspace: auditWorkspace, subject: id(2))).items.isEmpty)
        // What no cut covers stays refused, and the chain goes on.
        await #expect(throws: StoreError.self) { try await log.engine.write { try $0.execute(sql: "DELETE FROM entry WHERE sequence = 5") } }
        _ = try await log.drop(before: .minutes(100), notedAs: auditEntry("audit.drop", at: .minutes(100)))
        try await log.append(auditEntry(at: .minutes(101)))
        found = try await log.verify(workspace: auditWorkspace)
        #expect(found.breach == nil && found.dropped == 10 && found.entries == 3)
    }

    @Test func whatIsNoAuditLogIsRefused() async throws {
        let room = try Room()
        let url = room.folder.appendingPathComponent("audit.sqlite")
        try Data(repeating: 7, count: 9000).write(to: url)
        await #expect(throws: StoreError.corrupt("\(url.path) is not a store of Covalence.")) { try await SQLAuditLog.open(folder: room.folder) }
        try FileManager.default.removeItem(at: url)
        let log = try await room.makeLog(1)
        try await log.engine.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')") }
        try await log.close()
        await #expect(throws: StoreError.newerSchema(path: url.path)) { try await SQLAuditLog.open(folder: room.folder) }
        let other = try Room()
        try Data("no id".utf8).write(to: other.folder.appendingPathComponent("node"))
        await #expect(throws: StoreError.self) { try await SQLAuditLog.open(folder: other.folder) }
        await #expect(throws: StoreError.self) { try await SQLAuditLog.open(folder: url) }
    }

    @Test func aFullDiskIsSaidAndTheChainHolds() async throws {
        let room = try Room()
        var options = SQLiteStore.Options()
        options.pageLimit = 30
        let log = try await SQLAuditLog.open(folder: room.folder, options: options)
        let many = (0..<500).map { AuditThing(.meeting, id($0)) }
        await #expect(throws: StoreError.diskFull(path: log.engine.path)) {
            for _ in 0..<50 { try await log.append(auditEntry(related: many)) }
        }
        #expect(try await log.verify(workspace: auditWorkspace).isSound)
        await #expect(throws: StoreError.self) { try await log.append(auditEntry(related: many + many)) }
    }

    @Test func originsAreAddresses() {
        let cases = [
            ("192.0.2.1", "192.0.2.1"), ("2001:DB8::0:1", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("fe80::1%eth0", "fe80::1"),
        ]
        for (text, shown) in cases { #expect(AuditOrigin(address: text)?.description == shown) }
        for text in ["", "localhost", "192.0.2", "192.0.2.1:80", "192.0.2.1%x", "[::1]", "1.2.3.4\0", "terminal", String(repeating: "1", count: 9999)] {
            #expect(AuditOrigin(address: text) == nil)
        }
        #expect(("Anna said No" as AuditAction).description == "-nna-said--o")
    }
}
