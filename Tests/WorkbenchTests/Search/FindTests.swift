import Covalence
import Foundation
import Language
import MeetingInteraction
import Store
import StoreTesting
import Testing
@testable import Workbench

/// Meanings are put into the store by hand here: each is a direction of its own, so that what is near to what is known. That texts are read as they should be is tested
/// with the real encoder below, where it is there.
@Suite("Searching what was said and written")
struct FindTests {
    /// Puts a meaning to each utterance of a meeting, by degrees.
    private func keep(_ degrees: [Double], of meeting: Identifier<Meeting>, _ room: Room) async throws {
        let transcript = try await room.bench.store.transcript(of: meeting).transcript
        let offsets = transcript.offsets
        let scale = Float(1.0 / 127)
        var meaning = Data()
        var passages: [Passage] = []
        for (index, degree) in degrees.enumerated() {
            var row = [Int8](repeating: 0, count: SentenceVector.width)
            row[0] = Int8((cos(degree * .pi / 180) * 127).rounded())
            row[1] = Int8((sin(degree * .pi / 180) * 127).rounded())
            meaning.append(contentsOf: row.map { UInt8(bitPattern: $0) })
            passages.append(Passage(first: index, count: 1, range: offsets.range(of: index), label: transcript.utterances[index].speaker, scale: scale))
        }
        try await room.bench.store.keep(PassageSet(.meeting(meeting), engine: PassageMaker.engine, madeFrom: 1, madeAt: Timestamp(milliseconds: 1), passages: passages, meaning: meaning))
    }

    private func utterances(_ found: Found) -> [Int] {
        found.places.compactMap { if case .said(let moment, _) = $0.place { moment.utterance } else { nil } }
    }

