public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder that is made beside its place and gets its name when everything is in it: until then there is nothing at its name, and what a
/// broken-off attempt left is cleared away by the next. Where an empty folder is at its name already, which may be a disk of its own that nothing can take the
/// place of, or in a folder that only others may write to, it is made inside, and what is in it moves up, the database last.
public struct SnapshotStaging {
    /// Where the folder is made.
    let folder: URL
    private let target: URL
    private let isInside: Bool
    private let descriptor: Int32

    /// The name of what is made inside.
    private static let inside = ".restoring"
    /// Whether there is a store depends on this file, so that it comes last.
    private static let last = "covalence.sqlite"

    /// Begins a folder.
    ///
    /// - Throws: `SnapshotError.refused` where something is at its name, or somebody else is at work on it.
    init(for target: URL) throws {
        // A link leads to the folder that is meant.
        let target = target.resolvingSymlinksInPath().standardizedFileURL
        try Self.checkIsFree(target)
        isInside = FileManager.default.fileExists(atPath: target.path)
        let name = target.lastPathComponent
        folder = isInside
            ? target.appendingPathComponent(Self.inside, isDirectory: true)
            : target.deletingLastPathComponent().appendingPathComponent(".\(name).restoring", isDirectory: true)
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

    /// A name for a folder that is needed for a while, on the disk of another: in it where it is there.
    public static func scratch(beside folder: URL) -> URL {
        let folder = folder.resolvingSymlinksInPath().standardizedFileURL
        let place = FileManager.default.fileExists(atPath: folder.path) ? folder : folder.deletingLastPathComponent()
        return place.appendingPathComponent(".covalence-\(UUID().uuidString)", isDirectory: true)
    }

    /// That nothing is at this name, or a folder with nothing in it but what a broken-off attempt left, or what a file system of its own comes with.
    static func checkIsFree(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let content = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard content?.allSatisfy([inside, "lost+found"].contains) == true else {
            throw SnapshotError.refused("\(folder.path) is there already and not empty. Name a folder that is not there yet, or take one workspace into that store with --workspace NAME.")
        }
    }

    /// Gives the folder its name; it is on the disk when this returns.
    func commit() throws {
        fsync(descriptor)
        if isInside {
            // Somebody may have begun a store there meanwhile.
            try Self.checkIsFree(target)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted { ($0 == Self.last ? 1 : 0, $0) < ($1 == Self.last ? 1 : 0, $1) }
            for name in names {
                if name == Self.last { Self.sync(target) }
                let (from, to) = (folder.appendingPathComponent(name).path, target.appendingPathComponent(name).path)
                guard rename(from, to) == 0 else { throw StoreError.system("making \(to)", path: to) }
            }
            rmdir(folder.path)
        } else {
            guard rename(folder.path, target.path) == 0 else { throw StoreError.system("making \(target.path)", path: target.path) }
        }
        close(descriptor)
        Self.sync(isInside ? target : target.deletingLastPathComponent())
    }

    /// That what a folder lists is on the disk.
    private static func sync(_ folder: URL) {
        let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Gives it up; nothing is left.
    func discard() {
        try? FileManager.default.removeItem(at: folder)
        close(descriptor)
    }
}
