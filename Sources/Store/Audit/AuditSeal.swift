public import Covalence
import Crypto
public import Foundation

/// A signed statement about a chain: at this time, its hash up to and with entry `through` was this.
public struct AuditSeal: Hashable, Sendable {
    public var purpose: Purpose
    public var workspace: Identifier<Workspace>
    public var node: UUID
    /// The first entry it covers.
    public var first: Int64
    /// The last entry it covers.
    public var through: Int64
    /// The chain's hash at `through`.
    public var hash: ContentHash
    public var at: Timestamp
    /// The public key it is signed with: Ed25519 (RFC 8032), 32 bytes.
    public var key: Data
    /// 64 bytes.
    public var signature: Data

    public enum Purpose: String, Hashable, Sendable {
        /// The entries are there.
        case seal
        /// The entries were dropped on purpose.
        case cut
    }

    /// The bytes that are signed.
    var message: [UInt8] {
        var encoding = AuditEncoding()
        encoding.add("covalence-audit-\(purpose.rawValue)-1")
        encoding.add(workspace.uuid)
        encoding.add(node)
        encoding.add(first)
        encoding.add(through)
        encoding.add(hash.bytes)
        encoding.add(at.milliseconds)
        encoding.add(key)
        return encoding.bytes
    }

    /// Whether the signature is that of `key` over the rest.
    public var isGenuine: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    mutating func sign(with key: Curve25519.Signing.PrivateKey) throws(StoreError) {
        self.key = key.publicKey.rawRepresentation
        do { signature = try key.signature(for: message) } catch { throw .database("The audit log could not be sealed: \(error).") }
    }

    /// One line of `audit-seals.txt`: purpose, workspace, node, first, through, hash, time, key, signature.
    public var line: String {
        """
        \(purpose.rawValue) \(workspace) \(node.uuidString.lowercased()) \(first) \(through) \(hash) \(at) \
        \(key.base64EncodedString()) \(signature.base64EncodedString())
        """
    }

    /// Reads a line of `audit-seals.txt`; nil for anything else. Says nothing about the signature: see `isGenuine`.
    public init?(line: some StringProtocol) {
        let parts = String(line).split(separator: " " as Character, omittingEmptySubsequences: false).map(String.init)
        guard line.utf8.count < 1000, parts.count == 9, let purpose = Purpose(rawValue: parts[0]), let workspace = Identifier<Workspace>(parts[1]),
              let node = UUID(uuidString: parts[2]), let first = Int64(parts[3]), let through = Int64(parts[4]),
              first >= 1, through >= first, let hash = ContentHash(parts[5]), let at = Timestamp(iso8601: parts[6]),
              let key = Data(base64Encoded: parts[7]), key.count == 32, let signature = Data(base64Encoded: parts[8]), signature.count == 64
        else { return nil }
        self.init(
            purpose: purpose, workspace: workspace, node: node, first: first, through: through, hash: hash, at: at, key: key, signature: signature
        )
    }

    init(
        purpose: Purpose, workspace: Identifier<Workspace>, node: UUID, first: Int64, through: Int64, hash: ContentHash, at: Timestamp,
        key: Data = Data(), signature: Data = Data()
    ) {
        self.purpose = purpose
        self.workspace = workspace
        self.node = node
        self.first = first
        self.through = through
        self.hash = hash
        self.at = at
        self.key = key
        self.signature = signature
    }
}

/// Seals that were kept where nobody who can write to the store can change them.
public struct AuditWitness: Hashable, Sendable {
    public var seals: [AuditSeal]
    /// The public keys that may have signed; empty when any may.
    public var keys: Set<Data>

    /// Seals, and the keys to believe: those of the seals where none are given.
    public init(seals: [AuditSeal], keys: Set<Data>? = nil) {
        self.seals = seals
        self.keys = keys ?? Set(seals.map(\.key))
    }

    /// Reads a copy of `audit-seals.txt`.
    ///
    /// - Throws: `StoreError.refused` for a line that is no seal.
    public init(text: String) throws(StoreError) {
        var seals: [AuditSeal] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() where !line.isEmpty {
            guard let seal = AuditSeal(line: line) else {
                throw .refused("Line \(number + 1) of the seals is not a seal. Use a copy of audit-seals.txt as it was written.")
            }
            seals.append(seal)
        }
        self.init(seals: seals)
    }
}
