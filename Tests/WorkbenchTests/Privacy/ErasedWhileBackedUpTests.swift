import Covalence
import Foundation
@testable import Store
import StoreTesting
import Testing
@testable import Workbench

@Suite("What is erased while a backup is written")
struct ErasedWhileBackedUpTests {
    @Test("is erased in the restored store as in the one that was backed up: in other people's words, and with the reading of words that went")
    func restored() async throws {
        let room = try await Room.open()
        let bench = room.bench
        let person = try await Directory(room: room).person("Vera Zylinderhut")
        let named = try await room.meeting(vtt([
            ("Anna Berg", "Thank you VERA ZYLINDERHUT will send the offer by Friday."), ("Ben Holt", "Good, and so will ours."),
        ]))
        let silent = try await room.meeting(named: "second.vtt")
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-meanwhile-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let (first, tape, to) = (scratch.appendingPathComponent("first"), scratch.appendingPathComponent("tape"), scratch.appendingPathComponent("to"))
        try await SnapshotStores.with(TestStore.place(room.folder)) { store, audit in
            _ = try await SnapshotFile.write(first, replacing: false) { sink in
                try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: bench.now())
            }
            let header = try await SnapshotSource.reading(first) { try await SnapshotRestore($0).check().header }
            // As an export does, with the erasures between the tables and the end.
            _ = try await SnapshotFile.write(tape, replacing: false) { sink in
                let writer = try SnapshotWriter(sink, key: nil, header: header) { _ in }
                @Sendable func copy(_ section: SnapshotSection, _ db: Database) throws {
                    try writer.section(section)
                    var reading = try SnapshotTableReading(section, db)
                    try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
                }
                try await store.engine.read { db in try copy(SnapshotSection(part: .store, workspace: bench.workspace.id), db) }
                _ = try await bench.erasePerson(person.id, by: .owner)
                try await bench.removeAllWords(of: try await bench.store.meeting(silent.id), purging: true)
                try await audit.engine.read { db in try copy(SnapshotSection(part: .audit, workspace: bench.workspace.id), db) }
                try writer.erasures(.init(workspace: bench.workspace.id, records: try await bench.store.erasures()))
                return try writer.close(missing: [])
            }
        }

        _ = try await SnapshotSource.reading(tape) { source in
            try await SnapshotRestore(source, replay: Workbenches.replaying(with: { try .forTests() })).makeStore(at: to)
        }
        let store = try await SQLiteStore.open(to)
        let restored = try await Workbench.opening(store, analyzer: .forTests())
        let texts = try await restored.store.transcript(of: named.id).transcript.utterances.map(\.text)
        #expect(texts == ["Thank you [erased] will send the offer by Friday.", "Good, and so will ours."])
        #expect(try await room.texts(named.id) == texts)
        #expect(try await restored.people(PersonQuery(limit: 10), by: .owner).items.isEmpty)
        let open = try await restored.openMeeting(silent.id, by: .owner)
        #expect(open.wordsKept == .none && open.phraseFindings == ["benefit", "price", "objection"])
        try await store.close()
        let held = (FileManager.default.enumerator(atPath: to.path)?.allObjects as? [String] ?? []).filter {
            (try? Data(contentsOf: to.appendingPathComponent($0)).range(of: Data("ZYLINDERHUT".utf8))) ?? nil != nil
        }
        #expect(held == [])
    }
}
