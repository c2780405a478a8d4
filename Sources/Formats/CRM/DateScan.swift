/// Walks over the letters of a date.
struct DateScan {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
        while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
    }

    var isAtEnd: Bool { bytes[index...].allSatisfy { $0 <= 0x20 } }
    /// The byte here; 0 at the end.
    var byte: UInt8 { index < bytes.endIndex ? bytes[index] : 0 }
    mutating func advance() { index = min(bytes.endIndex, index + 1) }

    /// A number of up to 13 digits and how many it has.
    mutating func number() -> (value: Int64, digits: Int)? {
        let start = index
        var value: Int64 = 0
        while index < bytes.endIndex, bytes[index].isDigit, index - start < 13 {
            value = value * 10 + Int64(bytes[index] - 0x30)
            index += 1
        }
        return index > start ? (value, index - start) : nil
    }

    /// A number that follows the byte here.
    mutating func number(after mark: UInt8) -> (value: Int64, digits: Int)? {
        guard byte == mark, index + 1 < bytes.endIndex, bytes[index + 1].isDigit else { return nil }
        index += 1
        return number()
    }

    /// Letters, of any alphabet.
    mutating func word() -> String? {
        let start = index
        while index < bytes.endIndex, bytes[index].isLetter || bytes[index] >= 0x80, !isWideSpace { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    /// A space that does not break, U+00A0 or U+202F.
    private var isWideSpace: Bool {
        bytes[index...].starts(with: [0xC2, 0xA0]) || bytes[index...].starts(with: [0xE2, 0x80, 0xAF])
    }

    /// Passes over any of these characters.
    mutating func skip(_ characters: String) {
        let wide = characters.unicodeScalars.contains { $0.value > 127 }
        while index < bytes.endIndex {
            if wide, isWideSpace { index += bytes[index] == 0xC2 ? 2 : 3 } else if bytes[index] < 0x80, characters.utf8.contains(bytes[index]) { index += 1 } else { return }
        }
    }

    /// Passes over one of these words, and the space behind it.
    mutating func skipWords(_ words: [String]) {
        for word in words where bytes[index...].starts(with: word.utf8) {
            let end = index + word.utf8.count
            guard end < bytes.endIndex, bytes[end] == 0x20 else { continue }
            index = end
            skip(" ")
            return
        }
    }

    /// Passes over “Wed,” or “Mittwoch,”.
    mutating func skipWeekday() {
        var other = self
        guard let word = other.word(), MonthNames.month(word) == nil else { return }
        other.skip(".")
        guard other.byte == 0x2C else { return }
        other.skip(", ")
        self = other
    }

    /// AM or PM ahead, in any spelling: true for the afternoon.
    func meridiemAhead() -> Bool? {
        var other = self
        return other.meridiem()
    }

    mutating func meridiem() -> Bool? {
        var other = self
        other.skip(" \u{A0}\u{202F}")
        let letter = other.byte | 0x20
        guard letter == 0x61 || letter == 0x70 else { return nil }
        other.advance()
        other.skip(". \u{A0}")
        guard other.byte | 0x20 == 0x6D else { return nil }
        other.advance()
        if other.byte.isLetter { return nil }
        other.skip(".")
        self = other
        return letter == 0x70
    }

    /// Seconds east of Greenwich: `Z`, `+02:00`, `UTC`, `GMT+1`, and the names of RFC 5322 and of Europe's zones.
    mutating func zone() -> Int? {
        let isInBrackets = byte == 0x28
        if isInBrackets { advance() }
        var base = 0
        if let name = word() {
            guard let known = Self.zones[name.uppercased()] else { return nil }
            base = known
        }
        if byte == 0x2B || byte == 0x2D || bytes[index...].starts(with: "−".utf8) {
            let sign = byte == 0x2B ? 1 : -1
            index += byte >= 0x80 ? 3 : 1
            guard let (number, digits) = number(), digits <= 2 || digits == 4 else { return nil }
            var hours = Int(number)
            var minutes = 0
            if digits == 4 { (hours, minutes) = (hours / 100, hours % 100) } else if let next = self.number(after: 0x3A) { minutes = Int(next.value) }
            guard hours <= 14, minutes < 60 else { return nil }
            base += sign * (hours * 3600 + minutes * 60)
        }
        if isInBrackets {
            guard byte == 0x29 else { return nil }
            advance()
        }
        return base
    }

    private static let zones: [String: Int] = [
        "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 3600, "BST": 3600, "CET": 3600, "CEST": 7200, "MEZ": 3600, "MESZ": 7200, "EET": 7200, "EEST": 10_800,
        "EST": -18_000, "EDT": -14_400, "CST": -21_600, "CDT": -18_000, "MST": -25_200, "MDT": -21_600, "PST": -28_800, "PDT": -25_200,
    ]
}
