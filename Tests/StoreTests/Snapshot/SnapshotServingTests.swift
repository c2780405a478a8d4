import Covalence
import Foundation
@testable import Store
import StoreTesting
import Synchronization
import Testing
#if canImport(Glibc)
import Glibc
#endif

@Suite("A backup of a store that others work with")
struct SnapshotServingTests {
    @Test("is one moment: what one transaction wrote is there together, or not at all")
    func oneMoment() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room, at: TestStore.place(room.folder))
        let (start, end) = try await SnapshotStores.with(world.place) { store, audit in
            // Enough that several chunks are written.
            let many = (0..<4000).map { ("Anna", "Sentence number \($0) of a meeting that takes its time to be written.") }
            for minute in 0..<4 { try await store.workspace(world.workspace).add(newMeeting(title: "Long", at: .minutes(100 + minute), lines: many)) }
            let tape = Tape(), counter = Counter()
            let writers = (0..<2).map { _ in
                Task {
                    let other = try await TestStore.open(world.folder)
                    while !counter.isDone {
                        let number = counter.next()
                        try await other.engine.write { db in
                            let workspace = try Int64.fetchOne(db, sql: "SELECT number FROM workspace") ?? 0
                            // An early table and a late one.
                            try db.execute(sql: """
                                INSERT INTO file (workspace, sha256, bytes, media_type, name, received_at) VALUES (?, ?, 0, 'x', 'pair', 0)
                                """, arguments: [workspace, Data(ContentHash(of: Data("\(number)".utf8)).bytes)])
                            try db.execute(sql: "INSERT INTO kept_apart (workspace, first, second) VALUES (?, 'pair', ?)", arguments: [
                                workspace, ContentHash(of: Data("\(number)".utf8)).description,
                            ])
                        }
                        counter.wrote()
                    }
                    try await other.close()
                }
            }
            let start = counter.written
            // Between chunks it waits until somebody wrote, at most two seconds.
            let sink = SnapshotSink { bytes in
                let before = counter.written
                for _ in 0..<400 where counter.written == before { usleep(5000) }
                try tape.sink.write(bytes)
            }
            _ = try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: .base)
            let end = counter.written
            counter.stop()
            for writer in writers { try await writer.value }
            _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to"))
            return (start, end)
        }
        #expect(end > start + 2, "Nobody wrote meanwhile: nothing was tested.")
        let (files, kept) = try await SnapshotStores.with(room.place("to")) { store, _ in
            try await store.engine.read { db in
                (Set(try Data.fetchAll(db, sql: "SELECT sha256 FROM file WHERE name = 'pair'").compactMap { ContentHash(bytes: $0)?.description }),
                 Set(try String.fetchAll(db, sql: "SELECT second FROM kept_apart WHERE first = 'pair'")))
            }
        }
        #expect(files == kept)
    }

    @Test("that is erased from meanwhile loses what was erased when it is restored, and names no file without its bytes")
    func erasedMeanwhile() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room, at: TestStore.place(room.folder))
        let tape = Tape()
        let meeting = world.meeting
        try await SnapshotStores.with(world.place) { store, audit in
            let other = try await TestStore.open(world.folder)
            let handle = try await other.workspace(world.workspace)
            // The sender of files finds one gone that the tables still name; what was erased is in the list.
            let header = try await world.snapshot().1.header
            let writer = try SnapshotWriter(tape.sink, key: nil, header: header) { _ in }
            let section = SnapshotSection(part: .store, workspace: world.workspace)
            let before = Set(try await handle.erasures())
            let heads = try await store.engine.read { db in
                try writer.section(section)
                var reading = try SnapshotTableReading(section, db)
                try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
                return try SnapshotExport.files(of: [world.workspace], db)
            }
            try await handle.erase(meeting)
            let sender = SnapshotFileSender(store.files, try SnapshotWriter(Tape().sink, key: nil, header: header) { _ in })
            for head in heads { try sender.send(head) }
            #expect(sender.notWhole.contains(world.recording))
            #expect(try await SnapshotExport(store, audit: audit).stillWanted(sender.notWhole, in: [world.workspace]) == [])
            try await audit.engine.read { db in
                let section = SnapshotSection(part: .audit, workspace: world.workspace)
                try writer.section(section)
                var reading = try SnapshotTableReading(section, db)
                try reading.read { try writer.begin($0, in: section) } row: { try writer.row($0) } end: { try writer.endTable() }
            }
            let since = try await handle.erasures().filter { !before.contains($0) }
            #expect(since.count == 1)
            try writer.erasures(.init(workspace: world.workspace, records: since))
            _ = try writer.close(missing: [])
            try await other.close()
        }
        _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to"))
        try await SnapshotStores.with(room.place("to")) { store, audit in
            let handle = try await store.workspace(world.workspace)
            #expect(try await handle.erasure(of: meeting) != nil)
            #expect(try await handle.count(MeetingQuery()) == 1)
            // No file was sent on this tape.
            #expect(try await !SnapshotExport(store, audit: audit).checkFiles().missing.contains(world.recording))
        }
    }

    @Test("names a recording whose bytes are gone, and is made all the same")
    func missing() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room, at: TestStore.place(room.folder))
        let file = try FileVault(folder: world.folder.appendingPathComponent("files")).url(of: world.recording)
        try Data("FIFF sound".utf8).write(to: try #require(file))
        let (tape, summary) = try await world.snapshot()
        #expect(summary.missingFiles == [world.recording] && summary.files == 2)
        let read = try await SnapshotRestore(tape.source).makeStore(at: room.place("to"))
        #expect(read.missingFiles == [world.recording])
        #expect(try FileVault(folder: room.place("to").appendingPathComponent("files")).size(of: world.recording) == nil)
    }
}

