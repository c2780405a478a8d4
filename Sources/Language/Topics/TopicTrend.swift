import Covalence

/// A month or a quarter, and how much of what was read was said in it.
public struct TopicPeriod: Hashable, Sendable {
    /// `2026-03`, or `2026-Q1`.
    public var name: String
    /// Passages that were read.
    public var passages: Int
    /// Meetings they are of.
    public var meetings: Int
}

/// How often a topic came up, period by period.
public struct TopicTrend: Hashable, Sendable {
    /// How the last period compares with those before.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        case more
        case less
        case same
    }

    /// The last period against all before it.
    public struct Comparison: Hashable, Sendable {
        public var direction: Direction
        /// Share of the passages of the last period that belong to the topic, and of those before.
        public var now: Double
        public var before: Double
        /// Passages they are shares of.
        public var nowOf: Int
        public var beforeOf: Int
    }

    /// Passages in the topic, one number a period, as `FoundTopics.periods` has them.
    public var counts: [Int]
    /// Nil where there is too little to compare.
    public var comparison: Comparison?

    /// Passages and meetings that either part of a comparison needs ‡.
    public static let fewestPassages = 30
    public static let fewestMeetings = 2

    /// - Parameters:
    ///   - counts: passages in the topic, by period.
    ///   - periods: the periods.
    init(counts: [Int], periods: [TopicPeriod]) {
        self.counts = counts
        guard let last = periods.last, periods.count > 1, periods.count == counts.count else { return }
        let earlier = periods.dropLast()
        let (nowOf, beforeOf) = (last.passages, earlier.reduce(0) { $0 + $1.passages })
        guard nowOf >= Self.fewestPassages, beforeOf >= Self.fewestPassages, last.meetings >= Self.fewestMeetings,
              earlier.reduce(0, { $0 + $1.meetings }) >= Self.fewestMeetings
        else { return }
        let (now, before) = (Double(counts[counts.count - 1]), Double(counts.dropLast().reduce(0, +)))
        let (nowShare, beforeShare) = (now / Double(nowOf), before / Double(beforeOf))
        let pooled = (now + before) / Double(nowOf + beforeOf)
        let spread = (pooled * (1 - pooled) * (1 / Double(nowOf) + 1 / Double(beforeOf))).squareRoot()
        // Turns of one meeting hang together, so that the usual 1.96 would see trends in single long talks ‡.
        let isPlain = spread > 0 && abs(nowShare - beforeShare) > 3 * spread
        comparison = Comparison(
            direction: !isPlain ? .same : nowShare > beforeShare ? .more : .less, now: nowShare, before: beforeShare, nowOf: nowOf, beforeOf: beforeOf
        )
    }
}

/// Months, or quarters where there are more than a year's.
struct TopicCalendar {
    let names: [String]
    private let isByQuarter: Bool
    private let places: [String: Int]

    init(_ times: [Timestamp]) {
        let months = times.map(Self.month)
        let (first, last) = (months.min() ?? 0, months.max() ?? 0)
        let isByQuarter = last - first >= 12
        var names: [String] = []
        // Every period between, so that a pause is seen. A time far off (a wrong year) must not make thousands.
        let step = isByQuarter ? 3 : 1
        if !times.isEmpty {
            let start = max(first / step, last / step - 39)
            names = (start...last / step).map { Self.name($0, isByQuarter: isByQuarter) }
        }
        self.isByQuarter = isByQuarter
        self.names = names
        places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    }

    /// Which period a time is in; nil for what is before the first.
    func place(of time: Timestamp) -> Int? {
        places[Self.name(isByQuarter ? Self.month(time) / 3 : Self.month(time), isByQuarter: isByQuarter)]
    }

    /// Months since the year 0.
    private static func month(_ time: Timestamp) -> Int {
        let day = CalendarDay(daysSince1970: time.milliseconds.quotientAndFloorRemainder(dividingBy: 86_400_000).quotient)
        return day.year * 12 + day.month - 1
    }

    private static func name(_ number: Int, isByQuarter: Bool) -> String {
        if isByQuarter { return "\(number / 4)-Q\(number % 4 + 1)" }
        let month = number % 12 + 1
        return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
    }
}

private extension Int64 {
    func quotientAndFloorRemainder(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
