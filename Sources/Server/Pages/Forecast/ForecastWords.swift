import Covalence
public import StrategicSelling

/// Amounts of forecasts, for pages and commands.
public enum ForecastText {
    /// `EUR 1,250,000`, from minor units; whole units, since a forecast knows no cents.
    public static func money(_ minorUnits: Double, _ code: String) -> String {
        "\(code) \(NumberText.whole(minorUnits / self.minorUnits(in: code)))"
    }

    /// `EUR 1,000 to 2,000`.
    public static func range(_ bounds: ConfidenceBounds, _ code: String) -> String {
        "\(money(bounds.lower, code)) to \(NumberText.whole(bounds.upper / minorUnits(in: code)))"
    }

    /// How many minor units are one of a currency; where it is none, as of most.
    static func minorUnits(in code: String) -> Double { Double(Currency(code)?.minorUnitsInOne ?? 100) }
}

/// Words and numbers of forecasts.
enum ForecastWords {
    /// With its sign: `+EUR 12,000`.
    static func change(_ minorUnits: Double, _ code: String) -> String { (minorUnits > 0 ? "+" : "") + ForecastText.money(minorUnits, code) }

    /// A place of the funnel in words; another stage as it is named.
    static func stage(_ name: String) -> String { FunnelPlace(rawValue: name)?.words ?? name }

    /// A reason with places of the funnel in words.
    static func reason(_ words: String) -> String {
        FunnelPlace.allCases.reduce(words) { $0.replacing("“\($1.rawValue)”", with: "“\($1.words)”") }
    }

    /// A period's days: `1 October to 31 December 2026`.
    static func days(of period: FiscalPeriod) -> String { "\(DayText.long(period.first)) to \(DayText.long(period.last))" }

    static func move(_ kind: ForecastMove.Kind) -> String {
        switch kind {
        case .new: "new"
        case .won: "won"
        case .lost: "lost or dropped"
        case .reopened: "opened again"
        case .gone: "taken back"
        case .slipped(let from, let to): "close date put off from \(DayText.long(from)) to \(DayText.long(to))"
        case .broughtForward(let from, let to): "close date brought forward from \(DayText.long(from)) to \(DayText.long(to))"
        case .amount(let from, let to):
            "amount \(from.map { ForecastText.money(Double($0.minorUnits), $0.currency) } ?? "not known") before, \(to.map { ForecastText.money(Double($0.minorUnits), $0.currency) } ?? "not known") now"
        case .exchangeRate: "another exchange rate"
        case .chance(let from, let to): "chance \(NumberText.percent(from)) before, \(NumberText.percent(to)) now"
        }
    }

    static func said(_ said: SaidChance) -> String? {
        let category: String? = switch said.category {
        case .commit: "commit"
        case .bestCase: "best case"
        case .pipeline: "pipeline"
        case nil: nil
        }
        let parts = [category, said.probability.map(NumberText.percent)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
