import Covalence
import Server
import StrategicSelling
import Workbench

/// A forecast as text for the terminal.
enum ForecastReport {
    static func text(_ seen: SeenForecast) -> String {
        guard let summary = seen.summary else { return "There is no sales objective to forecast. Take one up: covalence objective add --help" }
        var lines = ["For \(summary.date.day)\(seen.madeAt.map { ", made at \($0)" } ?? "")."]
        for income in summary.income {
            lines.append(income.currency)
            for (period, range) in zip(summary.periods, income.periods) {
                lines.append("  \(period.name)  median \(ForecastText.money(range.median, income.currency)), half between \(ForecastText.range(range.half, income.currency)), nine in ten between \(ForecastText.range(range.ninety, income.currency)); won already \(ForecastText.money(range.won, income.currency))")
            }
        }
        lines.append("\(summary.open) open; \(summary.withoutAmount) without an amount, in no sum; \(summary.withoutCloseDate) without a close date.")
        for (currency, count) in summary.unconverted.sorted(by: { $0.key < $1.key }) { lines.append("Not converted, for want of a rate: \(currency), \(count) open.") }
        lines.append(summary.basis.closed == 0 ? "Nothing was closed yet: the shares are ours." : "Learnt from \(summary.basis.closed) closed objectives, \(summary.basis.won) won.")
        if let missing = summary.basis.sheet.missing { lines.append(missing.sentence) }
        return lines.joined(separator: "\n")
    }

    static func text(_ test: BackTest?) -> String {
        guard let test else { return "There is no sales objective to look back at." }
        var lines: [String] = []
        func decimal(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
        lines.append("Brier score of the model: " + (test.score.value.map { "\(decimal($0.score)) over \($0.count) chances" } ?? test.score.missing?.sentence ?? ""))
        for (name, known) in [("stage averages", test.stageAverages), ("what salespeople said", test.said)] {
            lines.append("Of \(name): " + (known.value.map { "\(decimal($0.baseline.score)); the model is better by \(decimal($0.gain))" } ?? known.missing?.sentence ?? ""))
        }
        lines.append("Totals in their 90 % interval: " + (test.coverage.value.map { "\(Int(($0.ninety.share * 100).rounded())) % of \($0.ninety.count)" } ?? test.coverage.missing?.sentence ?? ""))
        for date in test.dates { lines.append("  \(date.date.day)  " + (date.decided.value.map { "\($0) chances decided since" } ?? date.decided.missing?.sentence ?? "")) }
        return lines.joined(separator: "\n")
    }
}
