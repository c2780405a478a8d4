/// A person or mailbox named in a header field.
public struct MailParty: Hashable, Sendable {
    /// The name shown with the address, on one line; nil where there is none.
    public var name: String?
    /// The address in lower case: one @, no spaces, no control characters.
    public var address: String

    /// A party; nil where the address is not one.
    public init?(name: String?, address: String) {
        guard let clean = Self.validated(address) else { return nil }
        self.name = name
        self.address = clean
    }

    /// The address in lower case, or nil: exactly one @ with something on both sides, at most 320 bytes (RFC 3696, 3), no
    /// spaces, control characters or characters that would end an address in a header field.
    static func validated(_ raw: String) -> String? {
        let address = raw.lowercased()
        guard address.utf8.count <= 320 else { return nil }
        let sides = address.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty, sides[1].first != ".", sides[1].last != ".", !sides[1].contains("..") else { return nil }
        for scalar in address.unicodeScalars {
            switch scalar {
            case "<", ">", "(", ")", ",", ";", ":", "\\", "\"": return nil
            case "[", "]": if !sides[1].hasPrefix("[") || !sides[1].hasSuffix("]") { return nil }
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .unassigned, .privateUse, .spaceSeparator, .lineSeparator, .paragraphSeparator: return nil
                default: if scalar == "\u{FFFD}" { return nil }
                }
            }
        }
        return address
    }
}
