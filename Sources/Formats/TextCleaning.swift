import Foundation

/// Makes words and names out of bytes that may hold anything: control characters removed, white space folded to one
/// space, ends trimmed, Unicode normal form C.
enum TextCleaning {
    /// The words of an utterance, at most `limit` scalars; `cut` says whether there were more.
    ///
    /// Marks that turn the direction of writing are kept, because right-to-left speech needs them, and closed where the
    /// file leaves them open, so that they cannot turn what is shown around the words.
    static func words(_ raw: some Collection<UInt8>, limit: Int) -> (text: String, cut: Bool) {
        let (text, ascii) = folded(raw, dropDirections: false)
        guard !ascii else { return shortened(text, to: limit, balance: false) }
        return shortened(normal(text), to: limit, balance: true)
    }

    /// A name or label, at most `limit` scalars; nil where nothing is left. Marks of direction are removed.
    static func label(_ raw: some Collection<UInt8>, limit: Int) -> String? {
        let (folded, ascii) = folded(raw, dropDirections: true)
        let (text, _) = shortened(ascii ? folded : normal(folded), to: limit, balance: false)
        return text.isEmpty ? nil : text
    }

    /// White space folded, controls dropped; `ascii` says that nothing else can be left to do.
    private static func folded(_ raw: some Collection<UInt8>, dropDirections: Bool) -> (String, ascii: Bool) {
        var kept: [UInt8] = []
        kept.reserveCapacity(raw.count)
        var ascii = true
        var space = false
        for byte in raw {
            if byte <= 0x20 {
                if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { space = !kept.isEmpty }
            } else if byte != 0x7F {
                if space { kept.append(0x20) }
                space = false
                if byte >= 0x80 { ascii = false }
                kept.append(byte)
            }
        }
        let text = String(decoding: kept, as: UTF8.self)
        guard !ascii else { return (text, true) }

        var scalars = String.UnicodeScalarView()
        space = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                space = !scalars.isEmpty
            case 0x7F...0x9F, 0x200B, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF:
                break
            case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C:
                if !dropDirections { fallthrough }
            default:
                if space { scalars.append(" ") }
                space = false
                scalars.append(scalar)
            }
        }
        return (String(scalars), false)
    }

    /// Normal form C. Text whose scalars all lie below U+0300 is in it already.
    private static func normal(_ text: String) -> String {
        text.unicodeScalars.contains { $0.value >= 0x300 } ? text.precomposedStringWithCanonicalMapping : text
    }

    private static func shortened(_ text: String, to limit: Int, balance: Bool) -> (String, cut: Bool) {
        var result = text
        var cut = false
        if text.utf8.count > limit {
            var count = 0
            for index in text.unicodeScalars.indices {
                if count == limit {
                    result = String(text.unicodeScalars[..<index])
                    while result.unicodeScalars.last == " " { result.unicodeScalars.removeLast() }
                    cut = true
                    break
                }
                count += 1
            }
        }
        return (balance ? balanced(result) : result, cut)
    }

    /// Closes marks of direction that are open at the end and drops those that close nothing.
    private static func balanced(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
        else { return text }
        var scalars = String.UnicodeScalarView()
        var open: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068:
                // Readers stop at 125 levels (UAX 9); more would only cost scalars.
                guard open.count < 125 else { continue }
                open.append(scalar.value >= 0x2066 ? "\u{2069}" : "\u{202C}")
            case 0x202C, 0x2069:
                guard open.last == scalar else { continue }
                open.removeLast()
            default: break
            }
            scalars.append(scalar)
        }
        scalars.append(contentsOf: open.reversed())
        return String(scalars)
    }
}
