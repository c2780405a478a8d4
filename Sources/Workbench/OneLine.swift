/// Text that stands in one line: a title, a name.
enum OneLine {
    /// The most characters of a title or a name.
    static let longest = 200

    /// Without control characters and line ends, with single spaces; nil where nothing is left that can be seen.
    static func clean(_ text: String) -> String? {
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

    /// The same, cut to `longest` characters: for what a file says, which nobody can be asked to shorten.
    static func cut(_ text: String) -> String? {
        // A file's title can be megabytes; characters are costly to count.
        clean(String(text.unicodeScalars.prefix(10 * longest))).map { String($0.prefix(longest)) }
    }
}
