import Foundation

/// A UUID as 36 characters: 32 hexadecimal digits, with hyphens behind the 8th, 12th, 16th and 20th († RFC 9562, section 4).
///
/// Foundation's own goes through the C library's formatted input and output; ids are read and written with every request, link and line of the log.
enum CanonicalForm {
    private static let digits = Array("0123456789abcdef".utf8)

    /// In lower case.
    static func text(_ uuid: UUID) -> String {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var place = 0
                for (index, byte) in bytes.enumerated() {
                    if isBehindHyphen(index) {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = digits[Int(byte >> 4)]
                    text[place + 1] = digits[Int(byte & 15)]
                    place += 2
                }
                return place
            }
        }
    }

    /// In either case; nil for anything else.
    static func uuid(_ text: some StringProtocol) -> UUID? {
        let utf8 = text.utf8
        guard utf8.count == length else { return nil }
        // What is not in one piece is written on in one.
        return utf8.withContiguousStorageIfAvailable(uuid(of:)) ?? Array(utf8).withUnsafeBufferPointer(uuid(of:))
    }

    private static let length = 36

    private static func uuid(of text: UnsafeBufferPointer<UInt8>) -> UUID? {
        var bytes = (UInt64(0), UInt64(0)), place = 0
        for index in 0..<16 {
            if isBehindHyphen(index) {
                guard text[place] == UInt8(ascii: "-") else { return nil }
                place += 1
            }
            guard let high = value(of: text[place]), let low = value(of: text[place + 1]) else { return nil }
            let byte = high << 4 | low
            if index < 8 { bytes.0 = bytes.0 << 8 | byte } else { bytes.1 = bytes.1 << 8 | byte }
            place += 2
        }
        return withUnsafeBytes(of: (bytes.0.bigEndian, bytes.1.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Whether a hyphen stands before the byte of this index.
    private static func isBehindHyphen(_ index: Int) -> Bool { index == 4 || index == 6 || index == 8 || index == 10 }

    private static func value(of character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
