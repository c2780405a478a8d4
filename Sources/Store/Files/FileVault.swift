import Crypto
public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files named by the SHA-256 of their bytes, in a folder: `ab/cdef…`. Written beside, synced, then renamed, so that a name is
/// there with all its bytes or not at all.
public struct FileVault: Sendable {
    /// Holds the files; `incoming` in it those that are being received.
    public let folder: URL

    private var incoming: URL { folder.appendingPathComponent("incoming", isDirectory: true) }

    /// Opens the folder, makes it where it is missing, and clears away what broken-off uploads left.
    public init(folder: URL) throws(StoreError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("incoming", isDirectory: true), withIntermediateDirectories: true
            )
        } catch {
            throw .fileSystem("The folder \(folder.path) could not be made: \(error.localizedDescription)")
        }
        clearIncoming()
    }

    /// The folder as it is: nothing is made or cleared away.
    init(asFound folder: URL) { self.folder = folder }

    /// Begins to receive a file.
    ///
    /// - Parameter limit: the most bytes it may have.
    public func receive(limit: Int) throws(StoreError) -> IncomingFile {
        try IncomingFile(vault: self, folder: incoming, limit: limit)
    }

    /// Keeps these bytes.
    @discardableResult
    public func store(_ content: some DataProtocol) throws(StoreError) -> ContentHash {
        let file = try receive(limit: .max)
        try file.append(content)
        return try file.commit()
    }

    /// Where a file lies, for reading; nil where it is not in the vault.
    public func url(of hash: ContentHash) -> URL? {
        let url = place(of: hash)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// Where a file that the record has lies, for reading.
    ///
    /// - Throws: `StoreError.missingFile`.
    public func needed(_ hash: ContentHash) throws(StoreError) -> URL {
        guard let url = url(of: hash) else { throw missing(hash) }
        return url
    }

    private func missing(_ hash: ContentHash) -> StoreError { .missingFile(hash, folder: folder.path) }

    /// Size in bytes; nil where the file is not in the vault.
    public func size(of hash: ContentHash) -> Int? {
        var status = stat()
        guard stat(place(of: hash).path, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// The bytes of a file, or a part of them for an HTTP range; a range past the end is cut.
    ///
    /// - Throws: `StoreError.missingFile`.
    public func read(_ hash: ContentHash, range: Range<Int>? = nil) throws(StoreError) -> Data {
        let path = place(of: hash).path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? missing(hash) : StoreError.system("reading \(path)", path: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StoreError.system("reading \(path)", path: path) }
        let wanted = (range ?? 0..<Int(status.st_size)).clamped(to: 0..<Int(status.st_size))
        var data = Data(count: wanted.count)
        var done = 0
        while done < wanted.count {
            let count = data.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), wanted.count - done,
                    off_t(wanted.lowerBound + done)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StoreError.system("reading \(path)", path: path) }
            guard count > 0 else { break }
            done += count
        }
        return done == wanted.count ? data : data.prefix(done)
    }

    /// The hash of the bytes that are there now, whatever their name says; read piece by piece.
    ///
    /// - Throws: `StoreError.missingFile`.
    public func contentHash(of hash: ContentHash) throws(StoreError) -> ContentHash {
        guard let size = size(of: hash) else { throw missing(hash) }
        var hasher = SHA256()
        var place = 0
        while place < size {
            let piece = try read(hash, range: place..<min(size, place + 1 << 20))
            guard !piece.isEmpty else { break }
            hasher.update(data: piece)
            place += piece.count
        }
        return ContentHash(hasher.finalize())
    }

    /// Whether a file is there with the bytes its name says. Reads all of it, a megabyte at a time.
    func isWhole(_ hash: ContentHash) throws(StoreError) -> Bool {
        var content = SHA256()
        var position = 0
        while true {
            let piece: Data
            do throws(StoreError) {
                piece = try read(hash, range: position..<position + (1 << 20))
            } catch .missingFile {
                return false
            }
            guard !piece.isEmpty else { return ContentHash(content.finalize()) == hash }
            content.update(data: piece)
            position += piece.count
        }
    }

    /// Every file of the vault with the time it was last received.
    public func all() -> [(hash: ContentHash, receivedAt: Date)] {
        let files = FileManager.default
        var found: [(ContentHash, Date)] = []
        for prefix in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] where prefix.utf8.count == 2 {
            let inner = folder.appendingPathComponent(prefix, isDirectory: true)
            for rest in (try? files.contentsOfDirectory(atPath: inner.path)) ?? [] {
                guard let hash = ContentHash(prefix + rest) else { continue }
                var status = stat()
                guard stat(inner.appendingPathComponent(rest).path, &status) == 0 else { continue }
                found.append((hash, Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))))
            }
        }
        return found
    }

    /// Overwrites a file with zeros and removes it. On a file system that copies on write, or on a disk that spreads its writes,
    /// the old blocks may outlive this: see docs/store.md.
    func shred(_ hash: ContentHash) throws(StoreError) {
        let url = place(of: hash)
        let descriptor = open(url.path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw StoreError.system("erasing \(url.path)", path: url.path)
        }
        var status = stat()
        fstat(descriptor, &status)
        var left = Int(status.st_size)
        let zeros = [UInt8](repeating: 0, count: min(left, 1 << 16))
        while left > 0 {
            let count = write(descriptor, zeros, min(left, zeros.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw StoreError.system("erasing \(url.path)", path: url.path)
            }
            left -= count
        }
        fsync(descriptor)
        close(descriptor)
        guard unlink(url.path) == 0 || errno == ENOENT else { throw StoreError.system("erasing \(url.path)", path: url.path) }
        FileVault.syncFolder(url.deletingLastPathComponent())
    }

    /// Gives a complete temporary file its name.
    func adopt(temporary: URL, as hash: ContentHash) throws(StoreError) {
        let url = place(of: hash)
        let inner = url.deletingLastPathComponent()
        if mkdir(inner.path, 0o755) == 0 {
            FileVault.syncFolder(folder)
        } else if errno != EEXIST {
            throw StoreError.system("making \(inner.path)", path: inner.path)
        }
        // Renaming over a file with the same bytes changes nothing but its time, which keeps the sweep at opening off it.
        guard rename(temporary.path, url.path) == 0 else { throw StoreError.system("keeping \(url.path)", path: url.path) }
        FileVault.syncFolder(inner)
    }

    private func place(of hash: ContentHash) -> URL {
        let text = hash.description
        return folder
            .appendingPathComponent(String(text.prefix(2)), isDirectory: true)
            .appendingPathComponent(String(text.dropFirst(2)))
    }

    /// Removes temporary files that nobody holds: the process that wrote them has ended.
    private func clearIncoming() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: incoming.path)) ?? [] {
            let path = incoming.appendingPathComponent(name).path
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }

    private static func syncFolder(_ folder: URL) {
        let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension StoreError {
    /// What the system said about the last call, as a sentence.
    static func system(_ action: String, path: String) -> StoreError {
        let code = errno
        if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
        return .fileSystem("The system refused \(action): \(String(cString: strerror(code))).")
    }
}
