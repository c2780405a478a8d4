public import Covalence

/// A sentence that keeps the days in it as days: programs read them as `2026-03-04`, and pages write them as they write every other day.
///
/// Written as a string is: `"Due on \(day): \(what)."`. A day that somebody typed is part of the words and stays as it was typed.
public struct DatedText: Hashable, Sendable, CustomStringConvertible {
    /// With days as ISO 8601 has them.
    public private(set) var plain: String
    private var days: [Day] = []

    private struct Day: Hashable, Sendable, Codable {
        /// Where it begins in `plain`, in UTF-8.
        var start: Int
        var day: CalendarDay
    }

    /// Words without a day.
    public init(_ words: String) { plain = words }

    public var description: String { plain }

    /// The sentence with its days as somebody writes them.
    public func written(_ write: (CalendarDay) -> String) -> String {
        guard !days.isEmpty else { return plain }
        let bytes = Array(plain.utf8)
        var text = "", end = 0
        for found in days {
            text += String(decoding: bytes[end..<found.start], as: UTF8.self) + write(found.day)
            end = found.start + found.day.description.utf8.count
        }
        return text + String(decoding: bytes[end...], as: UTF8.self)
    }

    /// Whether both say the same.
    public static func == (left: DatedText, right: DatedText) -> Bool { left.plain == right.plain }

    /// Of what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(plain) }

    fileprivate mutating func append(_ other: DatedText) {
        let start = plain.utf8.count
        plain += other.plain
        days += other.days.map { Day(start: start + $0.start, day: $0.day) }
    }

    fileprivate mutating func append(_ day: CalendarDay) {
        days.append(Day(start: plain.utf8.count, day: day))
        plain += day.description
    }

    fileprivate mutating func append(_ words: String) { plain += words }
}

extension DatedText: ExpressibleByStringInterpolation {
    /// Words as they are.
    public init(stringLiteral words: String) { self.init(words) }

    /// Words with what stands between them.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

    /// Puts words and days together.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = DatedText("")

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Words between others.
        public mutating func appendLiteral(_ words: String) { text.append(words) }

        /// Words that are passed.
        public mutating func appendInterpolation(_ words: String) { text.append(words) }

        /// A day, which stays one.
        public mutating func appendInterpolation(_ day: CalendarDay) { text.append(day) }

        /// A sentence with its days.
        public mutating func appendInterpolation(_ other: DatedText) { text.append(other) }
    }
}

extension DatedText: Codable {
    private enum CodingKeys: String, CodingKey { case plain, days }

    /// Reads words, or words with days.
    public init(from decoder: any Decoder) throws {
        if let words = try? decoder.singleValueContainer().decode(String.self) {
            plain = words
            return
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        plain = try values.decode(String.self, forKey: .plain)
        days = try values.decode([Day].self, forKey: .days)
        var end = 0
        for found in days {
            guard found.start >= end, found.start + found.day.description.utf8.count <= plain.utf8.count else {
                throw DecodingError.dataCorruptedError(forKey: .days, in: values, debugDescription: "A day does not stand in the words.")
            }
            end = found.start + found.day.description.utf8.count
        }
    }

    /// Writes words alone where there is no day.
    public func encode(to encoder: any Encoder) throws {
        guard !days.isEmpty else {
            var value = encoder.singleValueContainer()
            return try value.encode(plain)
        }
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(plain, forKey: .plain)
        try values.encode(days, forKey: .days)
    }
}
