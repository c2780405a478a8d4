import Covalence
import Foundation
import GRDB
@testable import Store
import Testing

@Suite("A backup that is restored")
struct SnapshotRoundTripTests {
    @Test("holds what the store held: tables, files, searches, the audit log")
    func roundTrip() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let before = try await world.digests()
        let (tape, written) = try await world.snapshot()
        let to = room.place("to")
        let read = try await SnapshotRestore(tape.source).makeStore(at: to)
        #expect(read == written)
        #expect(read.bytes == tape.bytes.count)
        // Recording, original and the waiting upload; the refused one has no bytes any more.
        #expect(read.files == 3 && read.missingFiles.isEmpty)
        #expect(read.fileBytes == "RIFF sound".utf8.count + "WEBVTT words".utf8.count + "WEBVTT waiting".utf8.count)
        #expect(try await world.digests(to) == before)
        #expect(before.contains { $0.table == "entry" && $0.rows == 6 })
        #expect(before.first { $0.table == "session" } == nil)

        let all = try await SnapshotStores.with(to) { store, audit in
            let handle = try await store.workspace(world.workspace)
            #expect(try await store.workspaces() == [WorkspaceRecord(id: world.workspace, name: "Team Süd", createdAt: .base, settings: #"{"a":1}"#)])
            #expect(try await handle.meetings(MeetingQuery()).items.map(\.meeting.title) == ["Second", "Größe 🙂"])
            #expect(try await handle.transcript(of: world.meeting).transcript.utterances.map(\.text) == ["What stops the plant?", "The old valve, twice a week."])
            #expect(try await handle.transcript(of: world.meeting, version: 1).transcript.utterances[1].text == "The old pump, twice a week.")
            // The index is of the current words.
            #expect(try await handle.moments(MomentQuery(words: "valve")).items.map(\.meeting) == [world.meeting])
            #expect(try await handle.moments(MomentQuery(words: "pump")).items.isEmpty)
            #expect(try await handle.writtenMoments(WrittenQuery(words: "quotation"), in: .everything).items.count == 1)
            #expect(try store.files.read(world.recording) == Data("RIFF sound".utf8))
            #expect(try await handle.erasure(of: world.erased) != nil)
            let member = try #require(try await handle.member(withAddress: "petra@nordwind.example"))
            #expect(try await handle.credentials(of: member.id).recoveryCodes == [hash(9)])
            let other = try #require(try await handle.member(withAddress: "anna@nordwind.example"))
            let paula = try #require(try await handle.people(PersonQuery(), in: .everything).items.first { $0.person.name == "Paula" }).person.id
            let stated = try #require(try await handle.claims(about: .person(paula), standings: nil).first)
            #expect(stated.statedBy == member.id)
            #expect(try await handle.history(of: stated.id).map(\.decidedBy) == [other.id])
            #expect(try await handle.sessions(of: member.id).isEmpty)
            #expect(try await handle.apiToken(hash(7)) == nil)
            #expect(try await audit.verify(workspace: world.workspace).breach == nil)
            #expect(try await audit.verify(workspace: world.workspace).seals == 1)
            return try await store.check()
        }
        #expect(all == "whole; 2 meetings.")
        // What comes in afterwards finds its place: erasing takes the words out of the index that was made anew.
        try await SnapshotStores.with(to) { store, _ in
            let handle = try await store.workspace(world.workspace)
            try await handle.erase(world.meeting)
            #expect(try await handle.moments(MomentQuery(words: "valve")).items.isEmpty)
            try await handle.add(newMeeting(title: "Third", at: .minutes(9)))
            #expect(try await handle.count(MeetingQuery()) == 2)
        }
        #expect(room.names(below: room.folder).filter { $0.contains("restoring") } == [])
    }

    @Test("fills an empty folder that is there, also behind a link, and leaves the folder itself in its place")
    func intoAnEmptyFolder() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (tape, _) = try await world.snapshot()
        let disk = room.place("disk"), link = room.place("link"), files = FileManager.default
        // As a disk of its own looks, in which an attempt was broken off; nothing can take the place of such a folder.
        for name in ["lost+found", ".restoring/files"] { try files.createDirectory(at: disk.appendingPathComponent(name), withIntermediateDirectories: true) }
        try files.createSymbolicLink(at: link, withDestinationURL: disk)
        func number() throws -> Int? { try files.attributesOfItem(atPath: disk.path)[.systemFileNumber] as? Int }
        let before = try number()
        _ = try await SnapshotRestore(tape.source).makeStore(at: link)
        #expect(try number() == before)
        #expect(try await world.digests(disk) == world.digests())
        #expect(!files.fileExists(atPath: disk.appendingPathComponent(".restoring").path))
        // There is a store in it now.
        await expectSnapshotError({ "\($0)".contains("not empty") }) { _ = try await SnapshotRestore(tape.source).makeStore(at: link) }
        #expect(try await world.digests(disk) == world.digests())
    }

    @Test("that is altered leaves an empty folder empty")
    func alteredIntoAnEmptyFolder() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (tape, _) = try await world.snapshot()
        let disk = room.place("disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        var bytes = tape.bytes
        bytes[bytes.count / 2] ^= 1
        let altered = Tape(bytes)
        await expectSnapshotError({ _ in true }) { _ = try await SnapshotRestore(altered.source).makeStore(at: disk) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    }

    @Test("is due for reading by meaning at once: what was read so is not carried, and neither is that it was done", arguments: [false, true])
    func readByMeaningAtOnce(byOlder: Bool) async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let kinds: [Job.Kind] = [.readByMeaning, .tidy]
        @Sendable func daily() -> [NewJob] { kinds.map { NewJob($0, key: .init("2026-01-05", holds: .forPeriod), at: .base) } }
        let tape = Tape()
        try await SnapshotStores.with(world.place) { store, audit in
            let handle = try await store.workspace(world.workspace)
            for job in try await handle.enqueue(daily()) {
                let begun = try #require(try await handle.begin(job.id, node: "here", until: .minutes(2), at: .minutes(1)))
                try await handle.complete(begun.held, at: .minutes(1))
            }
            // Not done yet: it goes along.
            try await handle.enqueue([NewJob(.readByMeaning, key: .init("after-learning", holds: .untilBegun), at: .base)])
            guard byOlder else {
                _ = try await SnapshotExport(store, audit: audit).write(to: tape.sink, madeBy: "0.1.0", at: .base)
                return
            }
            let other = Tape()
            let header = try await SnapshotExport(store, audit: audit).write(to: other.sink, madeBy: "0.1.0", at: .base).header
            let writer = try SnapshotWriter(tape.sink, key: nil, header: header) { _ in }
            for (part, engine) in [(SnapshotPart.store, store.engine), (.audit, audit.engine)] {
                try await engine.read { db in
                    let section = SnapshotSection(part: part, workspace: world.workspace)
                    try writer.section(section)
                    var reading = try SnapshotTableReading(section, db, isWhole: true)
                    try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
                }
            }
            _ = try writer.close(missing: [])
        }
        _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to"))
        try await SnapshotStores.with(room.place("to")) { store, _ in
            let handle = try await store.workspace(world.workspace)
            #expect(try await handle.enqueue(daily()).map(\.state) == [.waiting, .done])
            #expect(try await handle.jobs(JobQuery(states: [.waiting], kind: .readByMeaning)).items.count == 2)
        }
        // Moved, nothing differs: what is not carried is counted on neither side.
        guard !byOlder else { return }
        let moved = try await SnapshotStores.with(world.place) { store, audit in
            try await SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: .base).makeStore(at: room.place("moved"))
        }
        #expect(moved.isSame)
        try await SnapshotStores.with(room.place("moved")) { store, _ in
            let handle = try await store.workspace(world.workspace)
            #expect(try await handle.enqueue(daily()).map(\.state) == [.waiting, .done])
        }
    }

    @Test("is encrypted with a key or a passphrase, and opens with no other", arguments: [false, true])
    func encrypted(passphrase: Bool) async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let secret = passphrase ? Data("correct horse battery\n".utf8) : Data((0..<32).map { UInt8($0) })
        let key = try SnapshotKey(fileContent: secret)
        let (tape, _) = try await world.snapshot(key)
        for word in ["RIFF sound", "twice a week", "nordwind.example", "Team Süd"] {
            #expect(Data(tape.bytes).range(of: Data(word.utf8)) == nil, "\(word) can be read")
        }
        let (again, _) = try await world.snapshot(key)
        #expect(again.bytes.count == tape.bytes.count && again.bytes != tape.bytes)
        let wrong = [
            try SnapshotKey(fileContent: Data("correct horse batterz".utf8)), try SnapshotKey(fileContent: Data((1...32).map { UInt8($0) })),
        ]
        for other in wrong { await expectSnapshotError({ $0 == .wrongKey }) { _ = try await SnapshotRestore(tape.source, key: other).check() } }
        await expectSnapshotError({ $0 == .keyNeeded }) { _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to")) }
        let (plain, _) = try await world.snapshot()
        await expectSnapshotError({ $0 == .notEncrypted }) { _ = try await SnapshotRestore(plain.source, key: key).check() }
        #expect(!FileManager.default.fileExists(atPath: room.place("to").path))
        let before = try await world.digests()
        _ = try await SnapshotRestore(tape.source, key: key).makeStore(at: room.place("to"))
        #expect(try await world.digests(room.place("to")) == before)
    }

    @Test("is not taken where something is, and leaves that as it is")
    func notEmpty() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (tape, _) = try await world.snapshot()
        let before = try await world.digests()
        await expectSnapshotError({ "\($0)".contains("not empty") }) { _ = try await SnapshotRestore(tape.source).makeStore(at: world.folder) }
        #expect(try await world.digests() == before)
        let empty = room.place("empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
        _ = try await SnapshotRestore(tape.source).makeStore(at: empty)
        #expect(try await world.digests(empty) == before)
        // The workspace is there: it cannot come in twice.
        try await SnapshotStores.with(empty) { store, audit in
            await expectSnapshotError({ "\($0)".contains("in the store already") }) {
                _ = try await SnapshotRestore(tape.source).add(to: store, audit: audit, scratch: room.place("scratch"))
            }
        }
        #expect(try await world.digests(empty) == before)
    }

    @Test("comes into a store with another workspace, whose numbers are taken")
    func second() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room), other = try await SnapshotWorld(in: room, folder: "other")
        let (first, second) = (try await world.digests(), try await other.digests())
        let (tape, _) = try await world.snapshot()
        try await SnapshotStores.with(other.folder) { store, audit in
            _ = try await SnapshotRestore(tape.source).add(to: store, audit: audit, scratch: room.place("scratch"))
            #expect(try await store.workspaces().map(\.id) == [other.workspace, world.workspace])
            let handle = try await store.workspace(world.workspace)
            #expect(try await handle.moments(MomentQuery(words: "valve")).items.map(\.meeting) == [world.meeting])
            let there = try await store.workspace(other.workspace)
            #expect(try await there.moments(MomentQuery(words: "valve")).items.map(\.meeting) == [other.meeting])
            #expect(try await store.check() == "whole; 4 meetings.")
            #expect(try await audit.verify(workspace: world.workspace).isSound)
            #expect(try await audit.verify(workspace: other.workspace).isSound)
            let numbers = try await store.engine.read { db in try Int64.fetchAll(db, sql: "SELECT number FROM meeting ORDER BY number") }
            #expect(Set(numbers).count == 4)
        }
        #expect(Set(try await world.digests(other.folder)) == Set(first + second))
        // And one of the two out again.
        let one = Tape()
        _ = try await SnapshotStores.with(other.folder) { store, audit in
            try await SnapshotExport(store, audit: audit).write(to: one.sink, workspace: world.workspace, madeBy: "0.1.0", at: .base)
        }
        _ = try await SnapshotRestore(one.source).makeStore(at: room.place("one"))
        #expect(try await world.digests(room.place("one")) == first)
    }

    @Test("every table is carried, or left out for a reason")
    func catalog() async throws {
        let room = try Room()
        let (tables, logged) = try await SnapshotStores.with(room.place("s")) { store, audit in
            (try await store.engine.read { try SnapshotDatabase(db: $0).tables() }, try await audit.engine.read { try SnapshotDatabase(db: $0).tables() })
        }
        let known = Set(SnapshotCatalog.store.map(\.name)).union(SnapshotCatalog.leftOut.keys)
        #expect(tables.filter { !known.contains($0) } == [], "Name new tables in SnapshotCatalog.")
        #expect(Set(logged) == Set(SnapshotCatalog.audit.map(\.name)))
        #expect(SnapshotCatalog.leftOut.values.allSatisfy { $0.count > 10 })
        #expect(Set(SnapshotCatalog.store.map(\.name)).isDisjoint(with: SnapshotCatalog.leftOut.keys))
    }

    @Test("moves a store and compares both ends; a source that is written to meanwhile leaves nothing")
    func move() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room), other = try await SnapshotWorld(in: room, folder: "other")
        let before = try await world.digests(isMove: true)
        try await SnapshotStores.with(world.folder) { store, audit in
            let move = SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: .base)
            let comparison = try await move.makeStore(at: room.place("moved"))
            #expect(comparison.isSame && comparison.targetFiles == 3)
            #expect(comparison.lines.compactMap(\.target) == before)
            try await SnapshotStores.with(other.folder) { into, intoAudit in
                let comparison = try await move.add(to: into, audit: intoAudit, scratch: room.place("scratch"))
                #expect(comparison.isSame && comparison.targetFiles == 3)
                // A token goes on working, and a session does not.
                let handle = try await into.workspace(world.workspace)
                let token = try #require(try await handle.apiToken(hash(7)))
                #expect(token.name == "Reporting")
                #expect(try await handle.sessions(of: token.member).isEmpty)
            }
            // Counted before something came in.
            let counted = try await move.digests()
            try await store.workspace(world.workspace).add(newMeeting(title: "Late", at: .minutes(30)))
            await #expect(throws: StoresDiffer.self) {
                _ = try await move.run { stream in
                    try await SnapshotRestore(stream, verify: { target in
                        let comparison = TableComparison(counted, target)
                        guard comparison.isSame else { throw StoresDiffer(comparison: comparison) }
                    }).makeStore(at: room.place("late"))
                }
            }
        }
        #expect(try await world.digests(room.place("moved"), isMove: true) == before)
        #expect(room.names(below: room.folder).filter { $0.hasPrefix("late") || $0.hasPrefix(".late") } == [])
    }

    @Test("a file that is at the target already, damaged but as long, gets its bytes anew; one that is lost there afterwards is noticed")
    func files() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room), other = try await SnapshotWorld(in: room, folder: "other")
        let vault = try FileVault(folder: other.folder.appendingPathComponent("files"))
        // Of the same name in both: their bytes are alike.
        #expect(world.recording == other.recording)
        let place = try #require(vault.url(of: world.recording))
        try Data("RIFX sound".utf8).write(to: place)
        try await SnapshotStores.with(world.folder) { store, audit in
            let move = SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: .base)
            try await SnapshotStores.with(other.folder) { into, intoAudit in
                let moved = try await move.add(to: into, audit: intoAudit, scratch: room.place("scratch"))
                #expect(moved.targetFiles == 3)
            }
        }
        #expect(try Data(contentsOf: place) == Data("RIFF sound".utf8))
        let comparison = TableComparison([], [], sourceFiles: 3, targetFiles: 2)
        #expect(!comparison.isSame)
        #expect("\(StoresDiffer(comparison: comparison, isKept: true))".contains("do not use the target"))
        #expect("\(StoresDiffer(comparison: comparison))".contains("Nothing was kept"))
    }

    @Test("a store that goes on breaking off leaves an end of the socket, and says why")
    func brokenOff() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        try await SnapshotStores.with(world.folder) { store, audit in
            let move = SnapshotMove(from: store, audit: audit, madeBy: "0.1.0", at: .base)
            await #expect(throws: StoreError.cancelled) { _ = try await move.run { _ in throw StoreError.cancelled } }
        }
    }
}
