import Covalence
import Foundation
import GRDB
import Store
import StoreTesting
import Testing

/// A folder that goes away with the test, and the store in it. `TestStore` chooses the engine.
final class Room: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        TestStore.remove(folder)
    }

    func makeStore() async throws -> any RecordStore {
        try await TestStore.open(folder)
    }

    /// Another program at SQLite's file, which may leave a transaction open.
    func outsider() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: folder.appendingPathComponent("covalence.sqlite").path, configuration: configuration)
    }

    /// A store with one workspace.
    func makeWorkspace(_ id: Identifier<Workspace> = .make(at: .base)) async throws -> (any RecordStore, any WorkspaceStore) {
        let store = try await makeStore()
        if try await !store.workspaces().contains(where: { $0.id == id }) {
            try await store.createWorkspace(WorkspaceRecord(id: id, name: "Team", createdAt: .base))
        }
        return (store, try await store.workspace(id))
    }

    /// Every file of the store that holds these bytes.
    func filesHolding(_ text: String) throws -> [String] { try TestStore.files(folder, holding: text) }
}

extension Timestamp {
    /// 2026-03-04T09:00:00Z: 1772614800 seconds after 1970 (`date -ud 2026-03-04T09:00 +%s`).
    static let base = Timestamp(milliseconds: 1_772_614_800_000)

    static func minutes(_ minutes: Int) -> Timestamp { base.advanced(by: Int64(minutes) * 60_000) }
}

/// A meeting with what a test wants of it; everything else is made up.
func newMeeting(
    title: String = "First meeting",
    at start: Timestamp? = .base,
    recordedAt: Timestamp = .base,
    lines: [(String, String)] = [("Anna", "What would that mean for your plant?"), ("Ben", "We would save two shifts a week.")],
    sides: [String: Side] = ["Anna": .seller, "Ben": .customer],
    organizations: [String: String] = ["Anna": "Nordwind", "Ben": "Halden Works"],
    acts: Bool = true,
    castAuthor: Claim.Author = .person("Petra"),
    language: String? = "en"
) -> NewMeeting {
    var speakers: [String] = []
    for (label, _) in lines where !speakers.contains(label) { speakers.append(label) }
    let utterances = lines.enumerated().map { index, line in
        Utterance(
            speaker: speakers.firstIndex(of: line.0), time: TimeSpan(start: index * 4000, end: index * 4000 + 3500), text: line.1
        )
    }
    var cast = Cast(labels: speakers) { .make(at: .base) }
    for index in cast.participants.indices {
        cast.participants[index].side = sides[cast.participants[index].name]
        cast.participants[index].organization = organizations[cast.participants[index].name]
    }
    return NewMeeting(
        Meeting(id: .make(at: .base), title: title, startedAt: start, recordedAt: recordedAt),
        transcript: NewTranscript(
            Transcript(id: .make(at: .base), language: language, speakers: speakers, utterances: utterances),
            acts: acts ? utterances.map {
                TaggedAct(act: $0.text.hasSuffix("?") ? .question : .statement, question: $0.text.hasSuffix("?") ? .open : nil, confidence: 0.75)
            } : nil,
            engine: acts ? "acts-en/1" : nil,
            words: lines.reduce(0) { $0 + $1.1.split(separator: " ").count },
            author: .imported("test"),
            madeAt: .base
        ),
        cast: cast,
        castAuthor: castAuthor
    )
}

func suggestion(
    _ kind: String, _ new: NewMeeting, _ range: Range<Int>, value: String? = nil, at time: Timestamp = .base
) -> Claim {
    Claim(
        id: .make(at: time), kind: kind, subject: .meeting(new.meeting.id), value: value, payload: ["rule": "r1"],
        author: .engine("words-en/1"), recordedAt: time,
        evidence: [Evidence(.words(Evidence.Words(transcript: new.transcript.transcript.id, range: range)))]
    )
}

/// That a call fails with a conflict.
func expectConflict(_ expected: StoreError.Conflict, _ body: () async throws -> Void) async {
    await #expect(throws: StoreError.conflict(expected)) { try await body() }
}

let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"
