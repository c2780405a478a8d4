/// Puts the parts of a log line together so that no value can end the line or pass for another part.
enum LogLine {
    /// Whether a field is counted with, and its value is a number as JSON writes it.
    private static func isNumber(_ field: (key: String, value: String)) -> Bool {
        switch field.key {
        case "status", "microseconds", "bytes", "received":
            let digits = field.value.utf8
            return (1...18).contains(digits.count) && digits.allSatisfy { (48...57).contains($0) } && (digits.first != 48 || digits.count == 1)
        default: return false
        }
    }

    /// One JSON object in UTF-8; numbers stay texts but for those that are counted with.
    static func json(time: String, level: String, message: String, fields: [(key: String, value: String)]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(512)
        line += "{\"time\":".utf8
        append(time, to: &line)
        line += ",\"level\":".utf8
        append(level, to: &line)
        line += ",\"message\":".utf8
        append(message, to: &line)
        for field in fields {
            line.append(UInt8(ascii: ","))
            append(field.key, to: &line)
            line.append(UInt8(ascii: ":"))
            if isNumber(field) { line += field.value.utf8 } else { append(field.value, to: &line) }
        }
        line.append(UInt8(ascii: "}"))
        return line
    }

    /// `2026-11-28T21:30:00.000Z info  request method=GET …`.
    static func text(time: String, level: String, message: String, fields: [(key: String, value: String)]) -> String {
        let padded = level + String(repeating: " ", count: max(0, 8 - level.count))
        return ([time, padded + plain(message)] + fields.map { plain($0.key) + "=" + value($0.value) }).joined(separator: " ")
    }

    private static func value(_ text: String) -> String {
        let isSimple = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "\"" && $0 != "=" }
        return isSimple ? text : quoted(text)
    }

    /// Control and format characters could start a line of their own, or turn it around on a terminal.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? " " : $0 }))
    }

    /// † RFC 8259, section 7.
    static func quoted(_ text: String) -> String {
        var out: [UInt8] = []
        append(text, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private static func append(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        defer { out.append(UInt8(ascii: "\"")) }
        // Nearly everything that is logged: printable ASCII without a quote or a backslash.
        guard !text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != 34 && $0 != 92 }) else { return out.append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\"".utf8
            case "\\": out += "\\\\".utf8
            case "\n": out += "\\n".utf8
            case "\r": out += "\\r".utf8
            case "\t": out += "\\t".utf8
            default:
                if isUnsafe(scalar) {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        out += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
                    }
                } else {
                    out += String(scalar).utf8
                }
            }
        }
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
