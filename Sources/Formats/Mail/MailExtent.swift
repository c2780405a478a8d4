/// How much of a message the parser is given: it makes an object for every part and every header field, so a message made to
/// hurt is cut before it gets there.
enum MailExtent {
    /// Lines beginning with `--`, each of which may begin a part.
    private static let maxDividers = 20_000
    /// Places that name a boundary, each of which may open a level.
    private static let maxBoundaries = 900

    static func readable(_ bytes: UnsafeBufferPointer<UInt8>, _ head: MailHead, _ limits: MailLimits, _ problems: MailProblems) -> Range<Int> {
        if head.end - head.start >= limits.maxHeaderBytes, head.end < bytes.count {
            problems.add("The header fields are longer than \(limits.maxHeaderBytes) bytes; the rest of the message was not read.")
            return head.start..<min(head.end, head.start + 2 * limits.maxHeaderBytes)
        }
        // Without a type the content is plain text and has no parts (RFC 2045, 5.2).
        guard head.names.contains("content-type") else { return head.start..<bytes.count }
        var dividers = 0
        var boundaries = 0
        var index = head.start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x0A {
                if index + 2 < bytes.count, bytes[index + 1] == 0x2D, bytes[index + 2] == 0x2D { dividers += 1 }
            } else if byte | 0x20 == 0x62, isBoundary(bytes, index) {
                boundaries += 1
            }
            if boundaries > maxBoundaries || (dividers > maxDividers && boundaries > 0) {
                problems.add("The message has too many parts; what follows byte \(index) was not read.")
                return head.start..<index
            }
            index += 1
        }
        return head.start..<bytes.count
    }

    private static func isBoundary(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index + 8 <= bytes.count else { return false }
        let word: StaticString = "boundary"
        return word.withUTF8Buffer { wanted in
            for position in 1..<8 where bytes[index + position] | 0x20 != wanted[position] { return false }
            return true
        }
    }
}
