/// The header fields at the top of a message, looked at before the parser gets them.
struct MailHead {
    /// Where the fields begin: behind a byte order mark, empty lines and a “From ” line of a mailbox.
    private(set) var start = 0
    /// Behind the last field, before the empty line.
    private(set) var end = 0
    /// The names of the fields in lower case.
    private(set) var names: [String] = []
    /// Lines that are neither a field nor the rest of one.
    private(set) var strangeLines = 0
    /// Whether empty lines came first.
    private(set) var hasEmptyLinesFirst = false

    /// Fields by which a mail is known.
    static let known: Set<String> = [
        "from", "to", "cc", "bcc", "subject", "date", "message-id", "received", "return-path", "delivered-to", "mime-version", "reply-to",
        "sender", "in-reply-to", "references", "x-mailer", "dkim-signature", "list-id", "x-original-to", "envelope-to",
    ]

    /// How many different fields of a mail there are.
    var knownCount: Int { Set(names).intersection(Self.known).count }

    init(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
        while start < bytes.count, bytes[start] == 0x0A || bytes[start] == 0x0D {
            start += 1
            hasEmptyLinesFirst = true
        }
        if Self.has("From ", bytes, at: start) || Self.has(">From ", bytes, at: start) { start = Self.lineEnd(bytes, start).next }
        var index = start
        var isFirst = true
        while index < bytes.count, index - start < limit {
            let line = Self.lineEnd(bytes, index)
            if line.end == index { break }
            if let name = Self.fieldName(bytes, index, line.end) {
                if names.count < 10_000 { names.append(name) }
            } else if isFirst || (bytes[index] != 0x20 && bytes[index] != 0x09) {
                strangeLines += 1
            }
            isFirst = false
            index = line.next
        }
        end = min(index, bytes.count)
    }

    /// The name before the colon, in lower case; nil where the line is no field (RFC 5322, 2.2). A long name is none ‡.
    static func fieldName(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> String? {
        var index = start
        while index < end, index - start < 80, bytes[index] > 0x20, bytes[index] < 0x7F, bytes[index] != 0x3A { index += 1 }
        let nameEnd = index
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        guard nameEnd > start, index < end, bytes[index] == 0x3A else { return nil }
        return String(decoding: bytes[start..<nameEnd], as: UTF8.self).lowercased()
    }

    /// Where the line ends without its line end, and where the next begins.
    static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> (end: Int, next: Int) {
        var index = start
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        let next = min(index + 1, bytes.count)
        if index > start, index <= bytes.count, bytes[index - 1] == 0x0D { index -= 1 }
        return (index, next)
    }

    static func has(_ text: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { wanted in
            for position in 0..<wanted.count where bytes[index + position] != wanted[position] { return false }
            return true
        }
    }
}
