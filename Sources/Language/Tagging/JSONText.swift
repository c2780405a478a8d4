/// The text of JSON strings.
enum JSONText {
    /// Appends the UTF-8 of a checked string, its quotes left out. Half a surrogate pair becomes U+FFFD.
    static func unescape(_ bytes: UnsafeBufferPointer<UInt8>, into text: inout ContiguousArray<UInt8>) {
        var i = 0
        while i < bytes.count {
            guard bytes[i] == UInt8(ascii: "\\"), i + 1 < bytes.count else {
                text.append(bytes[i])
                i += 1
                continue
            }
            let escape = bytes[i + 1]
            i += 2
            switch escape {
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "u"):
                let unit = unit(bytes, at: i)
                i += 4
                var scalar = unit
                if unit & 0xfc00 == 0xd800, i + 5 < bytes.count, bytes[i] == UInt8(ascii: "\\"), bytes[i + 1] == UInt8(ascii: "u") {
                    let low = self.unit(bytes, at: i + 2)
                    if low & 0xfc00 == 0xdc00 {
                        scalar = 0x10000 + (unit & 0x3ff) << 10 + (low & 0x3ff)
                        i += 6
                    }
                }
                append(Unicode.Scalar(scalar) ?? "\u{fffd}", to: &text)
            default: text.append(escape)
            }
        }
    }

    static func hexadecimal(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit) - 55
        default: nil
        }
    }

    private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
        guard start + 4 <= bytes.count else { return 0xfffd }
        return (start..<start + 4).reduce(0) { $0 << 4 | (hexadecimal(bytes[$1]) ?? 0) }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout ContiguousArray<UInt8>) {
        text.append(contentsOf: UTF8.encode(scalar).map { ContiguousArray($0) } ?? [0xef, 0xbf, 0xbd])
    }
}