    @Test("more like an utterance: the nearest first, without itself, and nothing that is far")
    func alike() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        try await keep([0, 20, 40, 10, 85, 180], of: meeting.id, room)
        let found = try await room.bench.alike(to: meeting.id, utterance: 0, by: .owner)
        #expect(utterances(found) == [3, 1, 2])
        #expect(found.places.map { ($0.likeness ?? 0) > 0.7 } == [true, true, true])
        #expect(found.model?.text == talk[0].1)
        #expect(found.places.allSatisfy { !$0.hasWords })
    }

    @Test("a side, a name and a finding narrow")
    func narrowing() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        try await keep([0, 1, 2, 3, 4, 5], of: meeting.id, room)
        func found(_ filter: FindFilter) async throws -> [Int] { utterances(try await room.bench.alike(to: meeting.id, utterance: 0, filter: filter, by: .owner)) }
        #expect(try await found(FindFilter(speaker: SpeakerFilter(side: .customer))) == [1, 3, 5])
        #expect(try await found(FindFilter(speaker: SpeakerFilter(name: "anna"))) == [2, 4])
        #expect(try await found(FindFilter(code: "price")) == [2])
        #expect(try await found(FindFilter(code: "objection")) == [3])
        #expect(try await found(FindFilter(language: "de")).isEmpty)
        #expect(try await found(FindFilter(before: Timestamp(milliseconds: 1))).isEmpty)
    }

    @Test("a rejected finding narrows no more")
    func rejected() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        try await keep([0, 1, 2, 3, 4, 5], of: meeting.id, room)
        let claim = try await room.open(meeting.id).claim(.price)
        try await room.bench.decide(claim.id, .reject(reason: nil), expecting: .suggested, by: .owner)
        let found = try await room.bench.alike(to: meeting.id, utterance: 0, filter: FindFilter(code: "price"), by: .owner)
        #expect(found.places.isEmpty)
    }

    @Test("another team finds nothing, and cannot ask from a place it does not see")
    func sight() async throws {
        let world = try await UseCaseWalkTests.World.make()
        try await keep([0, 1, 2, 3, 4, 5], of: world.meeting, world.room)
        let bench = world.room.bench
        #expect(try await bench.alike(to: world.meeting, utterance: 0, by: world.holder).places.count == 5)
        await #expect(throws: StoreError.self) { try await bench.alike(to: world.meeting, utterance: 0, by: world.outsider) }
        let outside = try await bench.find(Find("saves us", way: .words), by: world.outsider)
        #expect(outside.places.isEmpty)
        let held = try await bench.find(Find("saves us", way: .words), by: world.holder)
        #expect(held.places.count == 1)
    }

    @Test("without the encoder it is looked for by words, and told what to do")
    func withoutEncoder() async throws {
        let room = try await Room.open()
        try await room.meeting()
        let found = try await room.bench.find(Find("price is"), by: .owner)
        #expect(utterances(found) == [2])
        #expect(found.way == .words)
        #expect(found.problem == MeaningFiles.nowhere)
        #expect(found.places.first?.hasWords == true)
        #expect(found.places.first?.likeness == nil)
        #expect(try await room.bench.find(Find("price", way: .meaning), by: .owner).places.isEmpty)
    }

    @Test("words in what was written are found too, and not where somebody has to speak")
    func written() async throws {
        let room = try await Room.open()
        let note = Interaction(id: .make(at: Workbench.clock()), kind: .note, title: "Note", recordedAt: Workbench.clock(), text: "The price is heard of.")
        _ = try await room.bench.store.add([NewInteraction(note)], at: Workbench.clock())
        let found = try await room.bench.find(Find("price", way: .words), by: .owner)
        guard case .written(let moment)? = found.places.first?.place else { return #expect(Bool(false), "it is not found") }
        #expect(moment.interaction == note.id)
        let narrowed = try await room.bench.find(Find("price", way: .words, filter: FindFilter(speaker: SpeakerFilter(side: .customer))), by: .owner)
        #expect(narrowed.places.isEmpty)
    }

    @Test("nothing of an erased meeting stays in memory")
    func erased() async throws {
        let room = try await Room.open()
        let first = try await room.meeting(), second = try await room.meeting(vtt(Array(talk.reversed())), named: "second.vtt")
        for meeting in [first, second] { try await keep([0, 1, 2, 3, 4, 5], of: meeting.id, room) }
        #expect(try await room.bench.alike(to: first.id, utterance: 0, by: .owner).places.count == 11)
        #expect(room.bench.passages.bytes == 12 * SentenceVector.width)
        try await room.bench.erase(second.id, by: .owner)
        #expect(room.bench.passages.bytes == 6 * SentenceVector.width)
        #expect(try await room.bench.alike(to: first.id, utterance: 0, by: .owner).places.count == 5)
    }

    @Test("what another process erased goes from memory with the next search")
    func erasedElsewhere() async throws {
        let room = try await Room.open()
        let first = try await room.meeting(), second = try await room.meeting(vtt(Array(talk.reversed())), named: "second.vtt")
        for meeting in [first, second] { try await keep([0, 1, 2, 3, 4, 5], of: meeting.id, room) }
        _ = try await room.bench.alike(to: first.id, utterance: 0, by: .owner)
        try await room.again().erase(second.id, by: .owner)
        _ = try await room.bench.alike(to: first.id, utterance: 0, by: .owner)
        #expect(room.bench.passages.bytes == 6 * SentenceVector.width)
    }

    @Test("many passages are found through an index, new ones too, and what is forgotten is in no index")
    func indexed() async throws {
        func set(_ degrees: [Double]) -> PassageSet {
            var meaning = Data()
            for degree in degrees {
                var row = [Int8](repeating: 0, count: SentenceVector.width)
                row[0] = Int8((cos(degree * .pi / 180) * 127).rounded())
                row[1] = Int8((sin(degree * .pi / 180) * 127).rounded())
                meaning.append(contentsOf: row.map { UInt8(bitPattern: $0) })
            }
            return PassageSet(
                .meeting(.make(at: Workbench.clock())), engine: "e/1", madeFrom: 1, madeAt: Workbench.clock(),
                passages: degrees.indices.map { Passage(first: $0, count: 1, range: 0..<1, label: nil, scale: 1 / 127) }, meaning: meaning
            )
        }
        let shelf = PassageShelf(indexedFrom: 10)
        let query = QuantizedVector(values: [127] + [Int8](repeating: 0, count: SentenceVector.width - 1), scale: 1 / 127)
        func found(_ sets: [PassageSet], only: [[Bool]]? = nil) -> [[Int]] {
            shelf.nearest(to: query, in: sets, only: only, count: 3, floor: 0.5).map { [$0.block, $0.row] }
        }
        let first = set([0, 20, 40, 60, 80, 100, 120]), second = set([10, 30, 50, 70, 90])
        #expect(found([first, second]) == [[0, 0], [1, 0], [0, 1]])
        // Made beside the searches, of twelve rows: a minute is more than enough on any machine.
        for _ in 0..<12_000 where !shelf.isIndexed { try await Task.sleep(for: .milliseconds(5)) }
        #expect(shelf.isIndexed)
        #expect(found([first, second]) == [[0, 0], [1, 0], [0, 1]])
        // A new one is not in the index; one that is not in sight is, and is not found.
        let third = set([5])
        #expect(found([first, second, third]) == [[0, 0], [2, 0], [1, 0]])
        #expect(found([second, third, set([80, 80, 80, 80, 80])]) == [[1, 0], [0, 0], [0, 1]])
        #expect(found([first, second], only: [[false, true, true, true, true, true, true], [false, true, true, true, true]]) == [[0, 1], [1, 1], [0, 2]])
        shelf.forget(second.holder)
        #expect(!shelf.isIndexed)
    }

    @Test("whatever is typed is no error", arguments: ["", " ", "\"", "*", "👋", "a", "\u{0}", String(repeating: "word ", count: 400), "'; DROP TABLE meeting; --"])
    func typed(text: String) async throws {
        let room = try await Room.open()
        try await room.meeting()
        for way in Find.Way.allCases where text.count < 1_000 || way == .meaning {
            _ = try await room.bench.find(Find(text, way: way), by: .owner)
        }
        guard text.count > 1_000 else { return }
        // By words alone, more words than can be searched for are refused with a sentence.
        await #expect(throws: StoreError.self) { try await room.bench.find(Find(text, way: .words), by: .owner) }
    }
}

