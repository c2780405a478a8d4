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
        let text = String(text)
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding), unpadded(Array(data)) == text else { return nil }
        return Array(data)
    }

    /// Nil unless `url` writes exactly this text.
    static func decodedURL(_ text: some StringProtocol) -> [UInt8]? {
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else { return nil }
        return decoded(swapped(text) { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        })
    }

    /// Byte by byte: every request brings a token, and searching in texts takes longer than all else that is done with it.
    private static func swapped(_ text: some StringProtocol, _ other: (UInt8) -> UInt8) -> String {
        String(decoding: text.utf8.map(other), as: UTF8.self)
    }
}