@Suite("The file of a backup")
struct SnapshotFileTests {
    @Test("appears whole, readable by its owner only, and takes no other's place")
    func whole() async throws {
        let room = try Room(), file = room.place("b")
        try await SnapshotFile.write(file, replacing: false) { sink in
            try sink.write([1, 2, 3])
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
        #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        await expectSnapshotError({ "\($0)".contains("--force") }) { try await SnapshotFile.write(file, replacing: false) { try $0.write([9]) } }
        await #expect(throws: StoreError.cancelled) { try await SnapshotFile.write(file, replacing: true) { sink in try sink.write([9]); throw StoreError.cancelled } }
        #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
        try await SnapshotFile.write(file, replacing: true) { try $0.write([9]) }
        #expect(try Data(contentsOf: file) == Data([9]))
        #expect(room.names(below: room.folder) == ["b"])
    }

    @Test("on a full disk is said, and nothing is left", .enabled(if: access("/dev/full", W_OK) == 0))
    func full() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let sink = SnapshotSink(descriptor: descriptor, name: "the backup")
        try await SnapshotStores.with(world.folder) { store, audit in
            _ = await #expect(throws: StoreError.diskFull(path: "the backup")) {
                try await SnapshotFile.write(room.place("b"), replacing: false) { _ in
                    try await SnapshotExport(store, audit: audit).write(to: sink, madeBy: "0.1.0", at: .base)
                }
            }
        }
        #expect(room.names(below: room.folder).filter { $0 == "b" || $0.hasSuffix(".part") } == [])
    }

    @Test("onto a small disk that fills up while it is restored leaves nothing", .enabled(if: SmallDisk.canBeMade, "Mounting a small disk takes root."))
    func fullRestore() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (tape, _) = try await world.snapshot()
        let disk = try SmallDisk(at: room.place("disk"), kilobytes: 400)
        defer { disk.remove() }
        await #expect(throws: StoreError.self) { _ = try await SnapshotRestore(tape.source).makeStore(at: disk.folder.appendingPathComponent("to")) }
        #expect(room.names(below: disk.folder) == [])
    }
}

/// A file system in memory of a given size.
struct SmallDisk {
    let folder: URL

    static let canBeMade: Bool = {
        guard geteuid() == 0, let room = try? Room(), let disk = try? SmallDisk(at: room.place("try"), kilobytes: 64) else { return false }
        disk.remove()
        return true
    }()

    init(at folder: URL, kilobytes: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard mount("covalence-test", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw StoreError.fileSystem("no disk") }
    }

    func remove() { umount2(folder.path, Int32(MNT_DETACH)) }
}

/// Numbers of pairs, and how many were written.
private final class Counter: Sendable {
    private let state = Mutex((next: 0, written: 0, isDone: false))

    var written: Int { state.withLock { $0.written } }
    var isDone: Bool { state.withLock { $0.isDone } }

    func next() -> Int {
        state.withLock { state in
            state.next += 1
            return state.next
        }
    }

    func wrote() { state.withLock { $0.written += 1 } }
    func stop() { state.withLock { $0.isDone = true } }
}
