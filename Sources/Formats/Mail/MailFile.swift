public import Foundation

/// Reads a single mail, as mail programs save it (`.eml`, RFC 5322 and MIME).
public struct MailFile: Sendable {
    /// How much is read.
    public var limits: MailLimits

    /// A reader with limits.
    public init(limits: MailLimits = MailLimits()) {
        self.limits = limits
    }

    /// Reads a mail with the usual limits. Refuses what is no mail; what is broken within one is in its problems.
    public static func read(_ data: Data) throws(MailError) -> MailMessage {
        try MailFile().read(data)
    }

    /// Reads a mail. Refuses what is no mail; what is broken within one is in its problems.
    public func read(_ data: Data) throws(MailError) -> MailMessage {
        guard data.count <= limits.maxMessageBytes, data.count < Int(Int32.max) else { throw .tooLarge(Int64(data.count), limit: limits.maxMessageBytes) }
        return try read(Array(data), mustHaveFields: true)
    }

    /// Whether the beginning of a file (some 4 KB are enough) looks like a mail: the first line is a header field, and two
    /// different fields of a mail come before the first empty line ‡.
    public static func looksLikeMail(prefix: Data) -> Bool {
        let bytes = Array(prefix.prefix(65_536))
        return bytes.withUnsafeBufferPointer { buffer in
            let head = MailHead(buffer, limit: 65_536)
            guard head.start < buffer.count else { return false }
            return MailHead.fieldName(buffer, head.start, MailHead.lineEnd(buffer, head.start).end) != nil && head.knownCount >= 2
        }
    }

    /// Reads one message. `mustHaveFields` is false within a mailbox, whose “From ” line says already that it is a mail.
    func read(_ bytes: consuming [UInt8], mustHaveFields: Bool) throws(MailError) -> MailMessage {
        guard bytes.contains(where: { $0 > 0x20 }) else {
            throw MailError(
                kind: .empty, reason: bytes.isEmpty ? "The file is empty." : "The file holds nothing but white space.",
                advice: "Save the mail again, or choose another file."
            )
        }
        let problems = MailProblems(limit: limits.maxProblems)
        let limits = limits
        let head = bytes.withUnsafeBufferPointer { MailHead($0, limit: limits.maxHeaderBytes) }
        if head.knownCount == 0 {
            if mustHaveFields { throw Self.notMail(bytes) }
            problems.add("The message has no header fields.")
        }
        if head.strangeLines > 0 { problems.add("\(head.strangeLines) \(head.strangeLines == 1 ? "line" : "lines") among the header fields \(head.strangeLines == 1 ? "is" : "are") none.") }
        if mustHaveFields, head.hasEmptyLinesFirst { problems.add("The mail begins with empty lines; they were left out.") }
        let range = bytes.withUnsafeBufferPointer { MailExtent.readable($0, head, limits, problems) }
        return bytes.withUnsafeMutableBufferPointer { GMimeReading.read(UnsafeMutableBufferPointer(rebasing: $0[range]), limits, problems) }
    }

    private static func notMail(_ bytes: [UInt8]) -> MailError {
        let advice = "Save the mail as .eml, or the folder as mbox, and choose that file."
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            return MailError(kind: .notMail, reason: "This is a message of Outlook’s own format (.msg) or another old Office file, not a mail as text.", advice: advice)
        }
        if let kind = BinaryKind(bytes) { return MailError(kind: .notMail, reason: "This is \(kind.what), not a mail.", advice: advice) }
        return MailError(kind: .notMail, reason: "This is not a mail: no header line like “From:”, “Date:” or “Subject:” comes before the first empty line.", advice: advice)
    }
}
