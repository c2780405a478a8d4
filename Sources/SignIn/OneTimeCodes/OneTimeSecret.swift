import Crypto
import Foundation

/// The secret an authenticator app and we share, and the codes it gives: TOTP (RFC 6238) with SHA-1, six digits, steps of
/// 30 seconds, what every app understands.
public struct OneTimeSecret: Confidential {
    /// Seconds a code holds.
    public static let period: Int64 = 30
    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// A new secret of 160 bits, as RFC 4226 recommends.
    public static func make() -> OneTimeSecret { OneTimeSecret(bytes: SecretBytes.random(20)) }

    /// Reads what ``base32`` wrote; nil for anything that is not 16 to 64 bytes of base32.
    public init?(base32: String) {
        guard let bytes = Base32.decoded(base32), (16...64).contains(bytes.count) else { return nil }
        self.init(bytes: bytes)
    }

    /// The secret itself, for its owner and for the store.
    public var base32: String { Base32.encoded(bytes) }

    /// The number of the step at a time, in seconds since 1970.
    public static func step(at seconds: Int64) -> Int64 { max(0, seconds) / period }

    /// The six digits of a step.
    public func code(atStep step: Int64) -> String { digits(6, atStep: step) }

    /// The truncation of RFC 4226, section 5.3.
    func digits(_ count: Int, atStep step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let text = String(number)
        return String((String(repeating: "0", count: count) + text).suffix(count))
    }

    /// The step whose code was entered: the present one, the one before or the one after, and later than the last step used, so
    /// that no code is taken twice. Nil when the code is wrong or used. The caller keeps the step as the next `lastUsed`, in the
    /// same transaction that signs in. Spaces in the code are ignored.
    public func step(of entered: String, at seconds: Int64, lastUsed: Int64?) -> Int64? {
        guard entered.utf8.count <= 32 else { return nil }
        let code = Array(entered.utf8.filter { $0 != UInt8(ascii: " ") })
        guard code.count == 6, code.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let now = Self.step(at: seconds)
        var found: Int64?
        // All three are always computed: the time does not tell which one it was.
        for step in max(0, now - 1)...(now + 1) where SecretBytes.equal(Array(self.code(atStep: step).utf8), code) {
            if step > lastUsed ?? -1, found == nil { found = step }
        }
        return found
    }

    /// The `otpauth://` address that apps read from a picture. Whatever is in the names is escaped; colons, which part issuer
    /// and account in it, are taken out of them.
    public func address(issuer: String, account: String) -> String {
        let issuer = Self.escaped(issuer)
        let label = issuer + ":" + Self.escaped(account)
        return "otpauth://totp/\(label)?secret=\(base32)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=\(Self.period)"
    }

    private static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let plain = text.replacing(":", with: "").prefix(100)
        return plain.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
