/// Reads a JSON text († RFC 8259), strictly: one value, UTF-8, each member of an object once, at most 64 levels deep.
///
/// Foundation's reader takes the last of two members of one name, so that two programs could read one text as two things.
struct JSONText {
    /// What is wrong, and at which byte, counted from 0.
    struct Fault: Error, Hashable {
        var place: Int
        var reason: String
    }

    private static let deepest = 64
    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of a text.
    static func read(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        // Where the text is UTF-8 as a whole, every piece between two ASCII characters is.
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(place: 0, reason: "the text is not UTF-8") }
        var reader = JSONText(bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.fault("the text goes on after its value") }
        return value
    }

    private func fault(_ reason: String) -> Fault { Fault(place: place, reason: reason) }

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("the text is more than \(Self.deepest) levels deep") }
        skipBlanks()
        guard place < bytes.count else { throw fault("the text ends too early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default:
            for (word, value) in [("true", JSONValue.boolean(true)), ("false", .boolean(false)), ("null", .null)]
            where bytes[place...].starts(with: word.utf8) {
                place += word.utf8.count
                return value
            }
            throw fault("a value was expected")
        }
    }

    private mutating func object(_ depth: Int) throws(Fault) -> JSONValue {
        place += 1
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        skipBlanks()
        if take("}") { return .object([JSONValue.Member]()) }
        repeat {
            skipBlanks()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw fault("a name in quotation marks was expected") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("the name “\(name.prefix(60))” stands twice") }
            skipBlanks()
            guard take(":") else { throw fault("a colon was expected") }
            members.append(.init(name: name, value: try value(depth: depth + 1)))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw fault("a comma or } was expected") }
        return .object(members)
    }

    private mutating func list(_ depth: Int) throws(Fault) -> JSONValue {
        place += 1
        var items: [JSONValue] = []
        skipBlanks()
        if take("]") { return .list([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while take(",")
        guard take("]") else { throw fault("a comma or ] was expected") }
        return .list(items)
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = place
        _ = take("-")
        if !take("0") { guard try digits() else { throw fault("a digit was expected") } }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard try digits() else { throw fault("a digit was expected") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard try digits() else { throw fault("a digit was expected") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let whole = Int(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else { throw fault("the number is too large") }
        return .number(number)
    }

    private mutating func digits() throws(Fault) -> Bool {
        let start = place
        while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
        guard place - start <= 400 else { throw fault("the number is too long") }
        return place > start
    }

    private mutating func string() throws(Fault) -> String {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += String(try escaped()).utf8
            case 0..<0x20: throw fault("a control character must be written as \\u00…")
            default: text.append(byte)
            }
        }
        throw fault("a text does not end")
    }

    private mutating func escaped() throws(Fault) -> Unicode.Scalar {
        guard place < bytes.count else { throw fault("a text does not end") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var code = try hex()
            if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
                let low = try hex()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a character stands alone") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            // The database would cut a text there.
            guard code != 0 else { throw fault("the character U+0000 cannot be kept") }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half of a character stands alone") }
            return scalar
        default: throw fault("there is no escape of this name")
        }
    }

    private mutating func hex() throws(Fault) -> UInt32 {
        guard place + 4 <= bytes.count else { throw fault("four hexadecimal digits were expected") }
        let digits = bytes[place..<place + 4]
        let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard isHex, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { throw fault("four hexadecimal digits were expected") }
        place += 4
        return code
    }
}
