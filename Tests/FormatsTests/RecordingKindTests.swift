import Formats
import Testing

/// First bytes as the formats' own specifications give them, written by hand.
@Suite("Kinds of recording") struct RecordingKindTests {
    private static let mp3Frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00]  // MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes (144 · 128,000 / 44,100)

    @Test("is told by the first bytes", arguments: [
        (RecordingKind.wav, Array("RIFF".utf8) + [36, 0, 0, 0] + Array("WAVEfmt ".utf8)),
        (.ogg, Array("OggS".utf8) + [0, 2]),
        (.webm, [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)),
        (.mp4, [0, 0, 0, 0x18] + Array("ftypisom".utf8)),
        (.m4a, [0, 0, 0, 0x20] + Array("ftypM4A ".utf8)),
        (.mp3, Array("ID3".utf8) + [4, 0, 0]),
        (.mp3, mp3Frame + [UInt8](repeating: 0, count: 413) + mp3Frame),
    ])
    func recognised(kind: RecordingKind, bytes: [UInt8]) {
        #expect(RecordingKind(firstBytes: bytes) == kind)
    }

    @Test("is none where they are something else", arguments: [
        [UInt8](), [0xFF], Array("WEBVTT\n\n".utf8), Array("RIFF....AVI LIST".utf8), Array("%PDF-1.7".utf8),
        // A Matroska file that is no WebM.
        [0x1A, 0x45, 0xDF, 0xA3, 0xA3, 0x42, 0x82, 0x88] + Array("matroska".utf8),
        // One frame header and then no second one: two stray bytes.
        mp3Frame + [UInt8](repeating: 0, count: 500),
        [0xFF, 0xFE, 0x41, 0x00], Array("OggX".utf8), Array("ID".utf8),
    ])
    func refused(bytes: [UInt8]) {
        #expect(RecordingKind(firstBytes: bytes) == nil)
    }
}
