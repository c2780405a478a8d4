/// What a scalar means to the search, exactly as SQLite's FTS5 has it (`unicode61 remove_diacritics 2`).
///
/// The tables are FTS5's and not Swift's, whose Unicode is newer: both engines have to find the same.
struct SearchAlphabet: Sendable {
    static let shared = SearchAlphabet()

    enum Kind {
        /// Parts words.
        case separator
        /// Part of a word, as this scalar.
        case letter(UnicodeScalar)
        /// An accent on its own: part of a word that has begun, and nothing of it is left.
        case mark
    }

    /// First scalars and ends of the ranges that part words, in ascending order.
    private let separators: [Range<UInt32>]
    private let marks: [Range<UInt32>]
    private let folds: [UInt32: UnicodeScalar]

    private init() {
        separators = Self.ranges(SearchTables.separators)
        marks = Self.ranges(SearchTables.marks)
        folds = Self.folds(SearchTables.folds)
    }

    func kind(of scalar: UnicodeScalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return .letter(scalar)
        case 0x41...0x5A: return .letter(UnicodeScalar(UInt8(scalar.value) | 0x20))
        case ..<0x80: return .separator
        case let value:
            if let folded = folds[value] { return .letter(folded) }
            if Self.holds(separators, value) { return .separator }
            return Self.holds(marks, value) ? .mark : .letter(scalar)
        }
    }

    private static func holds(_ ranges: [Range<UInt32>], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    private static func numbers(_ word: Substring) -> [UInt32] { word.split(separator: ",").compactMap { UInt32($0, radix: 16) } }

    private static func ranges(_ table: String) -> [Range<UInt32>] {
        var ranges: [Range<UInt32>] = []
        var place: UInt32 = 0x80
        for word in table.split(whereSeparator: \.isWhitespace) {
            let numbers = numbers(word)
            guard numbers.count == 2 else { continue }
            let start = place + numbers[0]
            place = start + numbers[1]
            ranges.append(start..<place)
        }
        return ranges
    }

    private static func folds(_ table: String) -> [UInt32: UnicodeScalar] {
        var folds: [UInt32: UnicodeScalar] = [:]
        for word in table.split(whereSeparator: \.isWhitespace) {
            let numbers = numbers(word)
            guard numbers.count == 5 else { continue }
            for place in 0..<numbers[1] {
                folds[numbers[0] + place * numbers[2]] = UnicodeScalar(numbers[3] + place * numbers[4])
            }
        }
        return folds
    }
}
