import Foundation
#if canImport(Glibc)
import Glibc
#endif

/// The bytes of a mailbox through a window, and where its messages begin.
final class MailboxBytes {
    let byteCount: Int64
    private let descriptor: Int32
    private var window: [UInt8]
    private var windowStart: Int64 = 0
    private var windowCount = 0
    private static let windowSize = 262_144

    init(_ url: URL) throws(MailError) {
        let path = url.path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        window = []
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw MailError(kind: .unreadable, reason: "The mailbox cannot be opened.", advice: "Look whether the file is there and may be read.")
        }
        byteCount = Int64(status.st_size)
        window = Array(repeating: 0, count: Self.windowSize)
    }

    deinit { close(descriptor) }

    /// Calls `body` with up to `count` bytes from `start` (fewer at the end of the file); `count` is at most the window's size.
    func with<Value>(_ start: Int64, _ count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) throws(MailError) -> Value {
        let wanted = Int(min(Int64(count), max(0, byteCount - start)))
        if start < windowStart || start + Int64(wanted) > windowStart + Int64(windowCount) { try fill(from: start) }
        let first = Int(start - windowStart)
        return window.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[first..<first + min(wanted, windowCount - first)])) }
    }

    /// A copy of some bytes.
    func copy(_ start: Int64, _ count: Int) throws(MailError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBufferPointer { Self.read(descriptor, $0, from: start) }
        guard got == count else { throw Self.unreadable(start) }
        return bytes
    }

    /// Where the message after the one at `start` begins; the end of the file where it is the last.
    func nextMessage(after start: Int64) throws(MailError) -> Int64 {
        var position = start + 4
        while position < byteCount {
            if position < windowStart || position + 8 > windowStart + Int64(windowCount) { try fill(from: position) }
            let from = Int(position - windowStart)
            let found = window.withUnsafeBufferPointer { Self.find(UnsafeBufferPointer(rebasing: $0[from..<windowCount])) }
            guard let found else {
                // The beginning of “\nFrom ” may be the window's end.
                let windowEnd = windowStart + Int64(windowCount)
                if windowEnd >= byteCount { break }
                position = max(position + 1, windowEnd - 5)
                continue
            }
            let lineEnd = position + Int64(found)
            let isMessage = try with(lineEnd - 2, MailboxSeparator.lookahead + 3) { buffer in
                buffer.count > 3 && (buffer[1] == 0x0A || (buffer[1] == 0x0D && buffer[0] == 0x0A)) && MailboxSeparator.begins(buffer, at: 3)
            }
            if isMessage { return lineEnd + 1 }
            position = lineEnd + 1
        }
        return byteCount
    }

    /// The next “\nFrom ”.
    private static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = 0
        while index + 6 <= bytes.count, let place = memchr(base + index, 0x0A, bytes.count - index) {
            let end = UnsafeRawPointer(place) - UnsafeRawPointer(base)
            if MailHead.has("From ", bytes, at: end + 1) { return end }
            index = end + 1
        }
        return nil
    }

    private func fill(from start: Int64) throws(MailError) {
        let got = window.withUnsafeMutableBufferPointer { Self.read(descriptor, $0, from: start) }
        guard got > 0 else { throw Self.unreadable(start) }
        (windowStart, windowCount) = (start, got)
    }

    private static func read(_ descriptor: Int32, _ into: UnsafeMutableBufferPointer<UInt8>, from start: Int64) -> Int {
        var got = 0
        while got < into.count, let base = into.baseAddress {
            let count = pread(descriptor, base + got, into.count - got, off_t(start) + off_t(got))
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            got += count
        }
        return got
    }

    private static func unreadable(_ start: Int64) -> MailError {
        MailError(kind: .unreadable, offset: start, reason: "The mailbox cannot be read from here on; it was probably changed or its disk is broken.", advice: "Read it again.")
    }
}
