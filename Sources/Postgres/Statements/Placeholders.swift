/// A statement as it is written, with `?` or `?1` for values, and as PostgreSQL takes it, with `$1`.
///
/// A `?` without a number takes the number after the largest so far, as in SQLite. `??` stands for a question mark that is an operator.
/// In texts, quoted names, dollar quotes and comments nothing is a placeholder.
struct Placeholders: Hashable {
    /// What is sent.
    let text: String
    /// The largest number of a placeholder.
    let count: Int

    /// The most values a statement of PostgreSQL can have.
    static let limit = 65_535

    init(_ sql: String) throws(PostgresError) {
        var scanner = Scanner(bytes: Array(sql.utf8))
        try scanner.run()
        text = String(decoding: scanner.result, as: UTF8.self)
        count = scanner.largest
    }

    private struct Scanner {
        let bytes: [UInt8]
        var place = 0
        var result: [UInt8] = []
        var largest = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
            result.reserveCapacity(bytes.count + 16)
        }

        private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

        mutating func run() throws(PostgresError) {
            while place < bytes.count {
                switch bytes[place] {
                case 0: throw .misuse("The statement holds a zero character (U+0000). Take it out.")
                case UInt8(ascii: "'"): copyQuoted(UInt8(ascii: "'"), withBackslashes: isEscapeText)
                case UInt8(ascii: "\""): copyQuoted(UInt8(ascii: "\""), withBackslashes: false)
                case UInt8(ascii: "-") where byte(at: place + 1) == UInt8(ascii: "-"): copyLine()
                case UInt8(ascii: "/") where byte(at: place + 1) == UInt8(ascii: "*"): copyComment()
                case UInt8(ascii: "$"): copyDollarQuote()
                case UInt8(ascii: "?"): try placeholder()
                default: copy(1)
                }
            }
        }

        private mutating func copy(_ count: Int) {
            let end = min(place + count, bytes.count)
            result += bytes[place..<end]
            place = end
        }

        private static func isNamePart(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), 0x80...: true
            default: false
            }
        }

        /// Whether the quote here opens an `E'…'`, in which a backslash keeps the quote after it.
        private var isEscapeText: Bool {
            guard place > 0, bytes[place - 1] | 0x20 == UInt8(ascii: "e") else { return false }
            return place == 1 || !(Self.isNamePart(bytes[place - 2]) || bytes[place - 2] == UInt8(ascii: "$"))
        }

        /// A doubled quote ends one text and begins the next, which comes to the same.
        private mutating func copyQuoted(_ quote: UInt8, withBackslashes: Bool) {
            copy(1)
            while place < bytes.count, bytes[place] != quote {
                copy(withBackslashes && bytes[place] == UInt8(ascii: "\\") ? 2 : 1)
            }
            copy(1)
            // `E'a''b\'c'`: what follows a doubled quote is still the same text.
            if withBackslashes, byte(at: place) == quote { copyQuoted(quote, withBackslashes: true) }
        }

        private mutating func copyLine() {
            while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { copy(1) }
        }

        /// Comments of PostgreSQL stand within one another.
        private mutating func copyComment() {
            var depth = 0
            repeat {
                if byte(at: place) == UInt8(ascii: "/"), byte(at: place + 1) == UInt8(ascii: "*") {
                    depth += 1
                    copy(2)
                } else if byte(at: place) == UInt8(ascii: "*"), byte(at: place + 1) == UInt8(ascii: "/") {
                    depth -= 1
                    copy(2)
                } else {
                    copy(1)
                }
            } while depth > 0 && place < bytes.count
        }

        /// `$$…$$` and `$name$…$name$`; a dollar that opens neither is copied.
        private mutating func copyDollarQuote() {
            var end = place + 1
            let startsName = place > 0 && Self.isNamePart(bytes[place - 1])
            let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(at: end))
            while end < bytes.count, Self.isNamePart(bytes[end]) { end += 1 }
            guard !startsName, !isNumber, byte(at: end) == UInt8(ascii: "$") else { return copy(1) }
            let tag = bytes[place...end]
            copy(tag.count)
            while place < bytes.count, !bytes[place...].starts(with: tag) { copy(1) }
            copy(tag.count)
        }

        private mutating func placeholder() throws(PostgresError) {
            place += 1
            if byte(at: place) == UInt8(ascii: "?") { return copy(1) }
            var digits = place
            while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(at: digits)) { digits += 1 }
            let written = String(decoding: bytes[place..<digits], as: UTF8.self)
            let number = written.isEmpty ? largest + 1 : Int(written) ?? 0
            guard (1...Placeholders.limit).contains(number) else {
                throw .misuse("A statement has values numbered from 1 to \(Placeholders.limit), and this one asks for ?\(written). Use fewer.")
            }
            place = digits
            largest = max(largest, number)
            result += Array("$\(number)".utf8)
        }
    }
}
