public import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a snapshot goes, piece by piece.
public struct SnapshotSink: Sendable {
    let write: @Sendable ([UInt8]) throws -> Void

    /// Writes with this closure.
    public init(write: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.write = write
    }

    /// Writes to an open file, pipe or terminal.
    ///
    /// - Parameter name: what errors call it.
    public init(descriptor: Int32, name: String) {
        self.init { bytes in
            try Self.all(bytes, name) { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    /// Writes to a socket; that nobody reads it any more is an error and not the end of the process.
    init(socket: Int32) {
        self.init { bytes in
            try Self.all(bytes, "the other side") { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    private static func all(_ bytes: [UInt8], _ name: String, _ write: (UnsafeRawBufferPointer) -> Int) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = write(UnsafeRawBufferPointer(rebasing: buffer[done...]))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw StoreError.system("writing \(name)", path: name) }
                done += count
            }
        }
    }
}

/// Where a snapshot comes from, piece by piece.
public struct SnapshotSource: Sendable {
    /// At most so many bytes; none at the end.
    let read: @Sendable (Int) throws -> [UInt8]

    /// Reads with this closure, which gives at most so many bytes, and none at the end.
    public init(read: @escaping @Sendable (Int) throws -> [UInt8]) {
        self.read = read
    }

    /// Reads an open file, pipe or socket.
    ///
    /// - Parameter name: what errors call it.
    public init(descriptor: Int32, name: String) {
        self.init { most in
            var bytes = [UInt8](repeating: 0, count: most)
            while true {
                let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw StoreError.system("reading \(name)", path: name) }
                bytes.removeLast(most - count)
                return bytes
            }
        }
    }

    /// Opens a file, lets it be read, and closes it.
    public static func reading<Value: Sendable>(_ url: URL, _ body: (SnapshotSource) async throws -> Value) async throws -> Value {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError.system("reading \(url.path)", path: url.path) }
        defer { close(descriptor) }
        return try await body(SnapshotSource(descriptor: descriptor, name: url.path))
    }
}

/// Work that waits for a disk or for the other end of a pipe: on a thread of its own, so that it keeps no task from running.
func waiting<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
