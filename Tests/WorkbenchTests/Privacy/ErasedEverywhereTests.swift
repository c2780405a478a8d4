import Covalence
import Foundation
import Store
import StoreTesting
import Testing
@testable import Workbench

@Suite("A person who is known everywhere is erased everywhere")
struct ErasedEverywhereTests {
    @Test("not one byte of them is left in the folder, and all else is")
    func erased() async throws {
        let world = try await KnownEverywhere.make()
        let bench = world.bench
        for word in KnownEverywhere.traces { #expect(!world.room.filesHolding(word).isEmpty, "“\(word)” is nowhere: it proves nothing.") }
        #expect(try await !bench.search("xwqcorrected", by: .owner).isEmpty)

        let report = try await bench.erasePerson(world.person, by: .owner)
        for word in KnownEverywhere.traces { #expect(world.room.filesHolding(word) == [], "\(word)") }
        // One, two and three wait and hold him, and the mailbox; four was refused and is no upload that waits.
        #expect(report.uploads == 4)
        // The two of his own meetings, the one that names him, and the one with his name in its title.
        #expect(report.originals >= 3)

        // What is not his is there.
        #expect(try await bench.store.intake(world.others).state == .received)
        #expect(try await world.room.texts(world.own.id).first == "Welcome [erased], and thank you for your time today.")
        #expect(try await world.room.texts(world.silent.id) == ["Good morning to you all."])
        #expect(try await world.room.texts(world.other.id)[0] == "I met [erased] in town, write to [erased].")
        let lines = try await bench.lines()
        #expect(lines.contains { $0.title == "[erased]'s plans" })
        #expect(try await bench.organizations(OrganizationQuery(text: "Halden"), by: .owner).items.first?.organization.note == "Ask [erased] first.")
        #expect(try await bench.people(PersonQuery(text: "Cleo Day"), by: .owner).items.count == 1)
        for word in ["Benqz", "Holtqx", "xwqbakery", "qxmailwords", "qxclaimword"] {
            #expect(try await bench.search(word, by: .owner).isEmpty, "\(word)")
        }

        // It goes out to others by id, and the log still verifies.
        _ = try await WebhookRounds.goRound(bench)
        let got = world.receiver.got.map(\.body)
        #expect(got.contains { $0.contains("person.erased") && $0.contains(world.person.description) })
        #expect(got.allSatisfy { body in !KnownEverywhere.traces.contains { body.contains($0) } })
        #expect(try await world.log.verify(workspace: bench.workspace.id).isSound)

        // What waited is read, and nothing of them comes with it.
        try await bench.workOff()
        for word in KnownEverywhere.traces { #expect(world.room.filesHolding(word) == [], "\(word), after the jobs") }
        #expect(try await bench.store.intake(world.others).state.name == .imported)
    }

    @Test("a backup from before brings them back, and replaying the list erases them there as well")
    func replayed() async throws {
        let world = try await KnownEverywhere.make()
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-everywhere-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let (tape, to) = (scratch.appendingPathComponent("tape"), scratch.appendingPathComponent("to"))
        _ = try await SnapshotFile.write(tape, replacing: false) { sink in
            try await SnapshotStores.with(TestStore.place(world.room.folder)) { store, audit in
                try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: world.bench.now())
            }
        }
        _ = try await world.bench.erasePerson(world.person, by: .owner)
        let list = try await world.bench.erasureList(by: .owner)
        #expect(KnownEverywhere.traces.allSatisfy { list.range(of: Data($0.utf8)) == nil })

        func held(_ word: String) -> [String] {
            (FileManager.default.enumerator(atPath: to.path)?.allObjects as? [String] ?? []).filter {
                (try? Data(contentsOf: to.appendingPathComponent($0)).range(of: Data(word.utf8))) ?? nil != nil
            }
        }
        _ = try await SnapshotSource.reading(tape) { try await SnapshotRestore($0).makeStore(at: to) }
        for word in ["Benqz", "xwqcorrected", "qxmailwords", "qxclaimword"] { #expect(!held(word).isEmpty, "“\(word)” was not in the backup.") }
        let store = try await SQLiteStore.open(to)
        let restored = try await Workbench.opening(store, analyzer: .forTests())
        #expect(try await restored.replayErasures(from: list, by: .owner) > 0)
        for word in KnownEverywhere.traces { #expect(held(word) == [], "\(word)") }
        #expect(try await restored.replayErasures(from: list, by: .owner) == 0)
        #expect(try await restored.openMeeting(world.other.id, by: .owner).summary.utterances == 2)
        try await store.close()
    }
}
