public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is written beside its place, synced, looked at, and only then named: a backup is whole or not there. Readable by its owner only.
public enum SnapshotFile {
    /// Writes a file.
    ///
    /// - Parameters:
    ///   - replacing: whether a file of this name may be replaced.
    ///   - body: writes into the sink; what it throws leaves no file.
    ///   - check: looks at the finished file before it gets its name.
    /// - Throws: `SnapshotError.refused` where the name is taken, or another process is writing it.
    public static func write<Value: Sendable>(
        _ url: URL, replacing: Bool, _ body: (SnapshotSink) async throws -> Value, check: (URL) async throws -> Void = { _ in }
    ) async throws -> Value {
        func isTaken() -> SnapshotError { .refused("\(url.path) is there already. Choose another name, or say --force to replace it.") }
        guard replacing || access(url.path, F_OK) != 0 else { throw isTaken() }
        let folder = url.deletingLastPathComponent()
        let part = folder.appendingPathComponent(".\(url.lastPathComponent).part")
        let descriptor = open(part.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError.system("making \(part.path)", path: folder.path) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw SnapshotError.refused("Another process is writing \(url.path) at this moment. Wait for it, or choose another name.")
        }
        do {
            // What a killed process left.
            guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else { throw StoreError.system("writing \(part.path)", path: folder.path) }
            let value = try await body(SnapshotSink(descriptor: descriptor, name: url.path))
            guard fsync(descriptor) == 0 else { throw StoreError.system("writing \(url.path)", path: folder.path) }
            try await check(part)
            if replacing {
                guard rename(part.path, url.path) == 0 else { throw StoreError.system("making \(url.path)", path: folder.path) }
            } else {
                // A link takes no other file's place, as renaming would.
                guard link(part.path, url.path) == 0 else { throw errno == EEXIST ? isTaken() : StoreError.system("making \(url.path)", path: folder.path) }
                unlink(part.path)
            }
            let parent = open(folder.path, O_RDONLY | O_CLOEXEC)
            if parent >= 0 {
                fsync(parent)
                close(parent)
            }
            return value
        } catch {
            unlink(part.path)
            throw error
        }
    }
}
