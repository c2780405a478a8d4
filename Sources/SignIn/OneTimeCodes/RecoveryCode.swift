/// A code for whoever has lost the authenticator: 80 random bits, sixteen letters and digits in groups of four, shown once.
/// Stored is its ``TokenDigest``; a plain SHA-256 is enough, for 80 random bits cannot be tried through.
public struct RecoveryCode: Confidential {
    /// So many are given out together.
    public static let count = 10
    private static let byteCount = 10
    /// Crockford's: without i, l, o and u, which are misread.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private let letters: String

    /// Ten new ones.
    public static func make() -> [RecoveryCode] {
        (0..<count).map { _ in
            RecoveryCode(letters: Base32.encoded(SecretBytes.random(byteCount), alphabet: alphabet))
        }
    }

    private init(letters: String) { self.letters = letters }

    /// Reads a code as it was typed: capitals, spaces and hyphens do not matter, i and l count as 1, o as 0. Nil when it cannot
    /// be one of ours.
    public init?(entered: String) {
        guard entered.utf8.count <= 64 else { return nil }
        var letters: [UInt8] = []
        for letter in entered.lowercased().utf8 {
            switch letter {
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            case UInt8(ascii: "i"), UInt8(ascii: "l"): letters.append(UInt8(ascii: "1"))
            case UInt8(ascii: "o"): letters.append(UInt8(ascii: "0"))
            default:
                guard Self.alphabet.contains(letter) else { return nil }
                letters.append(letter)
            }
        }
        guard letters.count == 16 else { return nil }
        self.letters = String(decoding: letters, as: UTF8.self)
    }

    /// As it is shown to its owner: `7kq2-m0xa-9v3d-4hwz`.
    public var text: String {
        stride(from: 0, to: 16, by: 4).map { String(letters.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What to store.
    public var digest: TokenDigest { TokenDigest(hashing: Array(letters.utf8)) }

    /// Which of the digests that are left is this code's; nil when none. All are compared. The caller deletes the one found, in
    /// the same transaction that signs in.
    public func place(among digests: [TokenDigest]) -> Int? {
        let mine = digest
        var found: Int?
        for (place, digest) in digests.enumerated() where digest == mine { found = place }
        return found
    }
}
