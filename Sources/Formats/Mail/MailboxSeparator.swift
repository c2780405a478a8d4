import Foundation
#if canImport(Glibc)
import Glibc
#endif

/// The “From ” line that begins each message of a mailbox (RFC 4155, appendix A).
enum MailboxSeparator {
    /// How many bytes from the line's beginning are looked at.
    static let lookahead = 2_048

    /// Whether a line that begins with “From ” behind an empty line begins a message ‡: a time with colon and a year stand in
    /// it, or an address (or `-`, `MAILER-DAEMON`) does and a header field follows. Otherwise words like “From noon on” in a
    /// mailbox whose writer marks nothing would cut a message in two.
    static func begins(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard MailHead.has("From ", bytes, at: start) else { return false }
        let line = MailHead.lineEnd(bytes, start)
        guard line.end - start < 1_000 else { return false }
        var hasTime = false
        var hasYear = false
        var digits = 0
        var index = start + 5
        while index <= line.end {
            let byte = index < line.end ? bytes[index] : 0x20
            if byte >= 0x30, byte <= 0x39 {
                digits += 1
            } else {
                if digits == 4, bytes[index - 4] == 0x31 || bytes[index - 4] == 0x32, bytes[index - 5] == 0x20 || bytes[index - 5] == 0x2D { hasYear = true }
                if byte == 0x3A, digits == 1 || digits == 2, index + 2 < line.end, bytes[index + 1] >= 0x30, bytes[index + 1] <= 0x35 { hasTime = true }
                digits = 0
            }
            index += 1
        }
        if hasTime, hasYear { return true }
        var wordEnd = start + 5
        while wordEnd < line.end, bytes[wordEnd] != 0x20 { wordEnd += 1 }
        let word = bytes[start + 5..<wordEnd]
        guard word.contains(0x40) || word.elementsEqual([0x2D]) || word.elementsEqual("MAILER-DAEMON".utf8) else { return false }
        return line.next < bytes.count && MailHead.fieldName(bytes, line.next, MailHead.lineEnd(bytes, line.next).end) != nil
    }

    /// Takes one “>” from lines that hold only such marks before “From ”, as writers put it there (mboxrd; mboxo marks only
    /// “From ” itself, and its “>From ” comes back the same way).
    static func unquote(_ bytes: inout [UInt8]) {
        // Hardly any message holds such a line; it is then not moved byte by byte.
        let first = bytes.withUnsafeBytes { buffer in
            buffer.baseAddress.flatMap { base in memchr(base, 0x3E, buffer.count).map { UnsafeRawPointer($0) - base } }
        }
        guard let first else { return }
        var write = first
        var read = first
        var isLineStart = first == 0 || bytes[first - 1] == 0x0A
        while read < bytes.count {
            if isLineStart, bytes[read] == 0x3E {
                var end = read
                while end < bytes.count, bytes[end] == 0x3E { end += 1 }
                if bytes[end...].prefix(5).elementsEqual("From ".utf8) { read += 1 }
            }
            isLineStart = bytes[read] == 0x0A
            if write != read { bytes[write] = bytes[read] }
            write += 1
            read += 1
        }
        bytes.removeSubrange(write...)
    }
}
