public import Covalence

/// When the order of an objective comes, if it is won: its close date and how far orders came after theirs.
///
/// For each look back at a won objective the delay is counted from its close date then, or from that day where the close date had passed or there was none.
/// Delays are kept as they were, not as a curve; those of objectives in the same position are mixed with those of all, and these with what is taken before there is
/// history († posterior mean of a Dirichlet process, Ferguson 1973), each counting for ten orders ‡. Orders that are still to come are not among them: while the
/// record is young, delays lean short.
public struct CloseTiming: Hashable, Sendable, Codable {
    private var curves: [DelayCurve]
    /// Orders it was learnt from.
    public private(set) var orders: Int

    /// Where an objective's close date stands when one looks.
    public enum Position: Int, Hashable, Sendable, Codable, CaseIterable {
        case withinMonth
        /// Within 31 to 90 days.
        case withinQuarter
        case later
        case passed
        case none

        init(_ view: ObjectiveView) {
            guard let closeDate = view.closeDate else {
                self = .none
                return
            }
            switch view.date.day.days(to: closeDate) {
            case ..<0: self = .passed
            case ...30: self = .withinMonth
            case ...90: self = .withinQuarter
            default: self = .later
            }
        }
    }

    /// ‡ Delays in days that are taken before there is history: half of all orders come on the day or earlier, few more than half a year late.
    static let prior: [DelayCurve.Point] = [
        .init(days: -14, weight: 0.1), .init(days: 0, weight: 0.4), .init(days: 14, weight: 0.15), .init(days: 30, weight: 0.15),
        .init(days: 60, weight: 0.1), .init(days: 90, weight: 0.06), .init(days: 180, weight: 0.04),
    ]
    /// ‡ The same where the close date has passed or is not known: days from when one looks.
    static let priorWithoutDate: [DelayCurve.Point] = [
        .init(days: 14, weight: 0.1), .init(days: 30, weight: 0.2), .init(days: 60, weight: 0.2), .init(days: 90, weight: 0.2),
        .init(days: 180, weight: 0.2), .init(days: 365, weight: 0.1),
    ]

    init(_ landmarks: [Landmark], strength: Double) {
        let won = landmarks.filter(\.isWon)
        orders = Set(won.map(\.view.id)).count
        var delays = Array(repeating: [DelayCurve.Point](), count: Position.allCases.count)
        for landmark in won {
            let days = Self.start(landmark.view).days(to: landmark.outcomeDay)
            delays[Position(landmark.view).rawValue].append(.init(days: days, weight: landmark.weight))
        }
        func curve(_ position: Position, among all: [Position], _ prior: [DelayCurve.Point]) -> DelayCurve {
            let shared = DelayCurve(all.flatMap { delays[$0.rawValue] }, towards: prior, strength: strength)
            return DelayCurve(delays[position.rawValue], towards: shared.points, strength: strength)
        }
        curves = Position.allCases.map { position in
            switch position {
            case .withinMonth, .withinQuarter, .later: curve(position, among: [.withinMonth, .withinQuarter, .later], Self.prior)
            case .passed, .none: curve(position, among: [.passed, .none], Self.priorWithoutDate)
            }
        }
    }

    /// From where delays of an objective are counted.
    private static func start(_ view: ObjectiveView) -> CalendarDay {
        view.closeDate.map { max($0, view.date.day) } ?? view.date.day
    }

    /// The chance that the order, if it comes, has come by the end of each day, given in order; 0 to 1, rising. It does not come before one looks.
    public func shares(_ view: ObjectiveView, by days: [CalendarDay]) -> [Double] {
        let curve = curves[Position(view).rawValue]
        let start = Self.start(view)
        return days.map { $0 < view.date.day ? 0 : curve.share(within: start.days(to: $0)) }
    }

    /// The day by which the order, if it comes, has come with that chance.
    public func day(_ view: ObjectiveView, chance: Double) -> CalendarDay {
        max(view.date.day, Self.start(view).advanced(by: curves[Position(view).rawValue].days(for: chance)))
    }

    /// Orders that were looked back at from the same position, each counting once at most.
    public func orders(_ view: ObjectiveView) -> Double { curves[Position(view).rawValue].weight }
}

/// How long things took: delays in days with their shares.
struct DelayCurve: Hashable, Sendable, Codable {
    struct Point: Hashable, Sendable, Codable {
        var days: Int
        var weight: Double
    }

    /// In order of days, weights summing up to 1.
    private(set) var points: [Point]
    /// The share up to each point.
    private var cumulative: [Double]
    /// What was seen, before mixing.
    private(set) var weight: Double

    /// Delays that were seen, mixed with others (whose weights sum up to 1) that count for `strength`.
    init(_ seen: [Point], towards others: [Point], strength: Double) {
        weight = seen.reduce(0) { $0 + $1.weight }
        let total = weight + strength
        let mixed = seen.map { Point(days: $0.days, weight: $0.weight / total) } + others.map { Point(days: $0.days, weight: $0.weight * strength / total) }
        points = []
        for point in mixed.sorted(by: { ($0.days, $0.weight) < ($1.days, $1.weight) }) {
            if let last = points.indices.last, points[last].days == point.days { points[last].weight += point.weight } else { points.append(point) }
        }
        var sum = 0.0
        cumulative = points.map { point in
            sum += point.weight
            return min(1, sum)
        }
        if !cumulative.isEmpty { cumulative[cumulative.count - 1] = 1 }
    }

    /// The share of delays up to so many days.
    func share(within days: Int) -> Double {
        let index = points.partitioningIndex { $0.days > days }
        return index == 0 ? 0 : cumulative[index - 1]
    }

    /// The shortest delay within which that share lies.
    func days(for share: Double) -> Int {
        let index = cumulative.partitioningIndex { $0 >= share }
        return index < points.count ? points[index].days : points.last?.days ?? 0
    }
}

extension Array {
    /// The first place from which on the condition holds, found by halving; it must not hold before it.
    func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
