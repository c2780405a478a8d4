public import Foundation

/// Reads a mailbox file (mbox: mboxo and mboxrd) message by message. However large the file, one message and a window of
/// 256 KB are in memory. Not for several tasks at once.
///
/// A message that is broken or too large comes out as a failure with its place, and the reader goes on behind it.
public final class MailboxReader {
    /// How much of a message is read.
    public let limits: MailLimits
    /// The size of the file when it was opened; what is added later is not read.
    public let byteCount: Int64
    /// Where the next message begins.
    public private(set) var offset: Int64
    private let file: MailboxBytes

    /// Opens a mailbox, to be read from its beginning or from a `resumeOffset` of an earlier reader of the same file.
    public init(contentsOf url: URL, from offset: Int64 = 0, limits: MailLimits = MailLimits()) throws(MailError) {
        self.limits = limits
        let file = try MailboxBytes(url)
        byteCount = file.byteCount
        self.file = file
        guard offset >= 0, offset <= file.byteCount else { throw Self.wrongOffset(offset) }
        if offset == 0 {
            self.offset = try Self.first(file)
        } else {
            self.offset = offset
            if offset < file.byteCount {
                let begins = try file.with(offset - 1, MailboxSeparator.lookahead + 1) { $0.count > 1 && $0[0] == 0x0A && MailboxSeparator.begins($0, at: 1) }
                guard begins else { throw Self.wrongOffset(offset) }
            }
        }
    }

    /// The next message; nil at the end.
    public func next() throws(MailError) -> MailboxEntry? {
        guard offset < byteCount else { return nil }
        let start = offset
        let end = try file.nextMessage(after: start)
        offset = end
        let count = end - start
        func entry(_ result: Result<MailMessage, MailError>) -> MailboxEntry {
            MailboxEntry(offset: start, byteCount: count, resumeOffset: end, result: result)
        }
        guard count <= Int64(limits.maxMessageBytes), count < Int64(Int32.max) else {
            return entry(.failure(.tooLarge(count, limit: limits.maxMessageBytes, offset: start)))
        }
        var bytes = try file.copy(start, Int(count))
        MailboxSeparator.unquote(&bytes)
        do {
            return entry(.success(try MailFile(limits: limits).read(bytes, mustHaveFields: false)))
        } catch {
            var placed = error
            placed.offset = start
            return entry(.failure(placed))
        }
    }

    /// Whether the beginning of a file (some 4 KB are enough) looks like a mailbox: a “From ” line of one comes first.
    public static func looksLikeMailbox(prefix: Data) -> Bool {
        let bytes = Array(prefix.prefix(65_536))
        return bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < buffer.count, buffer[start] == 0x0A || buffer[start] == 0x0D { start += 1 }
            return MailboxSeparator.begins(buffer, at: start)
        }
    }

    private static func first(_ file: MailboxBytes) throws(MailError) -> Int64 {
        guard file.byteCount > 0 else {
            throw MailError(kind: .empty, reason: "The file is empty.", advice: "Export the mailbox again, or choose another file.")
        }
        let start = try file.with(0, 65_536) { buffer -> Int? in
            var start = 0
            while start < buffer.count, buffer[start] == 0x0A || buffer[start] == 0x0D { start += 1 }
            return MailboxSeparator.begins(buffer, at: start) ? start : nil
        }
        guard let start else {
            throw MailError(
                kind: .notMailbox, reason: "This is not a mailbox: it does not begin with a line like “From anna@line.example Wed Mar 4 09:30:00 2026”.",
                advice: "Export the mail folder as mbox, or save single mails as .eml."
            )
        }
        return Int64(start)
    }

    private static func wrongOffset(_ offset: Int64) -> MailError {
        MailError(
            kind: .wrongOffset, offset: offset, reason: "No message begins here; the mailbox was changed since it was read last.",
            advice: "Read the mailbox again from its beginning."
        )
    }
}
