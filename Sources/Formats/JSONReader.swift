/// What is wrong with a JSON text, and where.
struct JSONFault: Error {
    var position: Int
    var reason: String
    /// Whether the text ends too early, as opposed to being wrong.
    var isTruncated = false
}

/// Walks a JSON text value by value and takes only what is asked for.
///
/// Our own because the files it is for need it: Whisper writes `NaN`, a broken file must give up what stands before the
/// break, a problem must name its line, and nothing may be built for the many values nobody wants. Values that are
/// passed over are walked without recursion, so depth costs no stack.
struct JSONReader {
    enum Kind { case object, array, string, number, word, end }

    let bytes: [UInt8]
    let limit: Int
    /// Whether a line break in a text stays one. In titles and in what was said it is white space.
    var keepsLineBreaks = false
    private(set) var position: Int
    private var countedPosition: Int
    private var countedLine = 1

    init(_ bytes: [UInt8], _ range: Range<Int>, line: Int = 1) {
        self.bytes = bytes
        limit = range.upperBound
        position = range.lowerBound
        countedPosition = range.lowerBound
        countedLine = line
    }

    /// The line of the reader, counted from 1; counts on from the last call.
    mutating func line() -> Int {
        while countedPosition < position {
            let byte = bytes[countedPosition]
            if byte == 0x0A || (byte == 0x0D && (countedPosition + 1 >= bytes.count || bytes[countedPosition + 1] != 0x0A)) { countedLine += 1 }
            countedPosition += 1
        }
        return countedLine
    }

    /// What stands next.
    mutating func kind() -> Kind {
        while position < limit, bytes[position] <= 0x20 { position += 1 }
        guard position < limit else { return .end }
        switch bytes[position] {
        case 0x7B: return .object
        case 0x5B: return .array
        case 0x22: return .string
        case 0x30...0x39: return .number
        case 0x2D: return position + 1 < limit && bytes[position + 1].isDigit ? .number : .word
        default: return .word
        }
    }

    /// Calls `body` at each member of an object; `body` reads or skips exactly one value. Anything but an object is
    /// passed over.
    mutating func object(_ body: (String, inout JSONReader) throws(JSONFault) -> Void) throws(JSONFault) {
        guard kind() == .object else { return try skip() }
        position += 1
        var first = true
        while true {
            if try closes(0x7D, first: first) { return }
            first = false
            guard kind() == .string, let key = try string() else { throw fault("a key in quotation marks was expected") }
            guard kind() != .end, bytes[position] == 0x3A else { throw fault("a colon was expected") }
            position += 1
            try body(key, &self)
        }
    }

    /// Calls `body` at each element of an array; `body` reads or skips exactly one value. Anything but an array is passed over.
    mutating func array(_ body: (inout JSONReader) throws(JSONFault) -> Void) throws(JSONFault) {
        guard kind() == .array else { return try skip() }
        position += 1
        var first = true
        while true {
            if try closes(0x5D, first: first) { return }
            first = false
            try body(&self)
        }
    }

    private mutating func closes(_ byte: UInt8, first: Bool) throws(JSONFault) -> Bool {
        guard kind() != .end else { throw fault("the text breaks off", truncated: true) }
        if bytes[position] == byte {
            position += 1
            return true
        }
        if first { return false }
        guard bytes[position] == 0x2C else { throw fault("a comma was expected") }
        position += 1
        guard kind() != .end else { throw fault("the text breaks off", truncated: true) }
        // A comma before the closing bracket is forgiven.
        if bytes[position] == byte {
            position += 1
            return true
        }
        return false
    }

    /// The string that stands next; nil, and the value passed over, where it is something else.
    mutating func string() throws(JSONFault) -> String? {
        guard kind() == .string else {
            try skip()
            return nil
        }
        let start = position + 1
        let end = try stringEnd()
        if !bytes[start..<end].contains(0x5C) { return String(decoding: bytes[start..<end], as: UTF8.self) }
        return unescaped(start..<end)
    }

