/// An amount in whole minor units of one currency: 1 250 cents, never 12.5 euros. Amounts of different currencies are not added.
public struct Money: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Cents, pence, yen: whole units of the currency's last decimal. May be negative.
    public var minorUnits: Int64
    public var currency: Currency

    /// An amount in minor units.
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Why two amounts have no sum.
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case differentCurrencies(Currency, Currency)
        case tooLarge

        public var description: String {
            switch self {
            case .differentCurrencies(let left, let right): "\(left) and \(right) cannot be added. Give both in one currency, or show a total for each."
            case .tooLarge: "The sum is larger than can be kept. Check the amounts for one with too many digits."
            }
        }
    }

    /// The sum of two amounts of the same currency.
    public func adding(_ other: Money) throws(Failure) -> Money {
        guard currency == other.currency else { throw .differentCurrencies(currency, other.currency) }
        let (sum, overflows) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflows else { throw .tooLarge }
        return Money(minorUnits: sum, currency: currency)
    }

    /// One total for each currency, by code.
    public static func totals(of amounts: some Sequence<Money>) throws(Failure) -> [Money] {
        var totals: [Currency: Money] = [:]
        for amount in amounts {
            totals[amount.currency] = try totals[amount.currency]?.adding(amount) ?? amount
        }
        return totals.values.sorted { $0.currency < $1.currency }
    }

    /// The code, then the amount with all decimals and groups of three: `EUR 12,500.00`, `JPY -300`.
    public var description: String {
        var digits = String(minorUnits.magnitude)
        let decimals = currency.decimals
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        let whole = digits.dropLast(decimals)
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        let fraction = decimals == 0 ? "" : "." + digits.suffix(decimals)
        return "\(currency.code) \(minorUnits < 0 ? "-" : "")\(text)\(fraction)"
    }
}
