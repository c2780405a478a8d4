import Covalence
import Foundation
import GRDB
@testable import Store
import Testing

/// The chain, and what is found when somebody changes it.
struct AuditChainTests {
    /// The two hashes were worked out with Python's hashlib and struct from the description in docs/audit.md.
    @Test func hashesAreThoseOfAnIndependentComputation() async throws {
        let room = try Room()
        let log = try await SQLAuditLog.open(folder: room.folder)
        let first = AuditEntry(
            id: Identifier(id(0x101)), workspace: auditWorkspace, at: .base, actor: .member(Identifier(id(0x201))), action: "search.words",
            related: [AuditThing(.meeting, id(0x301)), AuditThing(.transcript, id(0x302))],
            origin: try #require(AuditOrigin(address: "192.0.2.7")), session: id(0x401)
        )
        let second = AuditEntry(
            id: Identifier(id(0x102)), workspace: auditWorkspace, at: .base.advanced(by: 1), actor: .nobody, action: "sign-in",
            subject: AuditThing(.member, id(0x201)), origin: try #require(AuditOrigin(address: "2001:DB8:0::1")), outcome: .refused
        )
        try await log.engine.write { db in try AuditChain.append([first, second], node: id(0xA), db) }
        let records = try await log.entries(AuditQuery(workspace: auditWorkspace)).items
        #expect(records.map(\.hash.description) == [
            "cd629919e574bc1dc33dbbe4bc0892d51556830a122ffae91e48eaa9b2b3024e",
            "7303166c950bb2ae0b30162b0afab7762c9ca81225bbfde3ba9c8bf06d605999",
        ])
        #expect(records.map(\.entry) == [second, first])
        #expect(records.map(\.sequence) == [2, 1])
    }

    @Test func anUntouchedChainIsSound() async throws {
        let room = try Room()
        let log = try await room.makeLog()
        _ = try await log.seal(at: .minutes(60))
        try await log.append(auditEntry())
        let found = try await log.verify(workspace: auditWorkspace)
        #expect(found.breach == nil && found.entries == 11 && found.seals == 1 && found.unsealed == 1 && found.dropped == 0)
    }

    @Test(arguments: [
        ("UPDATE entry SET outcome = 'refused' WHERE sequence = 4", 4, AuditVerification.Kind.changed),
        ("UPDATE entry SET actor = x'00' WHERE sequence = 4", 4, .changed),
        ("UPDATE entry SET hash = zeroblob(32) WHERE sequence = 10", 10, .changed),
        ("DELETE FROM entry WHERE sequence IN (3, 4)", 3, .missing(2)),
        ("DELETE FROM entry WHERE sequence = 1", 1, .missing(1)),
        ("UPDATE entry SET sequence = 99 WHERE sequence = 4; UPDATE entry SET sequence = 4 WHERE sequence = 5; UPDATE entry SET sequence = 5 WHERE sequence = 99", 4, .reordered(from: 5)),
        ("UPDATE entry SET sequence = 99 WHERE sequence = 2; UPDATE entry SET sequence = 2 WHERE sequence = 7; UPDATE entry SET sequence = 7 WHERE sequence = 99", 2, .reordered(from: 7)),
        ("DELETE FROM entry WHERE sequence > 8", 10, .cutAtEnd),
        ("DELETE FROM entry WHERE sequence > 8; DELETE FROM seal", 10, .cutAtEnd),
        ("DELETE FROM entry; DELETE FROM seal; DELETE FROM chain", 10, .cutAtEnd),
        ("UPDATE seal SET at = at + 1", 10, .badSeal),
        ("DELETE FROM mention WHERE sequence = 6", 6, .hidden),
    ])
    func tamperingIsFound(_ sql: String, at sequence: Int64, as kind: AuditVerification.Kind) async throws {
        let room = try Room()
        let log = try await room.makeLog()
        _ = try await log.seal(at: .minutes(60))
        try await log.close()
        try room.tamper(sql)
        let again = try await SQLAuditLog.open(folder: room.folder)
        let breach = try #require(try await again.verify(workspace: auditWorkspace).breach)
        #expect(breach.kind == kind && breach.sequence == sequence)
    }

    /// Whoever can write to the folder can write all of it anew, text file and key too; a copy kept elsewhere shows it.
    @Test func aChainWrittenAnewIsFoundByACopyOfTheSeals() async throws {
        let room = try Room()
        let log = try await room.makeLog()
        _ = try await log.seal(at: .minutes(60))
        let copy = try String(contentsOf: room.folder.appendingPathComponent("audit-seals.txt"), encoding: .utf8)
        try await log.close()
        for name in ["audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm", "audit.key", "audit-seals.txt"] {
            try? FileManager.default.removeItem(at: room.folder.appendingPathComponent(name))
        }
        let forged = try await room.makeLog(12)
        _ = try await forged.seal(at: .minutes(60))
        #expect(try await forged.verify(workspace: auditWorkspace).isSound)
        let witness = try AuditWitness(text: copy)
        let breach = try #require(try await forged.verify(workspace: auditWorkspace, against: witness).breach)
        #expect(breach.kind == .badSeal && breach.sequence == 12)
        let believing = AuditWitness(seals: witness.seals, keys: [])
        #expect(try await forged.verify(workspace: auditWorkspace, against: believing).breach?.kind == .rewritten)
    }

    @Test func triggersRefuseChanges() async throws {
        let room = try Room()
        let log = try await room.makeLog(1)
        _ = try await log.seal(at: .base)
        for table in ["chain", "entry", "mention", "seal"] {
            let column = table == "chain" ? "node" : table == "seal" ? "at" : "sequence"
            for sql in ["DELETE FROM \(table)", "UPDATE \(table) SET \(column) = \(column)"] {
                await #expect(throws: StoreError.database("The audit log is only added to.")) {
                    try await log.engine.write { db in try db.execute(sql: sql) }
                }
            }
        }
        #expect(try await log.verify(workspace: auditWorkspace).isSound)
    }

    @Test func severalWritersShareOneChain() async throws {
        let room = try Room()
        let logs = [try await SQLAuditLog.open(folder: room.folder), try await SQLAuditLog.open(folder: room.folder)]
        #expect(logs[0].node == logs[1].node)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    do { try await logs[number % 2].append(auditEntry()) } catch { Issue.record(error) }
                }
            }
        }
        let found = try await logs[0].verify(workspace: auditWorkspace)
        #expect(found.isSound && found.entries == 60)
    }
}

