import Crypto

/// A secret that proves something by being known: a session, an invitation, a reset, the first start. 256 random bits, handed
/// out once as text; what is stored is its ``TokenDigest``, from which it cannot be found.
public struct SecretToken: Confidential, Equatable {
    private static let byteCount = 32
    private let bytes: [UInt8]

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// A new one from the system's random numbers.
    public static func make() -> SecretToken { SecretToken(bytes: SecretBytes.random(byteCount)) }

    /// Reads what ``text`` wrote; nil for anything else.
    public init?(text: String) {
        guard text.utf8.count == 43, let bytes = Base64.decodedURL(text), bytes.count == Self.byteCount else { return nil }
        self.init(bytes: bytes)
    }

    /// The secret itself: 43 characters of base64url (RFC 4648), safe in addresses and cookies. For its owner only.
    public var text: String { Base64.url(bytes) }

    /// What to store. A plain SHA-256 is enough: 256 random bits cannot be tried through.
    public var digest: TokenDigest { TokenDigest(hashing: bytes) }

    /// Compared in constant time.
    public static func == (a: SecretToken, b: SecretToken) -> Bool { SecretBytes.equal(a.bytes, b.bytes) }
}
