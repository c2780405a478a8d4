import Foundation

/// Base64 without padding (RFC 4648), read strictly: one text for one row of bytes.
enum Base64 {
    /// With `+` and `/`.
    static func unpadded(_ bytes: [UInt8]) -> String {
        let padded = Data(bytes).base64EncodedString()
        return String(padded.prefix { $0 != "=" })
    }

    /// With `-` and `_`, for addresses and cookies.
    static func url(_ bytes: [UInt8]) -> String {
        swapped(unpadded(bytes)) { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
    }

    /// Nil unless `unpadded` writes exactly this text.
    static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        decoded(text.utf8) { $0 == UInt8(ascii: "+") ? 62 : $0 == UInt8(ascii: "/") ? 63 : nil }
    }

    /// Nil unless `url` writes exactly this text.
    static func decodedURL(_ text: some StringProtocol) -> [UInt8]? {
        decoded(text.utf8) { $0 == UInt8(ascii: "-") ? 62 : $0 == UInt8(ascii: "_") ? 63 : nil }
    }

    /// Character by character: every request brings a token, and the library's way, which also takes what is written otherwise, would have to be checked
    /// by writing it again.
    private static func decoded(_ text: some Collection<UInt8>, _ last: (UInt8) -> UInt32?) -> [UInt8]? {
        var bytes: [UInt8] = [], bits: UInt32 = 0, count = 0
        bytes.reserveCapacity(text.count * 3 / 4)
        for character in text {
            let value: UInt32? = switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
            default: last(character)
            }
            guard let value else { return nil }
            bits = bits << 6 | value
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            bits &= (1 << UInt32(count)) - 1
        }
        // One character alone holds no byte, and what is left over is nothing.
        return count < 6 && bits == 0 ? bytes : nil
    }

    /// Byte by byte: every request brings a token, and searching in texts takes longer than all else that is done with it.
    private static func swapped(_ text: some StringProtocol, _ other: (UInt8) -> UInt8) -> String {
        String(decoding: text.utf8.map(other), as: UTF8.self)
    }
}
