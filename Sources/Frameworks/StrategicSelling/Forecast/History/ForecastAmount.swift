/// An amount of money in one currency.
public struct ForecastAmount: Hashable, Sendable, Codable {
    /// In the currency's smallest unit: cents, or yen.
    public var minorUnits: Int64
    /// ISO 4217: `EUR`.
    public var currency: String

    /// Minor units of a currency.
    public init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }
}

extension Int64 {
    /// The sum, held at the ends of the range rather than wrapped.
    func addingHeld(_ other: Int64) -> Int64 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other < 0 ? .min : .max) : sum
    }
}
