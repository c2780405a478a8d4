/// A number for a speaker, from the bytes that name it. Two of a thousand speakers share a number once in some
/// 4,000 conversations; the only effect is that the tagger takes them for one.
enum SpeakerKey {
    static func of(_ field: TagLine.Field, in bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard field.kind == .string || field.kind == .number else { return -1 }
        var value = WordHash.offset
        for byte in bytes[field.start..<field.end] { value = (value ^ UInt64(byte)) &* WordHash.prime }
        return Int32(truncatingIfNeeded: WordHash.mix(value) >> 33)
    }
}
