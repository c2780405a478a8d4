public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder that is made beside its place and gets its name when everything is in it: until then there is nothing at its name, and what a
/// broken-off attempt left is cleared away by the next.
public struct SnapshotStaging {
    /// Where the folder is made.
    let folder: URL
    private let target: URL
    private let descriptor: Int32

    /// Begins a folder.
    ///
    /// - Throws: `SnapshotError.refused` where something is at its name, or somebody else is at work on it.
    init(for target: URL) throws {
        let target = target.standardizedFileURL
        try Self.checkIsFree(target)
        let name = target.lastPathComponent
        folder = target.deletingLastPathComponent().appendingPathComponent(".\(name).restoring", isDirectory: true)
        self.target = target
        do {
            try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw StoreError.fileSystem("The folder \(target.deletingLastPathComponent().path) could not be made: \(error.localizedDescription)")
        }
        guard mkdir(folder.path, 0o700) == 0 || errno == EEXIST else { throw StoreError.system("making \(folder.path)", path: folder.path) }
        descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.system("opening \(folder.path)", path: folder.path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SnapshotError.refused("Somebody is restoring to \(target.path) at this moment. Wait for it, or choose another folder.")
        }
        for left in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [] {
            try? FileManager.default.removeItem(at: left)
        }
    }

    /// A name for a folder that is needed for a while, on the disk of another.
    public static func scratch(beside folder: URL) -> URL {
        folder.standardizedFileURL.deletingLastPathComponent().appendingPathComponent(".covalence-\(UUID().uuidString)", isDirectory: true)
    }

    /// That nothing is at this name, or an empty folder.
    static func checkIsFree(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let content = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard content?.isEmpty == true else {
            throw SnapshotError.refused("\(folder.path) is there already and not empty. Name a folder that is not there yet, or take one workspace into that store with --workspace NAME.")
        }
    }

    /// Gives the folder its name; it is on the disk when this returns.
    func commit() throws {
        fsync(descriptor)
        // Takes the place of an empty folder; of anything else it does not.
        guard rename(folder.path, target.path) == 0 else { throw StoreError.system("making \(target.path)", path: target.path) }
        close(descriptor)
        let parent = open(target.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
    }

    /// Gives it up; nothing is left.
    func discard() {
        try? FileManager.default.removeItem(at: folder)
        close(descriptor)
    }
}
