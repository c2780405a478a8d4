/// Which mark stands before the fraction of a number.
public enum DecimalMark: String, Hashable, Sendable, Codable, CaseIterable {
    /// 1,234.56
    case point
    /// 1.234,56
    case comma
}

/// A number as it stands in a cell, taken apart: sign, digits in groups, what is written before and behind it.
///
/// Known are 1,234.56 and 1.234,56, groups with spaces (also those that do not break), apostrophes and as in India (12,34,567), minus before or
/// behind, brackets as accountants use them for minus, %, and a currency before or behind.
struct NumberText {
    /// A number without binary rounding: `unscaled` / 10^`scale`.
    struct Value: Hashable {
        var unscaled: Int64
        var scale: Int

        /// As a floating-point number: divided once, so that it is the one nearest to what is written.
        var double: Double {
            var power = 1.0
            for _ in 0..<scale { power *= 10 }
            return Double(unscaled) / power
        }
    }

    /// What the marks between its digits say.
    enum Marks: Hashable {
        /// Whole, or grouped so that it does not matter.
        case plain
        /// The decimal mark can only be this one.
        case decided(DecimalMark)
        /// One mark with three digits behind it: 1.234 is 1234 or 1.234.
        case open
    }

    private(set) var marks = Marks.plain
    private(set) var isPercent = false
    /// What is left of the words around it, as given: a currency perhaps.
    private(set) var affix: String?
    private var isNegative = false
    private var digits: [UInt8] = []
    /// How many digits stand before the last mark.
    private var digitsBeforeLast = 0
    private var hasMarks = false

    /// Nil where the cell is no number.
    init?(_ cell: ArraySlice<UInt8>) {
        guard cell.count <= 60, let first = cell.firstIndex(where: \.isDigit), let last = cell.lastIndex(where: \.isDigit) else { return nil }
        var start = first
        // “.5”
        if start > cell.startIndex, cell[start - 1] == 0x2E || cell[start - 1] == 0x2C { start -= 1 }
        guard readCore(cell[start...last]) else { return nil }
        var before = cell[..<start]
        var behind = cell[(last + 1)...]
        if behind.first == 0x2E || behind.first == 0x2C { behind = behind.dropFirst() }
        guard before.count + behind.count <= 24 else { return nil }
        if before.contains(0x28), behind.contains(0x29) {
            isNegative = true
            before = Self.removing(0x28, before)
            behind = Self.removing(0x29, behind)
        }
        let words = [before, behind].map { Self.trimmed(String(decoding: $0, as: UTF8.self)) }
        var affixes: [String] = []
        for (index, word) in words.enumerated() {
            var word = word
            for sign in ["-", "−", "–"] where word.hasSuffix(sign) || word.hasPrefix(sign) {
                if isNegative { return nil }
                isNegative = true
                word = Self.trimmed(word.hasPrefix(sign) ? String(word.dropFirst()) : String(word.dropLast()))
            }
            if index == 0, word.hasPrefix("+") { word = Self.trimmed(String(word.dropFirst())) }
            if word == "%" || word == "٪" {
                isPercent = true
                word = ""
            }
            if !word.isEmpty { affixes.append(word) }
        }
        guard affixes.count < 2 || (affixes.count == 2 && !isPercent) else { return nil }
        affix = affixes.isEmpty ? nil : affixes.joined(separator: " ")
    }

    /// The number, the open mark taken for what is said; nil where it has more than 18 digits.
    func value(_ mark: DecimalMark?) -> Value? {
        guard digits.count <= 18 else { return nil }
        var unscaled: Int64 = 0
        for digit in digits { unscaled = unscaled * 10 + Int64(digit - 0x30) }
        let isFraction: Bool
        switch marks {
        case .plain: isFraction = false
        case .decided: isFraction = lastIsDecimal
        case .open: isFraction = mark == openMark
        }
        return Value(unscaled: isNegative ? -unscaled : unscaled, scale: isFraction ? digits.count - digitsBeforeLast : 0)
    }

    private var lastIsDecimal = false
    /// Where the mark is open: which one it would be.
    private var openMark = DecimalMark.point

    /// Reads digits and the marks between them.
    private mutating func readCore(_ core: ArraySlice<UInt8>) -> Bool {
        var groups = [0]
        var kinds: [UInt8] = []
        var index = core.startIndex
        while index < core.endIndex {
            let byte = core[index]
            index += 1
            if byte.isDigit {
                digits.append(byte)
                groups[groups.count - 1] += 1
                continue
            }
            var kind = byte
            switch byte {
            case 0x2E, 0x2C, 0x27: break
            case 0x20: break
            case 0xC2 where index < core.endIndex && core[index] == 0xA0:
                (kind, index) = (0x20, index + 1)
            case 0xC2 where index < core.endIndex && core[index] == 0xB4:
                (kind, index) = (0x27, index + 1)
            case 0xE2 where index + 1 < core.endIndex && core[index] == 0x80:
                switch core[index + 1] {
                case 0xAF, 0x89, 0x88: kind = 0x20
                case 0x99, 0x98: kind = 0x27
                default: return false
                }
                index += 2
            default: return false
            }
            kinds.append(kind)
            groups.append(0)
            if kinds.count > 8 { return false }
        }
        guard let last = kinds.last else { return !digits.isEmpty }
        digitsBeforeLast = digits.count - (groups.last ?? 0)
        let isMark = last == 0x2E || last == 0x2C
        let mark = last == 0x2E ? DecimalMark.point : .comma
        if kinds.count == 1 {
            let canGroup = (1...3).contains(groups[0]) && groups[1] == 3 && digits.first != 0x30
            guard isMark else { return canGroup }
            marks = canGroup ? .open : .decided(mark)
            (lastIsDecimal, openMark) = (true, mark)
            return groups[1] > 0
        }
        let others = Set(kinds.dropLast())
        guard others.count == 1, let other = others.first else { return false }
        if other == last {
            // Groups only: what divides them is not the decimal mark.
            guard Self.isGrouped(groups[...]) else { return false }
            if isMark { marks = .decided(mark == .point ? .comma : .point) }
            return true
        }
        guard isMark, Self.isGrouped(groups.dropLast()), (groups.last ?? 0) > 0 else { return false }
        marks = .decided(mark)
        lastIsDecimal = true
        return true
    }

    /// 1 to 3 digits, then threes; or, as in India, twos and a three at the end.
    private static func isGrouped(_ groups: ArraySlice<Int>) -> Bool {
        guard groups.count > 1, let first = groups.first, let last = groups.last, (1...3).contains(first), last == 3 else { return false }
        let inner = groups.dropFirst().dropLast()
        return inner.allSatisfy { $0 == 3 } || (first <= 2 && inner.allSatisfy { $0 == 2 })
    }

    private static func removing(_ byte: UInt8, _ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes.filter { $0 != byte }[...] }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
