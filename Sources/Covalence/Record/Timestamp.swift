public import Foundation

/// A point in time, in UTC, with millisecond precision. Shown in the user's zone, kept and compared in UTC.
public struct Timestamp: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    /// A point in time, in milliseconds since 1970.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The millisecond that holds `date`; dates beyond the years 1 to 9999 are held at the edge.
    ///
    /// A `Date` counts seconds in a `Double`, so a whole millisecond can come out a little too early (30 µs in the year 9999):
    /// 50 µs are added before rounding down, or `Timestamp(timestamp.date)` would be another one.
    public init(_ date: Date) {
        let exact = date.timeIntervalSince1970 * 1000 + 0.05
        let edge: (lower: Double, upper: Double) = (-62_135_596_800_000, 253_402_300_799_999)
        milliseconds = exact.isNaN ? 0 : Int64(min(max(exact, edge.lower), edge.upper).rounded(.down))
    }

    /// The same point as Foundation has it.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// This point moved by a number of milliseconds.
    public func advanced(by milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }

    /// Earlier comes first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// ISO 8601 in UTC, always with milliseconds: `2026-03-04T09:30:00.000Z`.
    public var description: String {
        let (days, rest) = milliseconds.quotientAndFloorRemainder(dividingBy: 86_400_000)
        let day = CalendarDay(daysSince1970: days)
        func pad(_ number: Int64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(day)T\(pad(rest / 3_600_000, 2)):\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1000 % 60, 2)).\(pad(rest % 1000, 3))Z"
    }

    /// Reads ISO 8601 with a time zone: `2026-03-04T09:30:00Z`, with or without a fraction, `Z` or `+02:00`. Nil for
    /// anything else; a time without zone is not accepted, because it would have to be guessed.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        var index = 0
        func number(_ width: Int) -> Int64? {
            guard index + width <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[index..<index + width] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int64(byte - 48)
            }
            index += width
            return value
        }
        func literal(_ accepted: [UInt8]) -> Bool {
            guard index < bytes.count, accepted.contains(bytes[index]) else { return false }
            index += 1
            return true
        }
        guard let year = number(4), literal([45]), let month = number(2), literal([45]), let dayOfMonth = number(2),
              literal([84, 116, 32]), let hour = number(2), literal([58]), let minute = number(2),
              let day = CalendarDay(year: Int(year), month: Int(month), day: Int(dayOfMonth)),
              hour < 24, minute < 60
        else { return nil }
        var second: Int64 = 0
        var fraction: Int64 = 0
        if literal([58]) {
            guard let seconds = number(2), seconds < 61 else { return nil }
            second = seconds
            if literal([46, 44]) {
                var scale: Int64 = 100
                var digits = 0
                while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 {
                    fraction += Int64(bytes[index] - 48) * scale
                    scale /= 10
                    index += 1
                    digits += 1
                }
                guard digits > 0, digits <= 9 else { return nil }
            }
        }
        var offset: Int64 = 0
        if !literal([90, 122]) {
            guard index < bytes.count else { return nil }
            let sign: Int64 = bytes[index] == 43 ? 1 : bytes[index] == 45 ? -1 : 0
            guard sign != 0 else { return nil }
            index += 1
            guard let hours = number(2), hours < 24 else { return nil }
            _ = literal([58])
            guard let minutes = number(2), minutes < 60 else { return nil }
            offset = sign * (hours * 60 + minutes) * 60_000
        }
        guard index == bytes.count else { return nil }
        milliseconds = day.daysSince1970 * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction - offset
    }

    /// Reads ISO 8601 with a time zone.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let timestamp = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorrupted(.init(
                codingPath: decoder.codingPath,
                debugDescription: "“\(text)” is not a time: write it as 2026-03-04T09:30:00Z."
            ))
        }
        self = timestamp
    }

    /// Writes ISO 8601 in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that times before 1970 fall on the right day.
    func quotientAndFloorRemainder(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
