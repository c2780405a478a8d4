/// Counts words without knowing the language.
///
/// A word is a run of letters and digits, in which single apostrophes and hyphens may stand between two of them: “don't” and
/// “follow-up” are one word each, “3.5” and “DIGIT_TASK” two. Combining marks and joiners belong to the letter before them.
/// In scripts written without spaces between words each ideograph and each kana counts as one; Thai, Lao, Khmer and Burmese
/// are counted by their spaces, which is too few ‡.
public enum WordCount {
    /// The number of words in a text. One pass over its UTF-8, without making characters.
    public static func words(in text: String) -> Int {
        if let count = text.utf8.withContiguousStorageIfAvailable({ ascii($0) }) {
            if let count { return count }
        }
        var counter = Counter()
        for scalar in text.unicodeScalars { counter.take(kind(of: scalar)) }
        return counter.words
    }

    /// Nil as soon as a byte is not ASCII.
    private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var counter = Counter()
        for byte in bytes {
            guard byte < 0x80 else { return nil }
            counter.take(kind(ofASCII: byte))
        }
        return counter.words
    }

    private enum Kind { case letter, ideograph, joiner, mark, other }

    private struct Counter {
        private enum State { case outside, inside, afterJoiner }
        private var state = State.outside
        var words = 0

        mutating func take(_ kind: Kind) {
            switch kind {
            case .letter:
                if state == .outside { words += 1 }
                state = .inside
            case .ideograph:
                words += 1
                state = .outside
            case .joiner: state = state == .inside ? .afterJoiner : .outside
            case .mark: break
            case .other: state = .outside
            }
        }
    }

    private static func kind(ofASCII byte: UInt8) -> Kind {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .letter
        case 0x27, 0x2D: .joiner
        default: .other
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII { return kind(ofASCII: UInt8(truncatingIfNeeded: scalar.value)) }
        switch scalar.value {
        case 0x2019, 0x02BC, 0x2010, 0x2011, 0x2212: return .joiner
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: return .mark
        case 0x3041...0x3096, 0x30A1...0x30FA: return .ideograph
        default: break
        }
        let properties = scalar.properties
        if properties.isIdeographic { return .ideograph }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        default: break
        }
        return properties.isAlphabetic || properties.numericType != nil ? .letter : .other
    }
}
