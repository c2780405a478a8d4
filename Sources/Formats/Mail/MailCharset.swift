import CGMime

/// The bytes of a text part as UTF-8, whatever its label says.
enum MailCharset {
    /// Labels are often wrong. Bytes that are valid UTF-8 beyond ASCII are hardly ever anything else where the label names a
    /// set with one byte a letter ‡; what is labelled UTF-8 and is not, and what has no label, goes the way of all files here.
    static func utf8(_ raw: [UInt8], label: String?, _ problems: MailProblems) -> [UInt8] {
        let scan = UTF8Scan(raw)
        let isASCII = scan.bad == 0 && scan.multibyte == 0
        let name = label.map(plainName)
        switch name {
        case nil, "", "us-ascii", "ascii", "utf-8", "utf8", "unknown-8bit", "x-unknown", "default":
            // Seven-bit encodings with escapes do not come without a label.
            if isASCII { return raw }
            let decoded = TextDecoding(raw)
            if scan.bad > 0 { problems.add("The text is not in the character set it names (\(name ?? "none")); it was read as \(decoded.encoding.name).") }
            return decoded.bytes
        case let name?:
            if scan.bad == 0, scan.multibyte > 0, isOneByte(name) {
                problems.add("The text names the character set \(name) but is UTF-8; it was read as that.")
                return raw
            }
            // What mail programs call Latin-1 is Windows-1252 (WHATWG encoding standard, 4.2).
            let set = ["iso-8859-1", "latin1", "iso8859-1", "iso_8859-1"].contains(name) ? "windows-1252" : name
            var bad = 0
            guard !isASCII || !isOneByte(set), let array = covalence_mail_utf8(set, raw, raw.count, &bad) else {
                if isASCII { return raw }
                problems.add("The character set \(name) is not known; the text was guessed.")
                return TextDecoding(raw).bytes
            }
            defer { g_byte_array_free(array, 1) }
            if bad > 0 { problems.add("\(bad) bytes of the text are not of its character set \(name); they are shown as \u{FFFD}.") }
            return Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
        }
    }

    private static func isOneByte(_ name: String) -> Bool {
        ["iso-8859-", "iso8859-", "iso_8859-", "windows-125", "cp125", "latin", "koi8", "us-ascii", "macintosh", "ibm", "cp8"].contains { name.hasPrefix($0) }
    }

    /// The name without what could ask the converter for more than a conversion.
    private static func plainName(_ label: String) -> String {
        String(String.UnicodeScalarView(label.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.:()+".unicodeScalars.contains($0)) }))
    }
}
