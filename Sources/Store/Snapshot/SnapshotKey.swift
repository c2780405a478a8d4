import Crypto
import CryptoExtras
public import Foundation

/// What a snapshot is encrypted with: 32 random bytes, or a passphrase, which is stretched with scrypt (RFC 7914).
public struct SnapshotKey: Sendable {
    private enum Secret {
        case key([UInt8])
        case passphrase([UInt8])
    }

    private let secret: Secret

    /// Reads what a key file holds: exactly 32 bytes that are no text are a key; everything else is a passphrase, whose line end
    /// does not count.
    ///
    /// - Throws: `SnapshotError.badKey` for a passphrase of fewer than 12 or more than 1,024 bytes.
    public init(fileContent content: Data) throws {
        let isText = content.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if content.count == 32, !isText {
            secret = .key(Array(content))
            return
        }
        var bytes = Array(content)
        while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
        guard bytes.count >= 12 else {
            throw SnapshotError.badKey("A key file holds 32 random bytes or a passphrase of at least 12 bytes; this one has \(bytes.count). Make one with: head -c 32 /dev/urandom > backup.key")
        }
        guard bytes.count <= 1024 else {
            throw SnapshotError.badKey("A passphrase has at most 1,024 bytes; this file has \(bytes.count). Name the file that holds the key.")
        }
        secret = .passphrase(bytes)
    }

    /// Which of the two this is, as the head of a snapshot says it.
    var lock: SnapshotLock { if case .key = secret { .key } else { .passphrase } }

    /// The key of one snapshot, and sixteen bytes that tell whether a key is the right one.
    func derive(salt: [UInt8], cost: ScryptCost) throws -> (key: SymmetricKey, check: [UInt8]) {
        let root = switch secret {
        case .key(let bytes): SymmetricKey(data: bytes)
        case .passphrase(let bytes): try cost.stretch(bytes, salt: salt)
        }
        func part(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: root, salt: salt, info: Array("covalence-backup-1 \(purpose)".utf8), outputByteCount: count)
        }
        return (part("content", 32), part("check", 16).withUnsafeBytes { Array($0) })
    }
}

/// How a snapshot is locked.
enum SnapshotLock: UInt8 {
    case none = 0
    case key = 1
    case passphrase = 2
}

/// How much work and memory stretching a passphrase takes: N = 2^`log2`, r, p of scrypt.
struct ScryptCost: Sendable {
    var log2: UInt8 = 16
    var blockSize: UInt8 = 8
    var parallelism: UInt8 = 2

    /// Whether it is within what a reader does for a file it does not trust: 256 MiB of memory, four times over.
    var isBearable: Bool { (10...18).contains(log2) && (1...8).contains(blockSize) && (1...4).contains(parallelism) }

    func stretch(_ passphrase: [UInt8], salt: [UInt8]) throws -> SymmetricKey {
        do {
            return try KDF.Scrypt.deriveKey(
                from: passphrase, salt: salt, outputByteCount: 32, rounds: 1 << Int(log2), blockSize: Int(blockSize), parallelism: Int(parallelism)
            )
        } catch {
            throw SnapshotError.badKey("The passphrase could not be turned into a key: the machine has too little free memory. Try again later.")
        }
    }
}
