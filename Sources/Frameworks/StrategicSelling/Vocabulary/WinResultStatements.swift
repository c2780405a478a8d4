/// What the organisation gains, measurable: a number and what it counts, where given.
public struct MeasuredResult: Hashable, Sendable {
    public var text: String
    public var number: Double?
    public var unit: String?

    /// A result.
    public init(_ text: String, number: Double? = nil, unit: String? = nil) {
        self.text = text
        self.number = number
        self.unit = unit
    }

    /// Whether it can be measured: it has a number and says of what.
    public var isMeasurable: Bool { number != nil && unit != nil }
}

/// How somebody comes out of a sale.
public struct Outlook: Hashable, Sendable {
    public var verdict: Verdict
    /// In words, as given.
    public var reason: String?

    /// How.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case wins
        /// At least no regrets: it counts as winning.
        case noRegrets = "no-regrets"
        case loses
    }

    /// How somebody comes out.
    public init(_ verdict: Verdict, reason: String? = nil) {
        self.verdict = verdict
        self.reason = reason
    }
}
