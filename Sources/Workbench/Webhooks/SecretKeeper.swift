import Crypto
public import Foundation
import Store

/// Keeps secrets that we must be able to read again, such as those that webhooks are signed with: sealed (AES-256-GCM) with a key that is
/// not in the database. Who has a copy of the database alone, a backup or a dump, has no secret.
public struct SecretKeeper: Sendable {
    private let key: @Sendable () throws -> SymmetricKey

    /// Takes the key: 32 bytes.
    public init?(key: Data) {
        guard key.count == 32 else { return nil }
        let known = SymmetricKey(data: key)
        self.key = { known }
    }

    /// The key in a file, which is read when it is needed first, and made where there is none, readable for its owner only. Machines that
    /// share a database share this file.
    public init(file: URL) {
        key = { try Self.read(file) }
    }

    private static func read(_ file: URL) throws -> SymmetricKey {
        if !FileManager.default.fileExists(atPath: file.path) {
            let text = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString() + "\n"
            let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
            // Somebody else may have made it in between: then theirs is read.
            if descriptor >= 0 {
                let written = Data(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                let isSynced = fsync(descriptor) == 0
                close(descriptor)
                guard written == text.utf8.count, isSynced else {
                    try? FileManager.default.removeItem(at: file)
                    throw StoreError.fileSystem("The key file \(file.path) could not be written. Make room on the disk and try again.")
                }
            }
        }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw StoreError.fileSystem("The key file \(file.path) cannot be read. Check that its folder is there and who owns it.")
        }
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes.count == 32 else {
            throw StoreError.corrupt("The key file \(file.path) holds no key.")
        }
        return SymmetricKey(data: bytes)
    }

    /// Seals a secret for one place: it opens there only.
    func seal(_ secret: Data, for place: String) throws -> Data {
        guard let sealed = try AES.GCM.seal(secret, using: try key(), authenticating: Data(place.utf8)).combined else {
            throw StoreError.refused("The secret could not be sealed.")
        }
        return sealed
    }

    /// - Throws: `StoreError.corrupt` where it was sealed with another key or for another place.
    func unseal(_ sealed: Data, for place: String) throws -> Data {
        let key = try key()
        do {
            return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(place.utf8))
        } catch {
            throw StoreError.corrupt("A secret cannot be opened: it was sealed with another key.")
        }
    }
}
