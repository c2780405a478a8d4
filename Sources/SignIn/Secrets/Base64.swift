public import Foundation

/// Base64 without padding (RFC 4648), read strictly: one text for one row of bytes.
///
/// Byte by byte: every request brings a token and many take one along, and the library's way goes by texts, which takes longer than all else that is
/// done with them.
public enum Base64 {
    private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let alphabet = common + Array("+/".utf8)
    private static let alphabetOfAddresses = common + Array("-_".utf8)

    /// With `+` and `/`.
    static func unpadded(_ bytes: some Sequence<UInt8>) -> String { text(of: bytes, alphabet) }

    /// With `-` and `_`, for addresses and cookies.
    public static func url(_ bytes: some Sequence<UInt8>) -> String { text(of: bytes, alphabetOfAddresses) }

    /// With `-` and `_`, for what hands out its memory: a digest or a code of authentication would be copied byte by byte.
    public static func url(of bytes: some ContiguousBytes) -> String { bytes.withUnsafeBytes { text(of: $0, alphabetOfAddresses) } }

    private static func text(of bytes: some Sequence<UInt8>, _ alphabet: [UInt8]) -> String {
        let bytes = Array(bytes)
        return bytes.withUnsafeBytes { text(of: $0, alphabet) }
    }

    /// Four characters for three bytes, and at the end one more than there are bytes.
    private static func text(of bytes: UnsafeRawBufferPointer, _ alphabet: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { text in
            var end = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let piece = bytes[start..<min(start + 3, bytes.count)]
                let word = piece.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - piece.count))
                for place in 0...piece.count {
                    text[end] = alphabet[word >> (18 - 6 * place) & 63]
                    end += 1
                }
            }
            return end
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
}
