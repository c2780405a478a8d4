/// Walks the lines of a text; a line ends with LF, CR or CRLF. Copy it to look ahead.
///
/// Lines are not collected first: a file of 100 MB of line feeds must not become 100 million ranges.
struct LineCursor {
    let bytes: [UInt8]
    private(set) var position: Int
    /// Number of the line `next()` returned last, counted from 1.
    private(set) var number: Int

    init(_ bytes: [UInt8], from position: Int = 0, number: Int = 0) {
        self.bytes = bytes
        self.position = position
        self.number = number
    }

    /// The next line without its end; nil after the last.
    mutating func next() -> Range<Int>? {
        let count = bytes.count
        guard position < count else { return nil }
        let start = position
        let end = bytes.withUnsafeBufferPointer { buffer in
            var index = start
            while index < count {
                let byte = buffer[index]
                if byte == 0x0A || byte == 0x0D { break }
                index += 1
            }
            return index
        }
        position = end
        if position < count {
            let carriageReturn = bytes[position] == 0x0D
            position += 1
            if carriageReturn, position < count, bytes[position] == 0x0A { position += 1 }
        }
        number += 1
        return start..<end
    }
}

extension [UInt8] {
    /// The range without white space (ASCII) at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower] <= 0x20 { lower += 1 }
        while upper > lower, self[upper - 1] <= 0x20 { upper -= 1 }
        return lower..<upper
    }

    /// Whether the bytes at `position` are those of an ASCII text.
    func has(_ text: StaticString, at position: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard position >= 0, position + length <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<length where self[position + offset] != wanted[offset] { return false }
            return true
        }
    }

    /// Where an ASCII text begins within a range; nil where it does not occur.
    func first(_ text: StaticString, in range: Range<Int>) -> Int? {
        let length = text.utf8CodeUnitCount
        guard length > 0, range.count >= length else { return nil }
        let head = text.withUTF8Buffer { $0[0] }
        var index = range.lowerBound
        let last = range.upperBound - length
        while index <= last {
            if self[index] == head, has(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// Whether a range is an ASCII text, letters compared without case. `text` is given in lower case.
    func isText(_ text: StaticString, in range: Range<Int>) -> Bool {
        range.count == text.utf8CodeUnitCount && startsWith(text, in: range)
    }

    /// Whether a range begins with an ASCII text, letters compared without case. `text` is given in lower case.
    func startsWith(_ text: StaticString, in range: Range<Int>) -> Bool {
        let length = text.utf8CodeUnitCount
        guard range.count >= length else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<length where self[range.lowerBound + offset].lowercasedASCII != wanted[offset] { return false }
            return true
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isSpace: Bool { self == 0x20 || self == 0x09 }
    var lowercasedASCII: UInt8 { self >= 0x41 && self <= 0x5A ? self + 0x20 : self }
    var isHexDigit: Bool { isDigit || (lowercasedASCII >= 0x61 && lowercasedASCII <= 0x66) }
}
