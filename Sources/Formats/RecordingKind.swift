/// The kinds of recording that a page can play, told by their first bytes, never by their name.
public enum RecordingKind: String, Hashable, Sendable, CaseIterable {
    case mp3
    case m4a
    case wav
    case ogg
    case mp4
    case webm

    /// How many bytes are looked at.
    public static let neededBytes = 4096

    /// The media type to send to a browser.
    public var mediaType: String {
        switch self {
        case .mp3: "audio/mpeg"
        case .m4a: "audio/mp4"
        case .wav: "audio/wav"
        case .ogg: "audio/ogg"
        case .mp4: "video/mp4"
        case .webm: "video/webm"
        }
    }

    /// The kind that begins with these bytes; nil where none does.
    ///
    /// WAV: `RIFF....WAVE`. Ogg: `OggS`. WebM: an EBML header whose document type is `webm`. MP4 and M4A: a box `ftyp`, told
    /// apart by its brand. MP3: an ID3 tag, or a frame header followed by a second one where the first frame's length says
    /// (ISO/IEC 11172-3), so that two stray bytes are not taken for sound.
    public init?(firstBytes bytes: [UInt8]) {
        func has(_ text: StaticString, at offset: Int) -> Bool {
            guard bytes.count >= offset + text.utf8CodeUnitCount else { return false }
            return text.withUTF8Buffer { $0.elementsEqual(bytes[offset..<offset + $0.count]) }
        }
        if has("RIFF", at: 0), has("WAVE", at: 8) {
            self = .wav
        } else if has("OggS", at: 0) {
            self = .ogg
        } else if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            let head = bytes.prefix(64)
            guard head.indices.contains(where: { has("webm", at: $0) }) else { return nil }
            self = .webm
        } else if has("ftyp", at: 4) {
            self = has("M4A", at: 8) || has("M4B", at: 8) ? .m4a : .mp4
        } else if has("ID3", at: 0) || Self.hasTwoMP3Frames(bytes) {
            self = .mp3
        } else {
            return nil
        }
    }

    private static func hasTwoMP3Frames(_ bytes: [UInt8]) -> Bool {
        guard let length = frameLength(bytes, at: 0) else { return false }
        return frameLength(bytes, at: length) != nil
    }

    /// Bytes of the MPEG audio frame (layer III) at an offset; nil where there is none.
    private static func frameLength(_ bytes: [UInt8], at offset: Int) -> Int? {
        guard bytes.count >= offset + 4, bytes[offset] == 0xFF, bytes[offset + 1] & 0xE0 == 0xE0 else { return nil }
        let version = (bytes[offset + 1] >> 3) & 3
        let layer = (bytes[offset + 1] >> 1) & 3
        let rate = Int(bytes[offset + 2] >> 4)
        let sampling = Int((bytes[offset + 2] >> 2) & 3)
        guard version != 1, layer == 1, rate > 0, rate < 15, sampling < 3 else { return nil }
        let isVersion1 = version == 3
        let rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
        let rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
        let samplings = [44_100, 48_000, 32_000]
        let frequency = samplings[sampling] / (isVersion1 ? 1 : version == 2 ? 2 : 4)
        let padding = Int((bytes[offset + 2] >> 1) & 1)
        return (isVersion1 ? 144 : 72) * (isVersion1 ? rates1 : rates2)[rate] * 1000 / frequency + padding
    }
}
