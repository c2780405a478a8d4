import Covalence
import Foundation
import Store
import StoreTesting
import Testing
@testable import Workbench

/// A backup of a room, and the store that is made of it.
struct BackupOfRoom {
    private let scratch: URL
    private var tape: URL { scratch.appendingPathComponent("tape") }
    var folder: URL { scratch.appendingPathComponent("to") }

    init(of room: Room) async throws {
        scratch = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-backup-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        _ = try await SnapshotFile.write(tape, replacing: false) { sink in
            try await SnapshotStores.with(TestStore.place(room.folder)) { store, audit in
                try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: room.bench.now())
            }
        }
    }

    /// Restores it and works with what is there.
    func restored<Value: Sendable>(_ work: (Workbench) async throws -> Value) async throws -> Value {
        _ = try await SnapshotSource.reading(tape) { try await SnapshotRestore($0).makeStore(at: folder) }
        let store = try await SQLiteStore.open(folder)
        do {
            let result = try await work(try await Workbench.opening(store, analyzer: .forTests()))
            try await store.close()
            return result
        } catch {
            try? await store.close()
            throw error
        }
    }

    /// Files of the restored store that hold these bytes.
    func filesHolding(_ word: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).filter {
            (try? Data(contentsOf: folder.appendingPathComponent($0)).range(of: Data(word.utf8))) ?? nil != nil
        }
    }

    func remove() { try? FileManager.default.removeItem(at: scratch) }
}

@Suite("A person who is erased after duplicates were merged")
struct ErasedAfterMergingTests {
    @Test("stays erased in a restored backup of before, as whom they were merged of")
    func restored() async throws {
        let directory = try await Directory.open()
        let room = directory.room
        let kept = try await directory.person("Paula Quillfeather", mail: "pq@halden.example")
        let other = try await directory.person("Paula M Quillfeather", mail: "pmq@halden.example")
        let bystander = try await directory.person("Cleo Day")
        let backup = try await BackupOfRoom(of: room)
        defer { backup.remove() }
        _ = try await room.bench.mergePerson(other.id, into: kept.id, by: .owner)
        _ = try await room.bench.erasePerson(kept.id, by: .owner)
        let list = try await room.bench.erasureList(by: .owner)

        try await backup.restored { bench async throws in
            #expect(!backup.filesHolding("pmq@halden").isEmpty)
            #expect(try await bench.replayErasures(from: list, by: .owner) > 0)
            #expect(try await bench.people(PersonQuery(limit: 10), by: .owner).items.map(\.id) == [bystander.id])
            #expect(try await bench.replayErasures(from: list, by: .owner) == 0)
        }
        for word in ["Quillfeather", "quillfeather", "pq@halden", "pmq@halden"] { #expect(backup.filesHolding(word) == [], "\(word)") }
    }

    @Test("is erased in a backup that never had one of the two, who is passed over")
    func addedSince() async throws {
        let directory = try await Directory.open()
        let room = directory.room
        let kept = try await directory.person("Paula Quillfeather")
        let backup = try await BackupOfRoom(of: room)
        defer { backup.remove() }
        let other = try await directory.person("Paula M Quillfeather")
        _ = try await room.bench.mergePerson(other.id, into: kept.id, by: .owner)
        _ = try await room.bench.erasePerson(kept.id, by: .owner)
        let list = try await room.bench.erasureList(by: .owner)
        try await backup.restored { bench async throws in
            #expect(try await bench.replayErasures(from: list, by: .owner) == 1)
            #expect(try await bench.people(PersonQuery(limit: 10), by: .owner).items.isEmpty)
            #expect(try await bench.replayErasures(from: list, by: .owner) == 0)
        }
    }

    @Test("goes from what others said under the name and the address of a duplicate, too, unless somebody else has them now")
    func formerName() async throws {
        let directory = try await Directory.open()
        let (room, bench) = (directory.room, directory.bench)
        let duplicate = try await directory.person("Vera Zylinderhut", mail: "vz@halden.example")
        let kept = try await directory.person("Vera Oberlechner", mail: "vo@halden.example")
        let spelt = try await directory.person("Otto Grauu")
        let meeting = try await room.meeting(vtt([
            ("Anna Berg", "Thank you Vera Zylinderhut I will send the offer by Friday."),
            ("Ben Holt", "Ask Otto Grauu about it, or write to vz@halden.example."),
        ]))
        _ = try await bench.mergePerson(duplicate.id, into: kept.id, by: .owner)
        _ = try await bench.mergePerson(spelt.id, into: kept.id, by: .owner)
        // The duplicate's address is no longer in the directory; Otto turned out to be somebody else.
        var edited = try await bench.store.person(kept.id, in: .everything)
        edited.person.reach = [.init(.mail, "vo@halden.example")]
        _ = try await bench.store.update(edited.person, expecting: edited.version, at: bench.now())
        _ = try await directory.person("Otto Grauu")

        let holdings = try await bench.holdings(on: kept.id, by: .owner)
        #expect(holdings.formerNames == ["Vera Zylinderhut"])
        #expect(holdings.addresses == ["vo@halden.example", "vz@halden.example"])
        let report = try await bench.erasePerson(kept.id, by: .owner)
        #expect(report.mentions == 2)
        #expect(try await room.texts(meeting.id) == [
            "Thank you [erased] I will send the offer by Friday.", "Ask Otto Grauu about it, or write to [erased].",
        ])
        for word in ["Zylinderhut", "zylinderhut", "vz@halden", "Oberlechner"] { #expect(room.filesHolding(word) == [], "\(word)") }
        #expect(try await bench.search("Zylinderhut", by: .owner).isEmpty)
    }

    @Test("is in no note that taking apart the merge of others brings back")
    func mergesOfOthers() async throws {
        let directory = try await Directory.open()
        let (room, bench) = (directory.room, directory.bench)
        let paula = try await directory.person("Paula Quillfeather")
        func organization(_ name: String, _ note: String) async throws -> Identifier<Organization> {
            try await bench.addOrganization(Organization(id: .make(at: bench.now()), name: name, kind: .customer, note: note), by: .owner).id
        }
        func person(_ name: String, _ note: String) async throws -> Identifier<Person> {
            try await bench.addPerson(Person(id: .make(at: bench.now()), name: name, note: note), by: .owner).id
        }
        let account = try await organization("Brunavik", "Ask Paula Quillfeather first"), same = try await organization("Brunavik AG", "“Paula Quillfeather” signs")
        let otto = try await person("Otto Grau", "Assistant of Paula Quillfeather"), spelt = try await person("Otto Grauu", "PAULA QUILLFEATHER's cousin")
        let accounts = try await bench.mergeOrganization(same, into: account, by: .owner)
        let people = try await bench.mergePerson(spelt, into: otto, by: .owner)
        _ = try await bench.erasePerson(paula.id, by: .owner)
        for word in ["Quillfeather", "QUILLFEATHER"] { #expect(room.filesHolding(word) == [], "\(word)") }

        try await bench.undoMerge(people, by: .owner)
        try await bench.undoMerge(accounts, by: .owner)
        #expect(try await bench.store.organization(account, in: .everything).organization.note == "Ask [erased] first")
        let parted = try await bench.store.organization(same, in: .everything).organization
        #expect(parted.name == "Brunavik AG" && parted.note == "“[erased]” signs")
        #expect(try await bench.store.person(otto, in: .everything).person.note == "Assistant of [erased]")
        let back = try await bench.store.person(spelt, in: .everything).person
        #expect(back.name == "Otto Grauu" && back.note == "[erased]'s cousin")
    }
}
