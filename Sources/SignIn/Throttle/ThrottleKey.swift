import Crypto
import Foundation

/// What failures are counted under. Only a digest is kept, so every key is equally small, however long the name somebody sent.
public struct ThrottleKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64
    let isAccount: Bool

    /// An account, by what was typed as its address; capital letters, spaces around it and the way accents are written do not
    /// matter. Whether there is such an account does not matter either. Of a longer name only the first 1,024 bytes count.
    public static func account(_ name: String) -> ThrottleKey {
        let short = String(decoding: name.utf8.prefix(1_024), as: UTF8.self)
        let folded = short.trimmingCharacters(in: .whitespacesAndNewlines).lowercased().precomposedStringWithCanonicalMapping
        return ThrottleKey(Array(folded.utf8), isAccount: true)
    }

    /// Where the attempt came from; IPv6 addresses by their first 64 bits.
    public static func address(_ address: NetworkAddress) -> ThrottleKey {
        ThrottleKey(address.subscriber, isAccount: false)
    }

    private init(_ bytes: [UInt8], isAccount: Bool) {
        let digest = Array(SHA256.hash(data: bytes))
        high = digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
        self.isAccount = isAccount
    }
}
