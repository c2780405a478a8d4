import Covalence
import Foundation
@testable import Store
import Synchronization
import Testing
import Webhooks
@testable import Workbench

/// Each check with a bad case. What the whole command does is in CommandTests; SQLite alone, since both engines answer through one interface.
@Suite("What the doctor finds bad")
struct DoctorTests {
    /// A folder with a store, an audit log of two entries, and one workspace.
    final class Patient: Sendable {
        let folder: URL
        let workspace = Identifier<Workspace>.make(at: Workbench.clock())

        init() async throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-doctor-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let records = try await SQLiteStore.open(folder)
            try await records.createWorkspace(WorkspaceRecord(id: workspace, name: "Team", createdAt: Workbench.clock()))
            try await records.close()
            let log = try await SQLAuditLog.open(folder: folder)
            for _ in 0..<2 { try await log.append(AuditEntry(workspace: workspace, at: Workbench.clock(), actor: .operator, action: "store.backup", origin: .terminal)) }
            try await log.close()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func look() async throws -> FoundStore { try await StorePlace.folder(folder).look() }

        func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

        /// Changes the audit log as somebody would who can write to its file.
        func tamper(_ sql: String) async throws {
            let engine = Engine(driver: try SQLiteEngine(path: file("audit.sqlite").path, label: "test", settings: "", options: SQLiteStore.Options()))
            try await engine.write { db in
                for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") { try db.execute(sql: "DROP TRIGGER \(name)") }
                try db.execute(sql: sql)
            }
            try await engine.close()
        }
    }

    private func bad(_ check: any Check) async -> [Diagnosis] { await check.look().filter { $0.grade == .bad } }

    @Test("a patient who is well")
    func well() async throws {
        let patient = try await Patient()
        let found = try await patient.look()
        let audit = try #require(found.audit)
        for check in [StoreCheck(found.records), FoundCheck(found), AuditCheck(audit, of: found.records), FilesCheck(found.records, .full), ClockCheck(found.records, audit: audit), PermissionsCheck(folder: patient.folder), DiskCheck(folder: patient.folder, reserve: 0), WebhooksCheck(found.records, key: patient.file("secrets.key"))] as [any Check] {
            #expect(await bad(check) == [])
        }
        #expect(await NodesCheck(found.records).look() == [])
        try await found.close()
    }

