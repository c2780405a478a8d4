public import Covalence
public import StrategicSelling

/// Exchange rates, as the API and the command line give and take them.
public struct ExchangeRatesJSON: Codable, Sendable {
    /// Into which amounts are converted, ISO 4217; missing where currencies are left apart.
    public var target: String?
    public var rates: [Rate]

    /// A rate that holds from its day on.
    public struct Rate: Codable, Sendable {
        public var currency: String
        public var day: CalendarDay
        /// Whole units of the target for one of the currency.
        public var rate: Double
    }

    /// What is kept; nil where nothing is.
    public init(_ kept: DatedRates?) {
        target = kept?.target
        rates = kept.map { kept in
            kept.all.map { Rate(currency: $0.currency, day: $0.day, rate: $0.minorUnits / ExchangeRateText.scale($0.currency, kept.target)) }
        } ?? []
    }

    static let schema: Schema = .object("ExchangeRates", "Dated rates; without `target` each currency is summed up by itself.", [
        .optional("target", .words(3), "ISO 4217."),
        .optional("rates", .list(.object("ExchangeRate", "A rate that holds from its day on.", [
            .required("currency", .words(3)), .required("day", .day), .required("rate", .number, "Whole units of the target for one of the currency."),
        ]), most: 5_000)),
    ])
}
