import Covalence
import Foundation
public import Store
public import StrategicSelling

/// Exchange rates as people write them: a line each, `USD 2026-01-01 0.92`, in whole units.
public enum ExchangeRateText {
    /// ‡ Rates that are taken at most.
    private static let most = 5_000

    /// Rates as they are written, a line each.
    public static func lines(_ rates: DatedRates) -> String { rates.all.map { "\($0.currency) \($0.day) \(number($0, rates.target))" }.joined(separator: "\n") }

    /// `1 USD is 0.92 EUR`.
    static func rate(_ rate: DatedRates.Rate, target: String) -> String { "1 \(rate.currency) is \(number(rate, target)) \(target)" }

    /// Whole units of the target for one of the currency, without the dust of binary fractions.
    private static func number(_ rate: DatedRates.Rate, _ target: String) -> String {
        var text = String(format: "%.8f", rate.minorUnits / scale(rate.currency, target))
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// Minor units of the target for one minor unit of the currency, where one whole unit is one whole unit.
    static func scale(_ currency: String, _ target: String) -> Double {
        ForecastText.minorUnits(in: target) / ForecastText.minorUnits(in: currency)
    }

    /// Reads what was typed.
    ///
    /// - Returns: nil where no currency is named to convert into.
    /// - Throws: `StoreError.refused` with the line that cannot be read.
    public static func read(target: String, _ text: String) throws(StoreError) -> DatedRates? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace) }.filter { !$0.isEmpty }
        guard !target.isEmpty else {
            guard lines.isEmpty else { throw .refused("Say into which currency amounts are converted, or leave the rates empty.", at: "/target") }
            return nil
        }
        guard let into = Currency(target) else { throw .refused("“\(target.prefix(20))” is no currency. Choose one of the list.", at: "/target") }
        guard lines.count <= most else { throw .refused("At most \(most) rates are kept.", at: "/rates") }
        var rates: [DatedRates.Rate] = []
        for (index, parts) in lines.enumerated() {
            func problem(_ what: String) -> StoreError { .refused("Line \(index + 1) of the rates: \(what) Write a line as USD 2026-01-01 0.92.", at: "/rates/\(index)") }
            guard parts.count == 3 else { throw problem("it has \(parts.count) parts, and 3 are needed.") }
            guard let currency = Currency(parts[0].uppercased()) else { throw problem("“\(parts[0].prefix(20))” is no currency of ISO 4217.") }
            guard let day = CalendarDay(String(parts[1])) else { throw problem("“\(parts[1].prefix(20))” is no day.") }
            guard let number = Double(parts[2]), number.isFinite, number > 0 else { throw problem("“\(parts[2].prefix(20))” is no rate above 0.") }
            rates.append(.init(currency: currency.code, day: day, minorUnits: number * scale(currency.code, into.code)))
        }
        return DatedRates(target: into.code, rates: rates)
    }
}
