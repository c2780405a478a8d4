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
        if isPlain(raw) { return raw }
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

    /// Whether it is an address as nearly all are, told from the bytes: ASCII in lower case, without any mark that needs a second look.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard (3...320).contains(bytes.count) else { return false }
            var at: Int?
            var last: UInt8 = 0
            for (place, byte) in bytes.enumerated() {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"): break
                case UInt8(ascii: "."): if at != nil, last == byte || last == UInt8(ascii: "@") { return false }
                case UInt8(ascii: "@"):
                    guard at == nil, place > 0 else { return false }
                    at = place
                default: return false
                }
                last = byte
            }
            return at != nil && last != UInt8(ascii: "@") && last != UInt8(ascii: ".")
        }
    }
}
