import Foundation

/// Text as it may stand in a mail.
enum MailText {
    /// Without control characters and without Unicode's own line breaks.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 60 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }

    /// A subject: as it is when it is short and ASCII, else encoded words.
    static func header(_ text: String) -> String { isPlain(text) ? text : encodedWords(text) }

    /// A name before an address: quoted when it is short and ASCII, else encoded words.
    static func phrase(_ text: String) -> String {
        guard isPlain(text) else { return encodedWords(text) }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// RFC 2047 in base64: words of at most 75 characters, never parted within a scalar, one a line.
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            // 45 bytes make 60 letters; with the frame that is 72.
            if bytes.count + next.count > 45 {
                words.append("=?UTF-8?B?\(Data(bytes).base64EncodedString())?=")
                bytes = []
            }
            bytes += next
        }
        words.append("=?UTF-8?B?\(Data(bytes).base64EncodedString())?=")
        return words.joined(separator: "\r\n ")
    }

    /// Quoted-printable (RFC 2045, section 6.7): lines of at most 76 characters ended by CRLF. Takes text with LF line ends.
    static func quotedPrintable(_ text: String) -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let bytes = Array(line.utf8)
            var column = 0
            for (place, byte) in bytes.enumerated() {
                let isLast = place == bytes.count - 1
                let isBlank = byte == 0x20 || byte == 0x09
                let piece =
                    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
                    ? String(UnicodeScalar(byte)) : "=" + hex(byte)
                // One column is kept for the soft break.
                if column + piece.utf8.count > 75 {
                    result += "=\r\n"
                    column = 0
                }
                result += piece
                column += piece.utf8.count
            }
            result += "\r\n"
        }
        return result
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// RFC 5322's date, in UTC: `Mon, 23 Nov 2026 00:19:54 +0000`.
    static func date(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int?) -> String { ((number ?? 0) < 10 ? "0" : "") + String(number ?? 0) }
        let day = "\(days[(parts.weekday ?? 1) - 1]), \(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 1970)"
        return "\(day) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}
