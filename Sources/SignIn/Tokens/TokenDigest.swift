import Crypto

/// The SHA-256 of a secret that is too long to guess: what the store keeps of tokens and recovery codes. Not itself a secret,
/// but no use to anybody either.
public struct TokenDigest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    init(hashing secret: [UInt8]) { bytes = Array(SHA256.hash(data: secret)) }

    /// A digest read from the store; nil unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Whether it was made of this token; compared in constant time.
    public func matches(_ token: SecretToken) -> Bool { self == token.digest }

    /// Compared in constant time.
    public static func == (a: TokenDigest, b: TokenDigest) -> Bool { SecretBytes.equal(a.bytes, b.bytes) }

    /// Its first four bytes, enough to tell two apart in a log.
    public var description: String { bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "…" }
}
