import Crypto
import Foundation

/// The head of a snapshot and what keeps its chunks whole: with a key ChaCha20-Poly1305 (RFC 8439), without one a checksum.
///
/// The head: the 16 letters `covalence-backup`, the form (1), the lock; with a lock 32 bytes of salt, scrypt's cost (3 bytes) and 16
/// bytes that tell whether a key is the right one. Number and last mark of a chunk go into its nonce and into what is authenticated,
/// so that chunks cannot change places or be left out at the end.
struct SnapshotSeal: Sendable {
    static let mark = Array("covalence-backup".utf8)
    static let form: UInt8 = 1
    static let tagSize = 16
    private static let lockedSize = 32 + 3 + 16

    let head: [UInt8]
    private let key: SymmetricKey?

    /// A seal for a new snapshot.
    init(new key: SnapshotKey?) throws {
        guard let key else {
            head = Self.mark + [Self.form, SnapshotLock.none.rawValue]
            self.key = nil
            return
        }
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let cost = ScryptCost()
        let derived = try key.derive(salt: salt, cost: cost)
        head = Self.mark + [Self.form, key.lock.rawValue] + salt + [cost.log2, cost.blockSize, cost.parallelism] + derived.check
        self.key = derived.key
    }

    /// Reads the head of a snapshot.
    ///
    /// - Parameter take: gives exactly so many bytes, or fewer at the end.
    init(reading take: (Int) throws -> [UInt8], key: SnapshotKey?) throws {
        let start = try take(Self.mark.count + 2)
        guard start.count == Self.mark.count + 2, start.starts(with: Self.mark) else { throw SnapshotError.notASnapshot }
        guard start[16] == Self.form else { throw SnapshotError.newerForm(Int(start[16])) }
        guard let lock = SnapshotLock(rawValue: start[17]) else { throw SnapshotError.broken(place: "at its beginning", what: "it is locked in an unknown way") }
        guard lock != .none else {
            guard key == nil else { throw SnapshotError.notEncrypted }
            head = start
            self.key = nil
            return
        }
        guard let key else { throw SnapshotError.keyNeeded }
        let rest = try take(Self.lockedSize)
        guard rest.count == Self.lockedSize else { throw SnapshotError.broken(place: "at its beginning", what: "it ends there") }
        let cost = ScryptCost(log2: rest[32], blockSize: rest[33], parallelism: rest[34])
        guard cost.isBearable else { throw SnapshotError.broken(place: "at its beginning", what: "the cost of its passphrase is out of bounds") }
        guard lock == key.lock else { throw SnapshotError.wrongKey }
        let derived = try key.derive(salt: Array(rest[..<32]), cost: cost)
        guard derived.check == Array(rest[35...]) else { throw SnapshotError.wrongKey }
        head = start + rest
        self.key = derived.key
    }

    /// The chunk as it is written, with its tag behind it.
    func close(_ content: [UInt8], number: UInt64, word: [UInt8]) throws -> [UInt8] {
        guard let key else { return content + Self.checksum(content, number, word) }
        let box = try ChaChaPoly.seal(content, using: key, nonce: Self.nonce(number), authenticating: word)
        return Array(box.ciphertext) + Array(box.tag)
    }

    /// What was in a chunk; nil where it is not as it was written.
    func open(_ sealed: [UInt8], number: UInt64, word: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.tagSize else { return nil }
        let content = sealed[..<(sealed.count - Self.tagSize)], tag = sealed[(sealed.count - Self.tagSize)...]
        guard let key else {
            return Self.checksum(content, number, word) == Array(tag) ? Array(content) : nil
        }
        guard let nonce = try? Self.nonce(number), let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: content, tag: tag),
              let opened = try? ChaChaPoly.open(box, using: key, authenticating: word)
        else { return nil }
        return Array(opened)
    }

    private static func nonce(_ number: UInt64) throws -> ChaChaPoly.Nonce {
        try ChaChaPoly.Nonce(data: [0, 0, 0, 0] + number.bytes)
    }

    /// The first 16 bytes of SHA-256 over number, length and content.
    private static func checksum(_ content: some Collection<UInt8>, _ number: UInt64, _ word: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: number.bytes + word)
        hash.update(data: Array(content))
        return Array(hash.finalize().prefix(tagSize))
    }
}

extension FixedWidthInteger {
    /// Highest first.
    var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

    /// From bytes, highest first, of which there must be as many as it is wide.
    init(bytes: some Collection<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
