public import Foundation

/// A mail of plain text to one person. What is in it cannot add headers: line breaks and other control characters are refused
/// outside the text, and the text is quoted-printable.
public struct OutgoingMail: Sendable {
    /// Who it says it comes from.
    public let from: MailAddress
    /// Who gets it.
    public let to: MailAddress
    /// At most 200 characters.
    public let subject: String
    /// Lines ended by LF.
    public let text: String
    /// When it was written.
    public let date: Date
    /// Without the angle brackets.
    public let messageID: String

    /// Makes a mail with a random Message-ID. CRLF in the text counts as LF; tabs are kept; other control characters are refused.
    public init(from: MailAddress, to: MailAddress, subject: String, text: String, date: Date) throws(MailProblem) {
        guard MailText.isOneLine(subject), subject.unicodeScalars.count <= 200 else { throw .controlCharacter("subject") }
        guard text.utf8.count <= 1 << 20 else { throw .tooLarge }
        let lines = text.replacing("\r\n", with: "\n")
        let isClean = lines.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        guard isClean else { throw .controlCharacter("text") }
        self.from = from
        self.to = to
        self.subject = subject
        self.text = lines.hasSuffix("\n") ? String(lines.dropLast()) : lines
        self.date = date
        messageID = Base64.url(SecretBytes.random(18)) + "@" + from.domain
    }

    /// The mail as it is sent (RFC 5322), lines ended by CRLF, before dot-stuffing. It says of itself that a machine wrote it
    /// (RFC 3834), so that nobody's absence answers.
    public var rendered: String {
        [
            "From: " + Self.written(from),
            "To: " + Self.written(to),
            "Subject: " + MailText.header(subject),
            "Date: " + MailText.date(date),
            "Message-ID: <\(messageID)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            MailText.quotedPrintable(text),
        ].joined(separator: "\r\n")
    }

    /// The mail as it goes over the wire after DATA: dots at the start of a line doubled (RFC 5321, section 4.5.2), and
    /// the dot of the end, whose line break the sender adds.
    var wire: String {
        let stuffed = rendered.replacing("\r\n.", with: "\r\n..")
        return stuffed + "."
    }

    private static func written(_ address: MailAddress) -> String {
        guard let name = address.name, !name.isEmpty else { return address.mailbox }
        return MailText.phrase(name) + "\r\n <\(address.mailbox)>"
    }
}
