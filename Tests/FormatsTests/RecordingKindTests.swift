import Formats
import Testing

/// First bytes as the formats' own specifications give them, written by hand.
@Suite("Kinds of recording") struct RecordingKindTests {
    struct Head: Sendable {
        var kind: RecordingKind?
        var bytes: [UInt8]

        init(_ kind: RecordingKind?, _ parts: [UInt8]..., text: String = "", then: [UInt8] = []) {
            self.kind = kind
            bytes = parts.flatMap { $0 } + Array(text.utf8) + then
        }
    }

    /// MPEG-1 layer III, 128 kbit/s, 44.1 kHz: a frame of 417 bytes (144 · 128,000 / 44,100).
    private static let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00]
    private static let zeros = [UInt8](repeating: 0, count: 413)

    static let recognised: [Head] = [
        Head(.wav, Array("RIFF".utf8), [36, 0, 0, 0], text: "WAVEfmt "),
        Head(.ogg, text: "OggS", then: [0, 2]),
        Head(.webm, [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84], text: "webm"),
        Head(.mp4, [0, 0, 0, 0x18], text: "ftypisom"),
        Head(.m4a, [0, 0, 0, 0x20], text: "ftypM4A "),
        Head(.mp3, text: "ID3", then: [4, 0, 0]),
        Head(.mp3, frame, zeros, frame),
    ]

    static let refused: [Head] = [
        Head(nil), Head(nil, [0xFF]), Head(nil, text: "WEBVTT\n\n"), Head(nil, text: "RIFF....AVI LIST"), Head(nil, text: "%PDF-1.7"),
        // A Matroska file that is no WebM.
        Head(nil, [0x1A, 0x45, 0xDF, 0xA3, 0xA3, 0x42, 0x82, 0x88], text: "matroska"),
        // One frame header and then no second one: stray bytes.
        Head(nil, frame, zeros, [0, 0, 0, 0]),
        Head(nil, [0xFF, 0xFE, 0x41, 0x00]), Head(nil, text: "OggX"), Head(nil, text: "ID"),
    ]

    @Test("is told by the first bytes, and is none where they are something else", arguments: recognised + refused)
    func kind(head: Head) {
        #expect(RecordingKind(firstBytes: head.bytes) == head.kind)
    }
}