/// A process that is killed at any moment leaves every entry it acknowledged, in a chain that fits.
@Suite(.serialized)
struct AuditCrashTests {
    @Test func whatWasAcknowledgedIsThereAfterAKill() async throws {
        let writer = try #require(CrashTests.writer, "StoreCrashWriter is not beside the tests: build all of them with swift build --build-tests.")
        let room = try Room()
        var acknowledged = Set<String>()
        for _ in 0..<(isLong ? 50 : 5) {
            let process = Process()
            process.executableURL = writer
            process.arguments = [room.folder.path, auditWorkspace.description, "audit"]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            // Killed after a number of entries was heard, not after a time: a busy machine writes late.
            var heard = Data()
            let enough = Int.random(in: 1...2000)
            while heard.count < enough {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                heard += more
            }
            kill(process.processIdentifier, SIGKILL)
            heard += output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            for line in String(decoding: heard, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                try #require(line.hasPrefix("noted "), "The writer failed: \(line)")
                acknowledged.insert(String(line.dropFirst(6)))
            }
            let log = try await SQLAuditLog.open(folder: room.folder)
            let found = try await log.verify(workspace: auditWorkspace)
            #expect(found.breach == nil)
            let present = try await log.engine.read { db in
                Set(try UUID.fetchAll(db, sql: "SELECT id FROM entry").map { Identifier<AuditEntry>($0).description })
            }
            #expect(acknowledged.subtracting(present).isEmpty && present.count == found.entries)
            try await log.close()
        }
        #expect(!acknowledged.isEmpty)
    }
}
