/// One mailbox: `anna@example.org`, perhaps with a name to show. ASCII only: nothing in it can start a new header or command.
public struct MailAddress: Hashable, Sendable {
    /// The mailbox, at most 254 characters.
    public let mailbox: String
    /// The name to show, at most 100 characters.
    public let name: String?

    /// The part behind the @.
    public var domain: Substring { mailbox[mailbox.index(after: mailbox.lastIndex(of: "@") ?? mailbox.startIndex)...] }

    /// Takes letters, digits and the marks of RFC 5322's dot-atom before the @, and a domain of letters, digits and hyphens
    /// behind it. Quoted parts, comments, address literals and letters outside ASCII are refused.
    public init(_ mailbox: String, name: String? = nil) throws(MailProblem) {
        guard Self.isMailbox(mailbox) else { throw .address }
        if let name {
            guard MailText.isOneLine(name), name.unicodeScalars.count <= 100 else { throw .controlCharacter("name") }
        }
        self.mailbox = mailbox
        self.name = name
    }

    private static func isMailbox(_ text: String) -> Bool {
        guard text.utf8.count <= 254 else { return false }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count) else { return false }
        let marks = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        let atoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy { isAlphanumeric($0) || marks.contains($0) } }
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

/// Why a mail cannot be written.
public enum MailProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a mailbox we can write to.
    case address
    /// A line break or another control character in the named part, or that part is too long.
    case controlCharacter(String)
    /// More than 1 MiB of text.
    case tooLarge

    public var description: String {
        switch self {
        case .address: "This is not a mail address we can write to. It looks like anna@example.org, without spaces or accents."
        case .controlCharacter(let part): "The \(part) of the mail is too long or has a line break or another control character. Take it out."
        case .tooLarge: "The mail is larger than 1 MiB. Shorten it."
        }
    }
}
