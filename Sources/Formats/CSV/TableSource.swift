public import Foundation
#if canImport(Glibc)
import Glibc
#endif

/// Where the bytes of a table are. It is read more than once, from the beginning each time.
public enum TableSource: Sendable {
    case bytes([UInt8])
    case file(URL)

    /// Opens it.
    func open(_ name: String?, _ limits: TableLimits) throws(TableError) -> TableBytes { try TableBytes(self, name, limits) }
}

/// One reading of the bytes, portion by portion.
final class TableBytes {
    /// Bytes of a portion.
    static let portion = 262_144
    private let held: [UInt8]
    private let descriptor: Int32?
    private let name: String?
    private var position = 0

    init(_ source: TableSource, _ name: String?, _ limits: TableLimits) throws(TableError) {
        self.name = name
        let count: Int64
        switch source {
        case .bytes(let bytes):
            (held, descriptor, count) = (bytes, nil, Int64(bytes.count))
        case .file(let url):
            let opened = Glibc.open(url.path, O_RDONLY | O_CLOEXEC)
            var status = stat()
            guard opened >= 0, fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                if opened >= 0 { close(opened) }
                throw Self.unreadable(name)
            }
            (held, descriptor, count) = ([], opened, Int64(status.st_size))
        }
        guard count <= limits.maxBytes else {
            throw TableError(
                kind: .tooLarge, file: name, reason: "The file has \(count) bytes; at most \(limits.maxBytes) are read.",
                advice: "Export fewer records or fewer columns, and add the files one after the other."
            )
        }
    }

    deinit { if let descriptor { close(descriptor) } }

    /// The next bytes; none at the end.
    func next() throws(TableError) -> [UInt8] {
        guard let descriptor else {
            let end = min(held.count, position + Self.portion)
            defer { position = end }
            return Array(held[position..<end])
        }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.portion) { buffer, count in
            var got = 0
            repeat { got = read(descriptor, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
            failed = got < 0
            count = max(0, got)
        }
        if failed { throw Self.unreadable(name) }
        return bytes
    }

    private static func unreadable(_ name: String?) -> TableError {
        TableError(kind: .unreadable, file: name, reason: "The file cannot be read.", advice: "Look whether it is there and may be read.")
    }
}
