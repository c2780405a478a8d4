import Covalence
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("Recordings")
struct RecordingTests {
    /// A tenth of a second of silence: RIFF header, PCM, 8 kHz, 8 bit, one channel (the format's own description).
    static func wav(_ filler: UInt8 = 128) -> Data {
        func little(_ value: UInt32, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * UInt32($0)) & 255) } }
        let samples = [UInt8](repeating: filler, count: 800)
        var bytes = Array("RIFF".utf8) + little(UInt32(36 + samples.count), 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        bytes += little(1, 2) + little(1, 2) + little(8000, 4) + little(8000, 4) + little(1, 2) + little(8, 2)
        return Data(bytes + Array("data".utf8) + little(UInt32(samples.count), 4) + samples)
    }

    @Test("a recording plays with the meeting, and a second one takes its place")
    func attach() async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let first = try await room.bench.receiveRecording(by: .owner)
        for start in stride(from: 0, to: Self.wav().count, by: 100) { try first.append(Self.wav()[start..<min(start + 100, Self.wav().count)]) }
        var summary = try await room.bench.attachRecording(first, named: "/tmp/a.wav", to: id, by: .owner)
        let hash = try #require(summary.recording)
        #expect(try room.bench.records.files.read(hash) == Self.wav())
        let stored = try #require(try await room.open(id).files.first { $0.role == .recording })
        #expect(stored.file.mediaType == "audio/wav" && stored.file.name == "a.wav" && stored.file.bytes == Self.wav().count)
        let second = try await room.bench.receiveRecording(by: .owner)
        try second.append(Self.wav(127))
        summary = try await room.bench.attachRecording(second, named: "b.wav", to: id, by: .owner)
        #expect(summary.recording == ContentHash(of: Self.wav(127)))
    }

    @Test("what is no recording is refused with a sentence, and leaves nothing behind", arguments: [
        Data("This is a text file that says it is a recording.".utf8), Data(), Data("RIFF".utf8), Data(repeating: 0, count: 5000),
    ])
    func refused(content: Data) async throws {
        let room = try await Room.open()
        let id = try await room.meeting().id
        let file = try await room.bench.receiveRecording(by: .owner)
        try file.append(content)
        let refusal = await #expect(throws: NotARecording.self) {
            try await room.bench.attachRecording(file, named: "talk\u{202E}.mp3", to: id, by: .owner)
        }
        #expect(refusal?.file == "talk.mp3")
        expectSentence(refusal)
        #expect(try await room.open(id).summary.recording == nil)
        if content.count > 10 { #expect(room.bench.records.files.url(of: ContentHash(of: content)) == nil) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: room.folder.appendingPathComponent("files/incoming").path).isEmpty)
    }

    @Test("a recording over the limit is refused, and one for a meeting that is not there")
    func limitAndMissing() async throws {
        var settings = WorkspaceSettings()
        settings.recordingLimit = 100
        let room = try await Room.open(settings)
        let file = try await room.bench.receiveRecording(by: .owner)
        #expect(throws: StoreError.tooLarge(limit: 100)) { try file.append(Self.wav()) }
        let other = try await room.bench.receiveRecording(by: .owner)
        try other.append(Self.wav().prefix(60))
        expectSentence(await #expect(throws: StoreError.self) {
            try await room.bench.attachRecording(other, named: "a.wav", to: .make(at: Timestamp(milliseconds: 0)), by: .owner)
        })
    }
}