    /// A string, or a number as it is written: ids come as either.
    mutating func identifier() throws(JSONFault) -> String? {
        guard kind() == .number else { return try string() }
        let start = position
        try skip()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The number that stands next; nil, and the value passed over, where it is something else or not finite.
    mutating func number() throws(JSONFault) -> Double? {
        guard kind() == .number else {
            try skip()
            return nil
        }
        let start = position
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var simple = true
        let negative = bytes[position] == 0x2D
        if negative { position += 1 }
        var fraction = false
        while position < limit {
            let byte = bytes[position]
            if byte.isDigit {
                if digits < 15 { mantissa = mantissa * 10 + UInt64(byte - 0x30) } else { simple = false }
                if mantissa > 0 { digits += 1 }
                if fraction { scale += 1 }
            } else if byte == 0x2E, !fraction {
                fraction = true
            } else if byte == 0x65 || byte == 0x45 || byte == 0x2B || byte == 0x2D || byte == 0x2E {
                simple = false
            } else {
                break
            }
            position += 1
        }
        // Exact: both are whole numbers below 2⁵³, and one division rounds once.
        if simple, scale < Self.powersOfTen.count {
            let value = Double(mantissa) / Self.powersOfTen[scale]
            return negative ? -value : value
        }
        guard position - start < 400, let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private static let powersOfTen: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 } }

    /// Passes over one value, however deep.
    mutating func skip() throws(JSONFault) {
        var depth = 0
        repeat {
            switch kind() {
            case .end: throw fault("the text breaks off", truncated: true)
            case .object, .array:
                depth += 1
                position += 1
            case .string: _ = try stringEnd()
            case .number, .word:
                let byte = bytes[position]
                if byte == 0x7D || byte == 0x5D {
                    guard depth > 0 else { throw fault("a value was expected") }
                    depth -= 1
                    position += 1
                } else if byte == 0x2C || byte == 0x3A {
                    guard depth > 0 else { throw fault("a value was expected") }
                    position += 1
                } else {
                    let start = position
                    while position < limit, isWordByte(bytes[position]) { position += 1 }
                    guard position > start else { throw fault("this is not JSON") }
                }
            }
        } while depth > 0
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == 0x2D || byte == 0x2B || byte == 0x2E || (byte.lowercasedASCII >= 0x61 && byte.lowercasedASCII <= 0x7A)
    }

    /// Moves behind the string that stands here and gives the position of its closing mark.
    private mutating func stringEnd() throws(JSONFault) -> Int {
        var index = position + 1
        while index < limit {
            let byte = bytes[index]
            if byte == 0x22 {
                position = index + 1
                return index
            }
            index += byte == 0x5C ? 2 : 1
        }
        position = limit
        throw fault("the text breaks off within quotation marks", truncated: true)
    }

    private func unescaped(_ range: Range<Int>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var index = range.lowerBound
        func unit(_ at: Int) -> UInt32? {
            guard at + 4 <= range.upperBound, bytes[at..<(at + 4)].allSatisfy({ $0.isHexDigit }) else { return nil }
            return UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16)
        }
        while index < range.upperBound {
            let byte = bytes[index]
            guard byte == 0x5C, index + 1 < range.upperBound else {
                result.append(byte)
                index += 1
                continue
            }
            let escaped = bytes[index + 1]
            index += 2
            switch escaped {
            case 0x6E where keepsLineBreaks: result.append(0x0A)
            case 0x6E, 0x72, 0x74, 0x62, 0x66: result.append(0x20) // \n \r \t \b \f: white space in any case
            case 0x75:
                guard let first = unit(index) else { continue }
                index += 4
                var value = first
                if first & 0xFC00 == 0xD800, index + 1 < range.upperBound, bytes[index] == 0x5C, bytes[index + 1] == 0x75,
                   let second = unit(index + 2), second & 0xFC00 == 0xDC00 {
                    value = 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
                    index += 6
                }
                let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: result.append(escaped)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    func fault(_ reason: String, truncated: Bool = false) -> JSONFault {
        JSONFault(position: position, reason: reason, isTruncated: truncated)
    }

    /// Whether a range is one JSON value and nothing else.
    static func isWhole(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var reader = JSONReader(bytes, range)
        do {
            try reader.skip()
            return reader.kind() == .end
        } catch {
            return false
        }
    }

    /// The keys of the object in a range.
    static func keys(_ bytes: [UInt8], _ range: Range<Int>) -> Set<String> {
        var reader = JSONReader(bytes, range)
        var keys: Set<String> = []
        try? reader.object { (key, reader) throws(JSONFault) in
            keys.insert(key)
            try reader.skip()
        }
        return keys
    }
}
