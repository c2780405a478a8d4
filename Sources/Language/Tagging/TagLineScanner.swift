/// Reads one line as a JSON object (RFC 8259) without making a value of it: checks all of its syntax and its UTF-8, and
/// finds the members the tagger needs. Linear in the line, no recursion.
struct TagLineScanner {
    static let deepest = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private let number: Int
    private var position = 0

    /// A scanner for the line with this number.
    init(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) {
        self.bytes = bytes
        number = line
    }

    /// The line's fields; its top-level members are left in `members`.
    mutating func scan(members: inout ContiguousArray<TagLine.Member>) throws(TagStreamError) -> TagLine {
        members.removeAll(keepingCapacity: true)
        try checkUTF8()
        var line = TagLine()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { throw TagStreamError(line: number, reason: .notAnObject) }
        position += 1
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            line.close = position
        } else {
            while true {
                try member(of: &line, members: &members)
                skipSpace()
                if peek() == UInt8(ascii: ",") {
                    position += 1
                    skipSpace()
                } else if peek() == UInt8(ascii: "}") {
                    line.close = position
                    break
                } else {
                    throw expected("a comma or }")
                }
            }
        }
        position += 1
        skipSpace()
        guard position == bytes.count else { throw expected("the end of the line") }
        return line
    }

    private mutating func member(of line: inout TagLine, members: inout ContiguousArray<TagLine.Member>) throws(TagStreamError) {
        let start = position
        guard peek() == UInt8(ascii: "\"") else { throw expected("a name in quotes") }
        let name = try string()
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw expected("a colon") }
        position += 1
        skipSpace()
        let value = try self.value()
        var replaced = false
        switch which(name) {
        case .conversation: line.conversation = value
        case .speaker: line.speaker = value
        case .text: line.text = value
        case .own: replaced = true
        case .other: break
        }
        if replaced { line.replaces = true }
        members.append(TagLine.Member(start: start, end: position, replaced: replaced))
    }

    private enum Name { case conversation, speaker, text, own, other }

    private func which(_ name: TagLine.Field) -> Name {
        if name.escaped {
            var plain = ContiguousArray<UInt8>()
            JSONText.unescape(UnsafeBufferPointer(rebasing: bytes[name.start..<name.end]), into: &plain)
            return plain.withUnsafeBufferPointer { Self.which($0) }
        }
        return Self.which(UnsafeBufferPointer(rebasing: bytes[name.start..<name.end]))
    }

    private static func which(_ name: UnsafeBufferPointer<UInt8>) -> Name {
        switch name.count {
        case 3: equal(name, "act") ? .own : .other
        case 4: equal(name, "text") ? .text : .other
        case 7: equal(name, "speaker") ? .speaker : .other
        case 8: equal(name, "question") ? .own : .other
        case 12: equal(name, "conversation") ? .conversation : .other
        default: .other
        }
    }

    @inline(__always)
    private static func equal(_ name: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
        for i in 0..<name.count where name[i] != word.utf8Start[i] { return false }
        return true
    }

    private mutating func value() throws(TagStreamError) -> TagLine.Field {
        guard let byte = peek() else { throw expected("a value") }
        switch byte {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try nested()
        default: return try scalar()
        }
    }

    /// A value with others inside it, brackets kept on a stack of our own.
    private mutating func nested() throws(TagStreamError) -> TagLine.Field {
        let start = position
        var open: [UInt8] = []
        var wantsValue = true
        repeat {
            skipSpace()
            guard let byte = peek() else { throw expected("the end of a value") }
            if wantsValue {
                if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                    guard open.count < Self.deepest else {
                        throw TagStreamError(line: number, column: position + 1, reason: .tooDeep(limit: Self.deepest))
                    }
                    open.append(byte)
                    position += 1
                    skipSpace()
                    if peek() == byte + 2 {
                        position += 1
                        open.removeLast()
                        wantsValue = false
                    } else if byte == UInt8(ascii: "{") {
                        try name()
                    }
                } else {
                    _ = byte == UInt8(ascii: "\"") ? try string() : try scalar()
                    wantsValue = false
                }
            } else if let innermost = open.last {
                if byte == UInt8(ascii: ",") {
                    position += 1
                    if innermost == UInt8(ascii: "{") { try name() }
                    wantsValue = true
                } else if byte == innermost + 2 {
                    position += 1
                    open.removeLast()
                } else {
                    throw expected(innermost == UInt8(ascii: "{") ? "a comma or }" : "a comma or ]")
                }
            }
        } while !open.isEmpty
        return TagLine.Field(kind: .other, start: start, end: position)
    }

    private mutating func name() throws(TagStreamError) {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw expected("a name in quotes") }
        _ = try string()
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw expected("a colon") }
        position += 1
    }

    private mutating func string() throws(TagStreamError) -> TagLine.Field {
        position += 1
        var field = TagLine.Field(kind: .string, start: position)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                field.end = position
                position += 1
                return field
            }
            if byte == UInt8(ascii: "\\") {
                field.escaped = true
                position += 1
                switch peek() {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
                    UInt8(ascii: "r"), UInt8(ascii: "t"):
                    position += 1
                case UInt8(ascii: "u"):
                    position += 1
                    for _ in 0..<4 {
                        guard let digit = peek(), JSONText.hexadecimal(digit) != nil else { throw expected("four hexadecimal digits") }
                        position += 1
                    }
                default: throw expected("an escape of JSON")
                }
                continue
            }
            guard byte >= 0x20 else { throw expected("an escaped control character") }
            position += 1
        }
        throw expected("a closing quote")
    }

    /// A number, true, false or null.
    private mutating func scalar() throws(TagStreamError) -> TagLine.Field {
        let start = position
        switch peek() {
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"):
            try word("null")
            return TagLine.Field(kind: .null, start: start, end: position)
        default:
            try numeral()
            return TagLine.Field(kind: .number, start: start, end: position)
        }
        return TagLine.Field(kind: .other, start: start, end: position)
    }

    private mutating func word(_ word: StaticString) throws(TagStreamError) {
        for i in 0..<word.utf8CodeUnitCount {
            guard peek() == word.utf8Start[i] else { throw expected("a value") }
            position += 1
        }
    }

    private mutating func numeral() throws(TagStreamError) {
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits("a value")
        }
        if peek() == UInt8(ascii: ".") {
            position += 1
            try digits("a digit")
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            try digits("a digit")
        }
    }

    private mutating func digits(_ what: String) throws(TagStreamError) {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        guard position > start else { throw expected(what) }
    }

    @inline(__always)
    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    private func expected(_ what: String) -> TagStreamError {
        TagStreamError(line: number, column: position + 1, reason: .syntax(expected: what))
    }

    /// UTF-8 as the Unicode standard has it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
    private func checkUTF8() throws(TagStreamError) {
        var i = 0
        let raw = UnsafeRawBufferPointer(bytes)
        let count = bytes.count
        while i < count {
            if i + 8 <= count, raw.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                i += 8
                continue
            }
            let lead = bytes[i]
            if lead < 0x80 {
                i += 1
                continue
            }
            let (more, low, high): (Int, UInt8, UInt8)
            switch lead {
            case 0xc2...0xdf: (more, low, high) = (1, 0x80, 0xbf)
            case 0xe0: (more, low, high) = (2, 0xa0, 0xbf)
            case 0xed: (more, low, high) = (2, 0x80, 0x9f)
            case 0xe1...0xef: (more, low, high) = (2, 0x80, 0xbf)
            case 0xf0: (more, low, high) = (3, 0x90, 0xbf)
            case 0xf1...0xf3: (more, low, high) = (3, 0x80, 0xbf)
            case 0xf4: (more, low, high) = (3, 0x80, 0x8f)
            default: throw TagStreamError(line: number, column: i + 1, reason: .notUTF8)
            }
            guard i + more < count, bytes[i + 1] >= low, bytes[i + 1] <= high else {
                throw TagStreamError(line: number, column: i + 1, reason: .notUTF8)
            }
            if more > 1 {
                for k in 2...more where bytes[i + k] & 0xc0 != 0x80 {
                    throw TagStreamError(line: number, column: i + 1, reason: .notUTF8)
                }
            }
            i += more + 1
        }
    }
}
