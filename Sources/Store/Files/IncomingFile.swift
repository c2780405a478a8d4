import Crypto
public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is being received, piece by piece. Let go of without `commit()`, it leaves nothing behind.
public final class IncomingFile {
    /// Bytes received so far.
    public private(set) var count = 0

    private let vault: FileVault
    private let url: URL
    private let limit: Int
    private var descriptor: Int32
    private var hasher = SHA256()

    init(vault: FileVault, folder: URL, limit: Int) throws(StoreError) {
        self.vault = vault
        self.limit = limit
        url = folder.appendingPathComponent(UUID().uuidString)
        descriptor = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.system("receiving a file in \(folder.path)", path: folder.path) }
        // Held until the file is closed, so that another process that opens the store sees that somebody is at work on it.
        flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit {
        discard()
    }

    /// Takes the next bytes.
    ///
    /// - Throws: `StoreError.tooLarge` past the limit, `StoreError.diskFull`; the file is discarded then.
    public func append(_ bytes: some DataProtocol) throws(StoreError) {
        guard descriptor >= 0 else { throw .refused("This upload has ended. Begin it again.") }
        guard bytes.count <= limit - count else {
            discard()
            throw .tooLarge(limit: limit)
        }
        for region in bytes.regions {
            var failure: StoreError?
            region.withUnsafeBytes { buffer in
                hasher.update(bufferPointer: buffer)
                var done = 0
                while done < buffer.count {
                    let written = write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                    if written < 0, errno == EINTR { continue }
                    guard written > 0 else {
                        failure = .system("writing \(url.path)", path: url.path)
                        return
                    }
                    done += written
                }
            }
            if let failure {
                discard()
                throw failure
            }
            count += region.count
        }
    }

    /// The first bytes received, at most so many: enough to tell what kind of file it is.
    public func firstBytes(_ most: Int) throws(StoreError) -> [UInt8] {
        guard descriptor >= 0 else { throw .refused("This upload has ended. Begin it again.") }
        var bytes = [UInt8](repeating: 0, count: min(most, count))
        var done = 0
        while done < bytes.count {
            let taken = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(done)) }
            if taken < 0, errno == EINTR { continue }
            guard taken > 0 else { throw .system("reading \(url.path)", path: url.path) }
            done += taken
        }
        return bytes
    }

    /// Keeps the file: its bytes and its name are on the disk when this returns.
    public func commit() throws(StoreError) -> ContentHash {
        guard descriptor >= 0 else { throw .refused("This upload has ended. Begin it again.") }
        guard fsync(descriptor) == 0 else {
            let failure = StoreError.system("writing \(url.path)", path: url.path)
            discard()
            throw failure
        }
        let hash = ContentHash(hasher.finalize())
        do {
            try vault.adopt(temporary: url, as: hash)
        } catch {
            discard()
            throw error
        }
        close(descriptor)
        descriptor = -1
        return hash
    }

    /// Gives the file up.
    public func discard() {
        guard descriptor >= 0 else { return }
        unlink(url.path)
        close(descriptor)
        descriptor = -1
    }
}