    @Test("schema: a newer program’s is bad, an older one’s is noted and left as it is, and rows of neither are read")
    func schema() async throws {
        for (level, grade) in [(SchemaLevel.older(made: 3, toMake: 1), Diagnosis.Grade.note), (.newer(unknown: 1), .bad), (.missing, .note), (.current(made: 4), .good)] {
            #expect(level.diagnosis(of: "the records").grade == grade)
        }
        let patient = try await Patient()
        try await patient.tamper("INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
        let found = try await patient.look()
        #expect(!found.canBeRead)
        let findings = await FoundCheck(found).look()
        #expect(findings.contains { $0.part == "schema" && $0.grade == .bad && $0.text.contains("newer program") })
        #expect(findings.contains { $0.part == "store" && $0.text.contains("were not looked at") })
        try await found.close()
    }

    @Test("integrity: a page of the database that was overwritten")
    func integrity() async throws {
        let patient = try await Patient()
        let engine = Engine(driver: try SQLiteEngine(path: patient.file("covalence.sqlite").path, label: "test", settings: "", options: SQLiteStore.Options()))
        let page = try #require(try await engine.read { try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'member'") })
        // The file holds the page only once the log was copied into it.
        try await engine.emptyLog()
        try await engine.close()
        let file = try FileHandle(forUpdating: patient.file("covalence.sqlite"))
        // † SQLite's file format: pages are counted from 1; ours have 4096 bytes.
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        let found = try await patient.look()
        let findings = await bad(StoreCheck(found.records))
        #expect(findings.contains { $0.part == "store" && $0.text.contains("damaged") }, "\(findings)")
        try await found.close()
    }

    @Test("audit: an entry that was changed, and a log that is gone")
    func audit() async throws {
        let patient = try await Patient()
        try await patient.tamper("UPDATE entry SET outcome = 'refused' WHERE sequence = 1")
        let found = try await patient.look()
        let findings = await bad(AuditCheck(try #require(found.audit), of: found.records))
        // What guarded it is gone, and what it guarded was changed.
        #expect(findings.count == 2 && findings[1].workspace == "\(patient.workspace)")
        #expect(findings[0].text.contains("the trigger chain_is_kept is missing; the trigger chain_is_not_changed is missing") && findings[0].text.hasSuffix(" and more."), "\(findings[0].text)")
        try await found.close()
        for name in ["audit.sqlite", "audit.sqlite-wal", "audit.sqlite-shm"] { try? FileManager.default.removeItem(at: patient.file(name)) }
        let without = try await patient.look()
        #expect(without.audit == nil)
        #expect(await bad(FoundCheck(without)).map(\.part) == ["audit"])
        // Looking did not make one.
        #expect(!FileManager.default.fileExists(atPath: patient.file("audit.sqlite").path))
        try await without.close()
    }

    @Test("clock: behind what was recorded, and one that jumps")
    func clock() async throws {
        let patient = try await Patient()
        let found = try await patient.look()
        let audit = try #require(found.audit)
        let past = Workbench.clock().advanced(by: -86_400_000)
        #expect(await bad(ClockCheck(found.records, audit: audit, now: { past })).contains { $0.text.contains("later than now") })
        let jumping = Jumping()
        #expect(await bad(ClockCheck(found.records, audit: audit, now: { jumping.next() })).contains { $0.text.contains("jumped") })
        try await found.close()
    }

    /// An hour further each time it is asked.
    private final class Jumping: Sendable {
        private let hours = Mutex<Int64>(0)

        func next() -> Timestamp {
            Workbench.clock().advanced(by: hours.withLock { hours in
                hours += 1
                return hours * 3_600_000
            })
        }
    }

    @Test("models: one that does not load")
    func models() async {
        struct Broken: Error {}
        let findings = await bad(ModelsCheck { throw Broken() })
        #expect(findings.count == 1 && findings[0].text.contains("Broken"))
    }

    @Test("permissions: keys that others may read, in the folder and elsewhere; files behind a link")
    func permissions() async throws {
        let patient = try await Patient()
        let files = FileManager.default
        func set(_ mode: Int, _ url: URL) throws { try files.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path) }
        try Data("key".utf8).write(to: patient.file("secrets.key"))
        try set(0o644, patient.file("secrets.key"))
        #expect(await bad(PermissionsCheck(folder: patient.folder)) == [])
        try set(0o755, patient.folder)
        let open = await bad(PermissionsCheck(folder: patient.folder))
        #expect(open.count == 1 && open[0].text.contains("secrets.key"))
        try set(0o700, patient.folder)
        let elsewhere = patient.file("elsewhere")
        try files.createDirectory(at: elsewhere, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try set(0o755, elsewhere)
        let named = await bad(PermissionsCheck(folder: patient.folder, secrets: [patient.file("secrets.key").path, patient.file("none").path]))
        #expect(named.map(\.text) == ["others on this machine may read \(patient.file("secrets.key").path), which holds a secret."])
        try files.removeItem(at: patient.file("files"))
        try files.createSymbolicLink(at: patient.file("files"), withDestinationURL: elsewhere)
        let linked = await bad(PermissionsCheck(folder: patient.folder))
        #expect(linked.map(\.text) == ["others on this machine may reach files."])
        // What is advised helps, where the folder is closed and where it is not; chmod does not follow links that it comes across.
        func follow(_ advice: String?) throws {
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", try #require(advice)]
            try shell.run()
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0)
        }
        try follow(linked.first?.advice)
        #expect(await bad(PermissionsCheck(folder: patient.folder)) == [])
        try set(0o755, elsewhere)
        try set(0o755, patient.folder)
        try follow(await bad(PermissionsCheck(folder: patient.folder)).first?.advice)
        #expect(await bad(PermissionsCheck(folder: patient.folder)) == [])
        // Outside of it.
        let outside = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-doctor-outside-\(UUID().uuidString)")
        try files.createDirectory(at: outside, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: outside) }
        try set(0o755, outside)
        try files.removeItem(at: patient.file("files"))
        try files.createSymbolicLink(at: patient.file("files"), withDestinationURL: outside)
        let away = await bad(PermissionsCheck(folder: patient.folder))
        #expect(away.map(\.advice) == ["chmod -R go= '\(outside.resolvingSymlinksInPath().path)'"])
    }

    @Test("files: one that a row names and that is gone, and one of another size")
    func files() async throws {
        let patient = try await Patient()
        let records = try await SQLiteStore.open(patient.folder)
        let bench = try await Workbench(records: records, workspace: patient.workspace, analyzer: .forTests())
        let item = try await bench.keepTranscript(Data("WEBVTT\n".utf8), named: "a.vtt", details: ImportDetails(), by: .owner)
        let url = try #require(records.files.url(of: item.file.hash))
        #expect(await bad(FilesCheck(records, .quick)) == [])
        try Data("longer than before".utf8).write(to: url)
        #expect(await bad(FilesCheck(records, .quick)).contains { $0.text.contains("not as they were received") })
        try FileManager.default.removeItem(at: url)
        #expect(await bad(FilesCheck(records, .quick)).contains { $0.text.contains("are not there") })
        try await records.close()
    }

    @Test("files: the bytes of a discarded upload went on purpose; those of one that waits, and of a meeting, are missed")
    func discardedFiles() async throws {
        let patient = try await Patient()
        let records = try await SQLiteStore.open(patient.folder)
        let bench = try await Workbench(records: records, workspace: patient.workspace, analyzer: .forTests())
        let discarded = try await bench.keepTranscript(Data("WEBVTT\n".utf8), named: "a.vtt", details: ImportDetails(), by: .owner)
        try await bench.discardFile(discarded.id, by: .owner)
        #expect(records.files.url(of: discarded.file.hash) == nil)
        for depth in FilesCheck.Depth.allCases { #expect(await FilesCheck(records, depth).look().map(\.grade) == [.good]) }

        let words = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ines>Good morning.</v>\n\n00:04.000 --> 00:08.000\n<v Tom>Good morning, what do you need?</v>\n"
        let imported = try await bench.keepTranscript(Data(words.utf8), named: "b.vtt", details: ImportDetails(), by: .owner)
        _ = try await bench.importTranscript(imported, missingConsent: .goOn, by: .owner)
        #expect(try await bench.store.intake(imported.id).state.name == .imported)
        let waiting = try await bench.keepTranscript(Data("WEBVTT\n\n".utf8), named: "c.vtt", details: ImportDetails(), by: .owner)
        #expect(await bad(FilesCheck(records, .full)) == [])
        for file in [imported.file, waiting.file] { try FileManager.default.removeItem(at: #require(records.files.url(of: file.hash))) }
        #expect(await bad(FilesCheck(records, .quick)).map { $0.text.hasPrefix("2 of 2 files are not there") } == [true])
        try await records.close()
    }

    @Test("disk: too little room, on the file system of the files too", .enabled(if: FileManager.default.isWritableFile(atPath: "/dev/shm"), "needs a second file system"))
    func disk() async throws {
        let patient = try await Patient()
        #expect(await bad(DiskCheck(folder: patient.folder, reserve: .max / 2)).count == 1)
        let other = URL(filePath: "/dev/shm/covalence-doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: other) }
        try FileManager.default.removeItem(at: patient.file("files"))
        try FileManager.default.createSymbolicLink(at: patient.file("files"), withDestinationURL: other)
        let findings = await bad(DiskCheck(folder: patient.folder, reserve: .max / 2))
        #expect(findings.count == 2 && findings.contains { $0.text.contains(patient.file("files").path) })
    }

    @Test("webhooks: secrets under a key that is gone, and under another one; the key is not made anew")
    func webhooks() async throws {
        let patient = try await Patient()
        let records = try await SQLiteStore.open(patient.folder), key = patient.file("secrets.key")
        let desk = WebhookDesk(keeper: SecretKeeper(file: key), calls: WebhookCalls(guarding: try AddressGuard(allowing: "127.0.0.1")))
        let bench = try await Workbench(records: records, workspace: patient.workspace, analyzer: .forTests(), outward: desk)
        let webhook = try await bench.addWebhook("http://127.0.0.1:9/none", by: .owner).webhook
        #expect(await bad(WebhooksCheck(records, key: key)) == [])
        try FileManager.default.moveItem(at: key, to: patient.file("kept.key"))
        #expect(await bad(WebhooksCheck(records, key: key)).contains { $0.text.contains("is not there") })
        #expect(!FileManager.default.fileExists(atPath: key.path))
        try Data((Data(repeating: 9, count: 32).base64EncodedString() + "\n").utf8).write(to: key)
        let other = await bad(WebhooksCheck(records, key: key))
        #expect(other.count == 1 && other[0].text.contains("1 of 1") && other[0].text.contains("\(webhook.id)"))
        #expect(await bad(WebhooksCheck(records, key: patient.file("kept.key"))) == [])
        try await records.close()
    }

    @Test("nodes: one that keeps files elsewhere is bad, one whose mark is old is noted")
    func nodes() {
        let now = Workbench.clock(), id = UUID()
        func grades(_ others: [OtherNode]) -> [Diagnosis.Grade] { NodesCheck.findings(others, folder: "/files", at: now).map(\.grade) }
        #expect(grades([]) == [.good])
        #expect(grades([OtherNode(id: id, markedAt: now.advanced(by: -60_000))]) == [.good])
        #expect(grades([OtherNode(id: id, markedAt: now.advanced(by: -660_000))]) == [.note])
        #expect(grades([OtherNode(id: id, markedAt: nil), OtherNode(id: UUID(), markedAt: now)]) == [.bad])
    }
}
