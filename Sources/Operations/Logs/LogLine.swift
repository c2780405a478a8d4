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

    /// One JSON object; numbers stay texts but for those that are counted with.
    static func json(_ fields: [(key: String, value: String)]) -> String {
        var line = "{"
        line.reserveCapacity(512)
        for (place, field) in fields.enumerated() {
            if place > 0 { line += "," }
            append(field.key, to: &line)
            line += ":"
            if isNumber(field) { line += field.value } else { append(field.value, to: &line) }
        }
        return line + "}"
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
        var out = ""
        append(text, to: &out)
        return out
    }

    private static func append(_ text: String, to out: inout String) {
        out += "\""
        defer { out += "\"" }
        // Nearly everything that is logged: printable ASCII without a quote or a backslash.
        guard !text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != 34 && $0 != 92 }) else { return out += text }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                if isUnsafe(scalar) {
                    for unit in String(scalar).utf16 { out += "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16) }
                } else {
                    out.unicodeScalars.append(scalar)
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
