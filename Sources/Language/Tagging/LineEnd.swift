import Foundation

/// Finds line ends in bytes.
enum LineEnd {
    /// How many bytes stand before the first line feed.
    @inline(__always)
    static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress, bytes.count > 0, let found = memchr(base, 0x0a, bytes.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
