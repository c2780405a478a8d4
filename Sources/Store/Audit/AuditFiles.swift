import Covalence
import Crypto
import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The small files beside the audit log: the node's id, the key, and the seals as text. All are readable by their owner only.
struct AuditFiles: Sendable {
    let folder: URL

    var database: URL { folder.appendingPathComponent("audit.sqlite") }
    private var nodeFile: URL { folder.appendingPathComponent("node") }
    private var keyFile: URL { folder.appendingPathComponent("audit.key") }
    private var sealsFile: URL { folder.appendingPathComponent("audit-seals.txt") }

    /// Makes an empty database file with narrow permissions: SQLite would take the process's usual ones.
    func prepareDatabase() throws(StoreError) {
        let descriptor = open(database.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("opening \(database.path)", path: database.path) }
        close(descriptor)
    }

    /// The node's id; made where there is none.
    func node() throws(StoreError) -> UUID {
        try id(in: try contents(of: nodeFile, orElse: { Identifier<Node>.make(at: Timestamp(Date())).description }))
    }

    /// The node's id; nil where there is none.
    func knownNode() throws(StoreError) -> UUID? {
        guard let text = try read(nodeFile, limit: 200) else { return nil }
        return try id(in: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func id(in text: String) throws(StoreError) -> UUID {
        guard let id = Identifier<Node>(text) else {
            throw .corrupt("The file \(nodeFile.path) does not hold the id of a node.")
        }
        return id.uuid
    }

    /// The signing key; made where there is none.
    func key() throws(StoreError) -> Curve25519.Signing.PrivateKey {
        let text = try contents(of: keyFile, orElse: { Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString() })
        guard let data = Data(base64Encoded: text), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: data) else {
            throw .corrupt("The file \(keyFile.path) does not hold a key for sealing.")
        }
        return key
    }

    /// The seals written to the text file; lines that are none are left out.
    func seals() throws(StoreError) -> [AuditSeal] {
        guard let text = try read(sealsFile, limit: 1 << 30) else { return [] }
        return text.split(separator: "\n").compactMap { AuditSeal(line: $0) }
    }

    /// Adds lines to the text file; they are on the disk when this returns.
    func note(_ seals: [AuditSeal]) throws(StoreError) {
        guard !seals.isEmpty else { return }
        let descriptor = open(sealsFile.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("opening \(sealsFile.path)", path: sealsFile.path) }
        defer { close(descriptor) }
        // Begins with a line end: what a killed process left of a line stays by itself.
        let bytes = Array(("\n" + seals.map(\.line).joined(separator: "\n") + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw .system("writing \(sealsFile.path)", path: sealsFile.path)
        }
    }

    private enum Node {}

    private func read(_ url: URL, limit: Int) throws(StoreError) -> String? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            return String(decoding: try handle.read(upToCount: limit) ?? Data(), as: UTF8.self)
        } catch {
            throw .fileSystem("The file \(url.path) could not be read: \(error.localizedDescription)")
        }
    }

    /// The file's one line. Where there is no file, it appears whole or not at all, and when two processes make it at once, both
    /// read the same.
    private func contents(of url: URL, orElse make: () -> String) throws(StoreError) -> String {
        if let text = try read(url, limit: 200) { return text.trimmingCharacters(in: .whitespacesAndNewlines) }
        let temporary = folder.appendingPathComponent(".\(url.lastPathComponent)-\(UUID().uuidString)")
        let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("making \(url.path)", path: url.path) }
        defer { unlink(temporary.path) }
        let bytes = Array((make() + "\n").utf8)
        let written = write(descriptor, bytes, bytes.count)
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0 else { throw .system("writing \(url.path)", path: url.path) }
        guard link(temporary.path, url.path) == 0 || errno == EEXIST else { throw .system("making \(url.path)", path: url.path) }
        let directory = open(folder.path, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        guard let text = try read(url, limit: 200) else { throw .fileSystem("The file \(url.path) could not be made.") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
