import Crypto
public import Foundation

/// The secret that deliveries to one address are signed with († Standard Webhooks 1.0: `whsec_` and base64 of 24 to 64 bytes).
public struct WebhookSecret: Hashable, Sendable {
    /// The key.
    public let bytes: Data

    /// A new one, 32 bytes of the system's random numbers.
    public static func make() -> WebhookSecret {
        WebhookSecret(unchecked: SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
    }

    /// Reads `whsec_…`; nil for anything else.
    public init?(text: String) {
        guard text.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(text.dropFirst(6))), (24...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Takes the key's bytes; nil for fewer than 24 or more than 64.
    public init?(bytes: Data) {
        guard (24...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    private init(unchecked bytes: Data) { self.bytes = bytes }

    /// As a person copies it. Never print it into a log.
    public var text: String { "whsec_" + bytes.base64EncodedString() }

    /// The signature of one message: HMAC-SHA256 of `id.timestamp.body`, as the header `webhook-signature` has it: `v1,…`.
    ///
    /// - Parameter timestamp: seconds since 1970.
    public func signature(id: String, timestamp: Int64, body: Data) -> String {
        var mac = HMAC<SHA256>(key: SymmetricKey(data: bytes))
        mac.update(data: Data("\(id).\(timestamp).".utf8))
        mac.update(data: body)
        return "v1," + Data(mac.finalize()).base64EncodedString()
    }
}
