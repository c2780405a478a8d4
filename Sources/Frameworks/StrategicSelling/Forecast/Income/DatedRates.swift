public import Covalence

/// Exchange rates with their dates, into one currency. Without them, sums stay apart by currency.
public struct DatedRates: Hashable, Sendable, Codable {
    /// ISO 4217; the currency in which sums are shown.
    public let target: String
    /// By currency, in order of day.
    private let rates: [String: [Rate]]

    /// A rate that holds from its day until the next one of its currency.
    public struct Rate: Hashable, Sendable, Codable {
        /// ISO 4217.
        public var currency: String
        public var day: CalendarDay
        /// Minor units of the target for one minor unit of the currency, above 0: a yen at 0.0062 euros is 0.62 cents.
        public var minorUnits: Double

        /// A rate.
        public init(currency: String, day: CalendarDay, minorUnits: Double) {
            self.currency = currency
            self.day = day
            self.minorUnits = minorUnits
        }
    }

    /// Rates in any order; of two of one currency and day the one that is last counts, and those that are not above 0 count nowhere.
    public init(target: String, rates: [Rate]) {
        self.target = target
        var byCurrency: [String: [CalendarDay: Rate]] = [:]
        for rate in rates where rate.minorUnits > 0 && rate.minorUnits.isFinite { byCurrency[rate.currency, default: [:]][rate.day] = rate }
        self.rates = byCurrency.mapValues { $0.values.sorted { $0.day < $1.day } }
    }

    private enum CodingKeys: CodingKey { case target, rates }

    /// Reads rates as they are kept; what they are by currency and day is found anew.
    public init(from decoder: any Decoder) throws {
        let kept = try decoder.container(keyedBy: CodingKeys.self)
        let rates = try kept.decode([String: [Rate]].self, forKey: .rates)
        self.init(target: try kept.decode(String.self, forKey: .target), rates: rates.sorted { $0.key < $1.key }.flatMap(\.value))
    }

    /// What keeps them from being used.
    public struct Problem: Hashable, Sendable {
        /// `target`, or `rates.USD`.
        public var place: String
        /// A sentence.
        public var sentence: String
    }

    /// A currency that is none, or a rate of the target itself; nil where they can be used.
    public var problem: Problem? {
        for (code, place) in [(target, "target")] + rates.keys.sorted().map({ ($0, "rates.\($0.prefix(20))") }) where Currency(code)?.code != code {
            return Problem(place: place, sentence: "“\(code.prefix(20))” is no currency of ISO 4217: write three letters such as EUR.")
        }
        guard rates[target] != nil else { return nil }
        return Problem(place: "target", sentence: "\(target) is the currency into which amounts are converted: it needs no rate.")
    }

    /// Every rate, by currency and day.
    public var all: [Rate] { rates.sorted { $0.key < $1.key }.flatMap(\.value) }

    /// An amount in the target's minor units, by the rate that held on a day; nil where none did.
    public func convert(_ amount: ForecastAmount, on day: CalendarDay) -> Double? {
        if amount.currency == target { return Double(amount.minorUnits) }
        guard let list = rates[amount.currency] else { return nil }
        let next = list.partitioningIndex { $0.day > day }
        return next == 0 ? nil : Double(amount.minorUnits) * list[next - 1].minorUnits
    }
}
