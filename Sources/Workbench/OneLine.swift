/// Text that stands in one line: a title, a name.
enum OneLine {
    /// The most characters of a title or a name.
    static let longest = 200

    /// Without control characters and line ends, with single spaces; nil where nothing is left that can be seen.
    static func clean(_ text: String) -> String? {
        if isClean(text) { return text }
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        let clean = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let shows = clean.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory != .format && !scalar.properties.isWhitespace
        }
        return shows ? clean : nil
    }

    /// Whether there is nothing to clean, told from the bytes: plain ASCII with single blanks inside. Most names and titles are so.
    private static func isClean(_ text: String) -> Bool {
        var last: UInt8 = 0x20
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || last != 0x20 else { return false }
            last = byte
        }
        return last != 0x20
    }

    /// The same, cut to `longest` characters: for what a file says, which nobody can be asked to shorten.
    static func cut(_ text: String) -> String? {
        if text.utf8.count <= longest, isClean(text) { return text }
        // A file's title can be megabytes; characters are costly to count.
        return clean(String(text.unicodeScalars.prefix(10 * longest))).map { String($0.prefix(longest)) }
    }
}