@Suite("Reading by meaning", .serialized)
struct ReadPassagesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../.deps/meaning").standardizedFileURL
    private static let isThere = (try? MeaningFiles(folder: folder).check()) != nil

    private func bench(in room: Room, meaning folder: URL) async throws -> Workbench {
        let analyzer = try MeetingAnalyzer.bundled { MeaningDesk(MeaningFiles(folder: folder), tagger: $0, folder: nil) }
        return try await Workbench.opening(room.bench.records, analyzer: analyzer)
    }

    @Test("the job reads what is there once, and what is asked in other words is found", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func reads() async throws {
        let room = try await Room.open()
        let meeting = try await room.meeting()
        let note = Interaction(id: .make(at: Workbench.clock()), kind: .note, title: "Note", recordedAt: Workbench.clock(), text: "He goes on holiday to the seaside until August.")
        _ = try await room.bench.store.add([NewInteraction(note)], at: Workbench.clock())
        let bench = try await bench(in: room, meaning: Self.folder)
        #expect(try await bench.find(Find("we cannot afford that", way: .meaning), by: .owner).unread == 2)
        let runner = JobRunner(Workbenches(of: bench))
        _ = try await runner.workOff()
        #expect(try await bench.store.passageProgress(engine: PassageMaker.engine) == PassageProgress(all: 2, left: 0))
        // By hand: “too expensive for us at the moment” is what was meant.
        let found = try await bench.find(Find("we cannot afford that", way: .meaning), by: .owner)
        guard case .said(let moment, _)? = found.places.first?.place else { return #expect(Bool(false), "nothing was found") }
        #expect(moment.meeting == meeting.id)
        #expect(moment.utterance == 3)
        let away = try await bench.find(Find("when is he back from his vacation"), by: .owner)
        guard case .written(let written)? = away.places.first?.place else { return #expect(Bool(false), "the note was not found") }
        #expect(written.interaction == note.id)
        #expect(written.excerpt == note.text)
        #expect(try await ReadPassagesJob().due(at: bench, now: Workbench.clock()) == nil)
    }

    @Test("a broken model fails the job once with what to do, and is not begun again", .enabled(if: isThere, "the sentence encoder is not fetched"))
    func broken() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil) where file.lastPathComponent != "model.onnx" {
            try FileManager.default.createSymbolicLink(at: folder.appending(path: file.lastPathComponent), withDestinationURL: file)
        }
        try Data("no model".utf8).write(to: folder.appending(path: "model.onnx"))
        let room = try await Room.open()
        try await room.meeting()
        let bench = try await bench(in: room, meaning: folder)
        let counts = try await JobRunner(Workbenches(of: bench)).workOff()
        #expect(counts[.failed] == 1)
        #expect(try await ReadPassagesJob().due(at: bench, now: Workbench.clock()) == nil)
        let job = try #require(try await bench.store.jobs(JobQuery(states: [.failed], limit: 5)).items.first)
        #expect(job.kind == .readPassages)
        #expect(job.problem?.contains("by their words") == true)
        let found = try await bench.find(Find("price is"), by: .owner)
        #expect(found.way == .words)
        #expect(found.problem != nil)
        #expect(found.places.count == 1)
    }
}
