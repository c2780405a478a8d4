/// Base32 without padding (RFC 4648), the way authenticator apps take a secret.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func encoded(_ bytes: [UInt8]) -> String { encoded(bytes, alphabet: alphabet) }

    /// Five bits a letter, with any alphabet of 32 letters.
    static func encoded(_ bytes: [UInt8], alphabet: [UInt8]) -> String {
        var result: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 5 {
                count -= 5
                result.append(alphabet[bits >> count & 31])
            }
        }
        if count > 0 { result.append(alphabet[bits << (5 - count) & 31]) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Small letters are read too; nil for other characters, and for bits that encoding would not have left.
    static func decoded(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 1_024 else { return nil }
        var result: [UInt8] = []
        var bits = 0
        var count = 0
        for letter in text.uppercased().utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            bits = (bits << 5 | value) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                result.append(UInt8(bits >> count & 0xFF))
            }
        }
        guard encoded(result) == text.uppercased() else { return nil }
        return result
    }
}
