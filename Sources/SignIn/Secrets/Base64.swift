import Foundation

/// Base64 without padding (RFC 4648), read strictly: one text for one row of bytes.
enum Base64 {
    /// With `+` and `/`.
    static func unpadded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    /// With `-` and `_`, for addresses and cookies.
    static func url(_ bytes: [UInt8]) -> String {
        unpadded(bytes).replacing("+", with: "-").replacing("/", with: "_")
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
        return decoded(String(text).replacing("-", with: "+").replacing("_", with: "/"))
    }
}
