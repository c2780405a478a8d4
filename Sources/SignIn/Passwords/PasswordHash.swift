import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: its scrypt hash (RFC 7914), the salt and the parameters it was made with. As text
/// `$scrypt$ln=15,r=8,p=3$salt$hash`, in the manner of the PHC string format; salt and hash in base64 without padding.
public struct PasswordHash: Confidential, Hashable {
    /// What it was made with.
    public let parameters: ScryptParameters
    let salt: [UInt8]
    let hash: [UInt8]

    private static let saltBytes = 16
    private static let hashBytes = 32

    /// Hashes a password with a new random salt. Takes a fifth of a second of one core and 32 MiB with the standard parameters:
    /// go through ``PasswordHasher``.
    public init(of password: Password, parameters: ScryptParameters = .standard) throws(PasswordHashProblem) {
        let salt = SecretBytes.random(Self.saltBytes)
        let hash = try Self.derive(password.bytes, salt: salt, parameters: parameters, count: Self.hashBytes)
        self.init(parameters: parameters, salt: salt, hash: hash)
    }

    private init(parameters: ScryptParameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// A hash no password leads to; to compare with where there is no account.
    static func decoy(_ parameters: ScryptParameters) -> PasswordHash {
        PasswordHash(parameters: parameters, salt: SecretBytes.random(saltBytes), hash: SecretBytes.random(hashBytes))
    }

    /// Whether this is the hash of the password. As dear as hashing; the comparison's time does not depend on the bytes.
    public func verifies(_ password: Password) throws(PasswordHashProblem) -> Bool {
        let found = try Self.derive(password.bytes, salt: salt, parameters: parameters, count: hash.count)
        return SecretBytes.equal(found, hash)
    }

    /// Whether it was made in another way than new ones are, so that it should be made anew at the next sign-in.
    public func needsRehash(for wanted: ScryptParameters = .standard) -> Bool {
        parameters != wanted || salt.count < Self.saltBytes || hash.count != Self.hashBytes
    }

    /// The text to store.
    public var encoded: String {
        let cost = "ln=\(parameters.costLog2),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(cost)$\(Base64.unpadded(salt))$\(Base64.unpadded(hash))"
    }

    /// Reads a stored text: exactly as ``encoded`` writes it, salt 8 to 48 bytes, hash 16 to 64.
    public init(parsing text: String) throws(PasswordHashProblem) {
        guard text.utf8.count <= 256 else { throw .malformed("it is longer than 256 bytes") }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else {
            throw .malformed("it does not have the form $scrypt$ln=…,r=…,p=…$salt$hash")
        }
        let costs = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard costs.count == 3,
            let ln = Self.number(costs[0], after: "ln="), let r = Self.number(costs[1], after: "r="),
            let p = Self.number(costs[2], after: "p="),
            let parameters = ScryptParameters(costLog2: ln, blockSize: r, parallelism: p)
        else { throw .malformed("its parameters are missing or outside the limits") }
        guard let salt = Base64.decoded(parts[3]), (8...48).contains(salt.count) else { throw .malformed("its salt can't be read") }
        guard let hash = Base64.decoded(parts[4]), (16...64).contains(hash.count) else { throw .malformed("its hash can't be read") }
        self.init(parameters: parameters, salt: salt, hash: hash)
    }

    private static func number(_ text: Substring, after name: String) -> Int? {
        guard text.hasPrefix(name) else { return nil }
        let digits = text.dropFirst(name.count)
        guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0" else {
            return nil
        }
        return Int(digits)
    }

    /// scrypt itself. Password and salt must not be empty: the library below takes no empty rows.
    static func derive(
        _ password: [UInt8], salt: [UInt8], parameters: ScryptParameters, count: Int
    ) throws(PasswordHashProblem) -> [UInt8] {
        guard !password.isEmpty, !salt.isEmpty else { throw .failed }
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: count, rounds: 1 << parameters.costLog2,
                blockSize: parameters.blockSize, parallelism: parameters.parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw .failed
        }
    }
}

/// Why a stored hash cannot be used, or a new one not be made.
public enum PasswordHashProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stored text is not one of ours; the sentence says what is wrong with it.
    case malformed(String)
    /// scrypt could not run, most likely for want of memory.
    case failed

    public var description: String {
        switch self {
        case .malformed(let what): "The stored password hash can't be read: \(what). Set a new password with “covalence user reset”."
        case .failed: "The password can't be checked now: the machine has too little free memory. Try again in a minute."
        }
    }
}
