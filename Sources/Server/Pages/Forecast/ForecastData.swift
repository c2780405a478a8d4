import Covalence
import StrategicSelling
import Workbench

/// What the picture of the forecast draws, in whole units.
struct ForecastData: Encodable, Hashable, Sendable {
    struct Income: Encodable, Hashable, Sendable {
        var currency: String
        /// For each period: the draws at 5, 25, 50, 75 and 95 %.
        var ranges: [[Double]]
        var won: [Double]
    }

    var periods: [String]
    var incomes: [Income]

    init(_ summary: ForecastSummary?) {
        periods = summary?.periods.map(\.name) ?? []
        incomes = (summary?.income ?? []).map { income in
            let scale = ForecastText.minorUnits(in: income.currency)
            return Income(
                currency: income.currency,
                ranges: income.periods.map { [$0.ninety.lower, $0.half.lower, $0.median, $0.half.upper, $0.ninety.upper].map { ($0 / scale).rounded() } },
                won: income.periods.map { ($0.won / scale).rounded() }
            )
        }
    }
}
