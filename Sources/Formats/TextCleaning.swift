import Foundation

/// Makes words and names out of bytes that may hold anything: control characters removed, white space folded to one
/// space, ends trimmed, Unicode normal form C.
enum TextCleaning {
    /// The words of an utterance, at most `limit` scalars; `cut` says whether there were more.
    ///
    /// Marks that turn the direction of writing are kept, because right-to-left speech needs them, and closed where the
    /// file leaves them open, so that they cannot turn what is shown around the words.
    static func words(_ raw: some Collection<UInt8>, limit: Int) -> (text: String, cut: Bool) {
        let folded = Folded(raw, dropsDirections: false)
        let (text, cut) = shortened(folded.text, to: limit)
        return (folded.hasDirections ? balanced(text) : text, cut)
    }

    /// A name or label, at most `limit` scalars; nil where nothing is left. Marks of direction are removed.
    static func label(_ raw: some Collection<UInt8>, limit: Int) -> String? {
        let (text, _) = shortened(Folded(raw, dropsDirections: true).text, to: limit)
        return text.isEmpty ? nil : text
    }

    private static func shortened(_ text: String, to limit: Int) -> (String, cut: Bool) {
        guard text.utf8.count > limit else { return (text, false) }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex else { return (text, false) }
        var result = String(scalars[..<end])
        while result.unicodeScalars.last == " " { result.unicodeScalars.removeLast() }
        return (result, true)
    }

    /// Closes marks of direction that are open at the end and drops those that close nothing.
    private static func balanced(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var open: [Unicode.Scalar] = []
        var visible = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068:
                // Readers stop at 125 levels (UAX 9); more would only cost scalars.
                guard open.count < 125 else { continue }
                open.append(scalar.value >= 0x2066 ? "\u{2069}" : "\u{202C}")
            case 0x202C, 0x2069:
                guard open.last == scalar else { continue }
                open.removeLast()
            case 0x20:
                // The space before a mark that was dropped is there already.
                if scalars.isEmpty || scalars.last == " " { continue }
            case 0x200E, 0x200F, 0x061C: break
            default: visible = true
            }
            scalars.append(scalar)
        }
        guard visible else { return "" }
        while scalars.last == " " { scalars.removeLast() }
        scalars.append(contentsOf: open.reversed())
        return String(scalars)
    }

    /// One pass over the bytes, which are UTF-8; a byte that is part of no letter is dropped.
    private struct Folded {
        var text: String
        /// Whether marks of direction were kept.
        var hasDirections = false

        init(_ raw: some Collection<UInt8>, dropsDirections: Bool) {
            var kept: [UInt8] = []
            kept.reserveCapacity(raw.count)
            var space = false
            var mayNeedComposing = false
            var marks = 0
            var index = raw.startIndex
            while index != raw.endIndex {
                let byte = raw[index]
                raw.formIndex(after: &index)
                if byte < 0x80 {
                    if byte > 0x20, byte != 0x7F {
                        marks = 0
                        if space { kept.append(0x20) }
                        space = false
                        kept.append(byte)
                    } else if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
                        space = !kept.isEmpty
                    }
                    continue
                }
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                guard byte >= 0xC2 else { continue }
                let first = byte
                var value = UInt32(byte) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
                var trailing: (UInt8, UInt8, UInt8) = (0, 0, 0)
                var read = 1
                while read < length, index != raw.endIndex, raw[index] & 0xC0 == 0x80 {
                    value = value << 6 | UInt32(raw[index] & 0x3F)
                    trailing = (trailing.1, trailing.2, raw[index])
                    raw.formIndex(after: &index)
                    read += 1
                }
                guard read == length else { continue }
                switch value {
                case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                    space = !kept.isEmpty
                    continue
                case 0x80...0x9F, 0x200B, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF:
                    continue
                case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C:
                    if dropsDirections { continue }
                    hasDirections = true
                default:
                    if value >= 0x300, !Self.isComposed(value) {
                        mayNeedComposing = true
                        if Self.isCombining(value) { marks += 1 } else { marks = 0 }
                        // No language stacks more (UAX 15, stream-safe text); thousands would take minutes to put in order.
                        if marks > 30 { continue }
                    } else {
                        marks = 0
                    }
                }
                if space { kept.append(0x20) }
                space = false
                kept.append(first)
                if length == 4 { kept.append(trailing.0) }
                if length >= 3 { kept.append(trailing.1) }
                kept.append(trailing.2)
            }
            text = String(decoding: kept, as: UTF8.self)
            if mayNeedComposing { text = text.precomposedStringWithCanonicalMapping }
        }

        private static func isCombining(_ value: UInt32) -> Bool {
            Unicode.Scalar(value).map { $0.properties.canonicalCombiningClass != .notReordered } ?? false
        }

        /// Whether a scalar is in normal form C whatever stands around it: the common ranges without combining marks. The
        /// rest is left to Foundation, which is slow.
        private static func isComposed(_ value: UInt32) -> Bool {
            switch value {
            case 0x388...0x482, 0x48A...0x559, 0x5D0...0x5EA, 0x620...0x64A, 0x2010...0x2060, 0x20A0...0x20BF, 0x2190...0x219F,
                 0x2500...0x27BF, 0x3041...0x3096, 0x30A1...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF5E, 0x1F000...0x1FAFF, 0xFFFD:
                true
            default: false
            }
        }
    }
}
