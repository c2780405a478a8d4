import Foundation

/// Text as BERT models read it: control characters gone, lower case, without accents, each Chinese character a word by itself.
///
/// The same as `BertNormalizer` and `BertPreTokenizer` of Hugging Face's tokenizers, which know Unicode as it was in version 8 († its
/// tables, tried scalar by scalar): what came later is to them a letter like any other.
struct TextNormalizer: Sendable {
    /// What a scalar does to a word.
    private enum Kind {
        case letter, space, gone
        /// A word by itself.
        case alone
    }

    /// The words of a text, each punctuation mark one of its own.
    func words(in text: Substring.UnicodeScalarView) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        func end() {
            if !word.isEmpty { words.append(word) }
            word = []
        }
        func take(_ scalar: Unicode.Scalar) {
            switch Self.afterwards(scalar) {
            case .space: end()
            case .alone:
                end()
                words.append(Array(String(scalar).utf8))
            default: word.append(contentsOf: Array(String(scalar).utf8))
            }
        }
        var plain = true
        var run: [Unicode.Scalar] = []
        // Runs without a space are taken apart together: composed letters may stand before marks that belong to them.
        func flush() {
            guard !run.isEmpty else { return }
            if plain {
                for scalar in run { take(Unicode.Scalar(scalar.value | (scalar.value >= 65 && scalar.value <= 90 ? 32 : 0)) ?? scalar) }
            } else {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: run)
                for scalar in String(view).decomposedStringWithCanonicalMapping.unicodeScalars where !Self.isMark(scalar) {
                    for lower in scalar.properties.lowercaseMapping.unicodeScalars { take(lower) }
                }
            }
            run.removeAll(keepingCapacity: true)
            plain = true
        }
        for scalar in text {
            switch Self.beforehand(scalar) {
            case .gone: continue
            case .space:
                flush()
                end()
            case .alone:
                flush()
                end()
                run.append(scalar)
                plain = false
                flush()
                end()
            case .letter:
                run.append(scalar)
                if scalar.value >= 128 { plain = false }
            }
        }
        flush()
        end()
        return words
    }

    /// What becomes of a scalar before accents go.
    private static func beforehand(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 9, 10, 13, 32: return .space
        case 33..<127: return .letter
        case 0..<32, 127: return .gone
        case 0xFFFD: return .gone
        // † its `is_chinese_char`, with the gap that it has.
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            return .alone
        default: break
        }
        if scalar.properties.isWhitespace { return isControl(scalar) ? .gone : .space }
        return isControl(scalar) ? .gone : .letter
    }

    /// What becomes of it after.
    private static func afterwards(_ scalar: Unicode.Scalar) -> Kind {
        let value = scalar.value
        if value < 128 { return value == 32 ? .space : (48...57).contains(value) || (97...122).contains(value) || (65...90).contains(value) ? .letter : .alone }
        if scalar.properties.isWhitespace { return .space }
        return isPunctuation(scalar) ? .alone : .letter
    }

    /// Seven scalars were something else in version 8.
    private static let marksThen: Set<UInt32> = [0x1734, 0x1171E]
    private static let noMarksThen: Set<UInt32> = [0x1885, 0x1886, 0xA9BD, 0x111C9]
    private static let punctuationThen: Set<UInt32> = [0x166D, 0x111C9]

    private static func isKnown(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.age.map { $0.major <= 8 } ?? false }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format: isKnown(scalar)
        case .privateUse: true
        default: false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        if marksThen.contains(scalar.value) { return true }
        return scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar) && !noMarksThen.contains(scalar.value)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation:
            isKnown(scalar)
        default: punctuationThen.contains(scalar.value)
        }
    }
}
