import Covalence
import Foundation
@testable import Store
import Testing

@Suite("A backup that is not as it was written")
struct SnapshotDamageTests {
    private let count = isLong ? 4000 : 300

    /// A snapshot and the records in it, in one run of bytes.
    private func made(_ key: SnapshotKey? = nil) async throws -> (room: Room, bytes: [UInt8], records: [UInt8]) {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (tape, _) = try await world.snapshot(key)
        var chunks = try ChunkReader(tape.source, key: key)
        var records: [UInt8] = []
        while try !chunks.isAtEnd() { records += try chunks.take(1) }
        return (room, tape.bytes, records)
    }

    private func check(_ bytes: [UInt8], _ key: SnapshotKey? = nil) async throws -> SnapshotSummary {
        try await SnapshotRestore(Tape(bytes).source, key: key).check()
    }

    @Test("is refused with a place wherever it was cut or changed", arguments: [false, true])
    func damage(isEncrypted: Bool) async throws {
        let key = isEncrypted ? try SnapshotKey(fileContent: Data(repeating: 7, count: 32)) : nil
        let (_, bytes, _) = try await made(key)
        _ = try await check(bytes, key)
        var random = SeededGenerator(seed: isEncrypted ? 11 : 12)
        for cut in [0, 1, 15, 16, 17, 18, bytes.count - 1, bytes.count - 17] + (0..<count / 4).map({ _ in Int.random(in: 0..<bytes.count, using: &random) }) {
            await expectSnapshotError({ $0 != .keyNeeded }) { _ = try await check(Array(bytes[..<cut]), key) }
        }
        for _ in 0..<count {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            await expectSnapshotError({ _ in true }) { _ = try await check(changed, key) }
        }
        await expectSnapshotError({ "\($0)".contains("near byte") }) { _ = try await check(Array(bytes[..<(bytes.count / 2)]), key) }
        await expectSnapshotError({ "\($0)".contains("follows its end") }) { _ = try await check(bytes + [0], key) }
    }

    @Test("whose chunks changed places is refused, also with the right key")
    func order() async throws {
        let key = try SnapshotKey(fileContent: Data(repeating: 7, count: 32))
        let seal = try SnapshotSeal(new: key)
        var chunks: [[UInt8]] = []
        for number in 0..<3 {
            let word = (UInt32(4) | (number == 2 ? ChunkWriter.lastMark : 0)).bytes
            chunks.append(word + (try seal.close([1, 2, 3, UInt8(number)], number: UInt64(number), word: word)))
        }
        func read(_ order: [Int]) throws -> [UInt8] {
            var reader = try ChunkReader(Tape(seal.head + order.flatMap { chunks[$0] }).source, key: key)
            var all: [UInt8] = []
            while try !reader.isAtEnd() { all += try reader.take(1) }
            return all
        }
        #expect(try read([0, 1, 2]) == [1, 2, 3, 0, 1, 2, 3, 1, 1, 2, 3, 2])
        for order in [[1, 0, 2], [0, 2], [0, 1], [2], [0, 0, 1, 2], []] { #expect(throws: SnapshotError.self, "\(order)") { try read(order) } }
    }

    @Test("garbage, nothing, and lengths beyond all bounds are refused")
    func garbage() async throws {
        var random = SeededGenerator(seed: 5)
        for length in [0, 1, 17, 18, 100, 5000] {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            await expectSnapshotError({ $0 == .notASnapshot }) { _ = try await check(bytes) }
        }
        let head = try SnapshotSeal(new: nil).head
        for word: UInt32 in [0x7FFF_FFFF, 0xFFFF_FFFF, 1 << 20 + 1, 0] {
            await expectSnapshotError({ "\($0)".contains("chunk cannot") || "\($0)".contains("ends") }) { _ = try await check(head + word.bytes) }
        }
        await expectSnapshotError({ $0 == .newerForm(2) }) { _ = try await check(SnapshotSeal.mark + [2, 0]) }
        // A passphrase that would take a machine's memory to try.
        let costly = SnapshotSeal.mark + [1, 2] + [UInt8](repeating: 0, count: 32) + [40, 255, 255] + [UInt8](repeating: 0, count: 16)
        await expectSnapshotError({ "\($0)".contains("out of bounds") }) { _ = try await check(costly, try SnapshotKey(fileContent: Data("a passphrase of mine".utf8))) }
        for record in [[0x48, 0xFF, 0xFF, 0xFF, 0xFF], [0x52, 0x0F, 0xFF, 0xFF, 0xFF], [0x00, 0, 0, 0, 0]] as [[UInt8]] {
            await expectSnapshotError({ _ in true }) { _ = try await check(try sealed(record)) }
        }
    }

    @Test("whoever can make its checksums right can bring nothing in but rows of our tables, and nothing crashes")
    func forged() async throws {
        let (room, _, records) = try await made()
        var random = SeededGenerator(seed: 21)
        var taken = 0
        for round in 0..<count {
            var changed = records
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed[place] ^= UInt8.random(in: 1...255, using: &random)
                case 1: changed.remove(at: place)
                case 2: changed.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
                default: changed.removeSubrange(place..<min(changed.count, place + Int.random(in: 1...64, using: &random)))
                }
            }
            let bytes = try sealed(changed)
            do { _ = try await check(bytes); taken += 1 } catch is SnapshotError {}
            guard round % 10 == 0 else { continue }
            do { _ = try await SnapshotRestore(Tape(bytes).source).makeStore(at: room.place("to\(round)")); taken += 1 } catch is SnapshotError {} catch is StoreError {}
        }
        #expect(taken == 0)
        #expect(room.names(below: room.folder).filter { $0.contains("to") && $0.contains("sqlite") && !$0.hasPrefix("from") } == [])
    }

    @Test("a table that is none of ours is refused by name")
    func foreignTable() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        let (_, summary) = try await world.snapshot()
        for name in ["session", "grdb_migrations", "workspace; DROP TABLE file", "sqlite_schema"] {
            let tape = Tape()
            let writer = try SnapshotWriter(tape.sink, key: nil, header: summary.header) { _ in }
            let section = SnapshotSection(part: .store, workspace: world.workspace)
            try writer.section(section)
            try writer.begin(SnapshotTableHead(name: name, columns: ["id"]), in: section)
            try writer.endTable()
            _ = try writer.close(missing: [])
            await expectSnapshotError({ "\($0)".contains("unknown") }) { _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to")) }
        }
    }

    @Test("a later Covalence's is refused and says which")
    func newer() async throws {
        let room = try Room(), world = try await SnapshotWorld(in: room)
        var header = try await world.snapshot().1.header
        header.schema.append("99: from the future")
        header.madeBy = "9.9"
        let tape = Tape()
        _ = try SnapshotWriter(tape.sink, key: nil, header: header) { _ in }.close(missing: [])
        await expectSnapshotError({ $0 == .newerSchema(madeBy: "9.9") }) { _ = try await SnapshotRestore(tape.source).makeStore(at: room.place("to")) }
    }

    @Test("key files that are too short or too long are refused")
    func keys() throws {
        for content in [Data(), Data("short\n".utf8), Data(repeating: 0x61, count: 2000)] {
            #expect(throws: SnapshotError.self) { try SnapshotKey(fileContent: content) }
        }
    }

    private func sealed(_ records: [UInt8]) throws -> [UInt8] {
        let tape = Tape()
        var writer = try ChunkWriter(tape.sink, try SnapshotSeal(new: nil))
        try writer.write(records)
        try writer.finish()
        return tape.bytes
    }
}

/// The same numbers every time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
