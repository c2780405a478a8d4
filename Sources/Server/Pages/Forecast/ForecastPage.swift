import Covalence
import Store
import StrategicSelling
import Workbench

/// What comes in, when and how surely.
struct ForecastPage: PageModel {
    static let template = "forecast/forecast"

    var seen: SeenForecast
    /// Open objectives from `from` on.
    var objectives: [SeenObjectiveForecast]
    var from = 0
    /// What is named in what moved, by id.
    var lines: [Identifier<SalesObjective>: ObjectiveLine]
    /// The period of which it is shown what was said, from 0.
    var period = 0
    var canMake: Bool
    var canChangeRates: Bool
    /// What the form of the rates was made beside.
    var ratesSeen = ""
    /// Rates as typed, where they were refused.
    var typed: (target: String, rates: String)?
    var notice: String?
    var problem: String?
    var waiting = 0

    /// ‡ Open objectives on a page.
    static let most = 50

    var view: View {
        PageFrame(title: "Forecast", place: .objectives, waiting: waiting).view.merging([
            "notice": View.Value(notice), "problem": View.Value(problem), "canMake": .flag(canMake), "isEmpty": .flag(!seen.hasObjectives),
            "isMissing": .flag(seen.summary == nil && seen.hasObjectives), "isOutdated": .flag(seen.isOutdated && !seen.isWaiting), "formerDay": View.Value(seen.formerDay.map(DayText.long)),
            "work": .view(ForecastWork(seen: seen).piece), "hasForecast": .flag(seen.summary != nil),
        ]).merging(seen.summary.map(content) ?? [:]).merging(ratesView)
    }

    private func content(_ summary: ForecastSummary) -> View {
        let income: View = [
            "made": .text("\(seen.madeAt.map(LocalTime.text) ?? "not known"), as known then"), "day": .text(DayText.long(summary.date.day)), "hasPicture": .flag(!summary.income.isEmpty),
            "sentences": .list(summary.income.compactMap { income in income.periods.first.map { ["sentence": .text(Self.sentence($0, income.currency, period: summary.periods.first?.name ?? ""))] } }),
            "open": .text(OrganizationWords.count(summary.open, "open objective", "open objectives")), "nothingOpen": .flag(summary.income.isEmpty),
            "withoutAmount": View.Value(summary.withoutAmount > 0 ? "\(OrganizationWords.count(summary.withoutAmount, "open objective has", "open objectives have")) no amount and \(summary.withoutAmount == 1 ? "is" : "are") in no sum." : nil),
            "withoutCloseDate": View.Value(summary.withoutCloseDate > 0 ? "\(OrganizationWords.count(summary.withoutCloseDate, "open objective has", "open objectives have")) no close date: when \(summary.withoutCloseDate == 1 ? "it comes" : "they come") rests on others without one." : nil),
            "incomes": .list(summary.income.map { view(of: $0, summary.periods) }), "course": .list(course(summary)), "hasCourse": .flag(seen.course.count > 1),
        ]
        return income.merging(said(summary)).merging(moved(summary)).merging(objectivesView(summary)).merging(ForecastBasisView(basis: summary.basis).view)
    }

    /// What a period may bring, in a sentence that is true of its draws: where half of them lie on one sum, nothing is as likely above it as below.
    static func sentence(_ range: IncomeRange, _ code: String, period: String) -> String {
        // Told apart as they are shown: in whole units.
        func money(_ units: Double) -> String { ForecastText.money(units, code) }
        let lowest = money(range.steps.first ?? range.won), highest = money(range.steps.last ?? range.won)
        let won = money(range.won), median = money(range.median), (low, high) = (money(range.ninety.lower), money(range.ninety.upper))
        let isWon = won != money(0), beyond = isWon ? " beyond the \(won) that is won already" : ""
        guard highest != won else { return "\(period): nothing is to come\(beyond)." }
        let average = "on average \(money(range.expected))."
        let already = isWon ? " Of that, \(won) is won already." : ""
        if median == highest {
            let least = low == lowest || low == highest ? "" : "nineteen times in twenty at least \(low), "
            return "\(period): more often than not all that can come does, \(highest); \(least)\(average)\(already)"
        }
        if median == lowest {
            let most = high == median ? "" : high == highest ? "at most \(high), " : "nineteen times in twenty at most \(high), "
            guard median == won else { return "\(period): more often than not no more than \(median) comes; \(most)\(average)\(already)" }
            return "\(period): more often than not nothing comes\(beyond); \(most)\(average)"
        }
        // Many draws on the sum in the middle: a few large sales.
        let isHeaped = range.steps.count == 21 && money(range.steps[9]) == money(range.steps[11])
        let middle = isHeaped ? "half of the time \(median) or more, half of the time \(median) or less" : "as likely above \(median) as below"
        return "\(period): \(middle); nine times in ten between \(low) and \(high).\(already)"
    }

    private func view(of income: Forecast.CurrencyIncome, _ periods: [FiscalPeriod]) -> View {
        let code = income.currency
        func row(_ name: String, _ days: String, _ range: IncomeRange) -> View {
            [
                "name": .text(name), "days": .text(days), "won": .text(ForecastText.money(range.won, code)), "median": .text(ForecastText.money(range.median, code)),
                "half": .text(ForecastText.range(range.half, code)), "ninety": .text(ForecastText.range(range.ninety, code)), "expected": .text(ForecastText.money(range.expected, code)),
            ]
        }
        return [
            "currency": .text(code), "rows": .list(zip(periods, income.periods).map { row($0.name, ForecastWords.days(of: $0), $1) } + [row("All of them", "", income.horizon)]),
            "later": .text(ForecastText.money(income.later, code)),
        ]
    }

    private func course(_ summary: ForecastSummary) -> [View] {
        guard let running = summary.periods.first else { return [] }
        return seen.course.reversed().compactMap { point in
            guard let place = point.periods.firstIndex(of: running) else { return nil }
            let medians = point.income.filter { $0.periods.indices.contains(place) }.map { ForecastText.money($0.periods[place].median, $0.currency) }
            return medians.isEmpty ? nil : ["day": .text(DayText.long(point.day)), "median": .text(medians.joined(separator: "; "))]
        }
    }

    // MARK: What was said

    private func said(_ summary: ForecastSummary) -> View {
        func row(_ sums: SaidSums, _ name: String) -> View {
            let part = sums.periods.indices.contains(period) ? sums.periods[period] : sums.outside
            func money(_ units: Int64) -> View.Value { .text(ForecastText.money(Double(units), sums.currency)) }
            return [
                "name": .text(name), "won": money(part.won), "commit": money(part.commit), "bestCase": money(part.bestCase), "pipeline": money(part.pipeline),
                "unsaid": money(part.uncategorised), "said": .text(ForecastText.money(part.saidExpected, sums.currency)),
                "without": View.Value(part.withoutProbability > 0 ? "\(part.withoutProbability) of \(part.open) without a number" : nil),
                "model": .text(ForecastText.money(part.modelExpected, sums.currency)),
            ]
        }
        let names = summary.periods.map(\.name) + ["Passed, without a date, or later"]
        return [
            "saidAll": .list(summary.all.map { row($0, "All") }),
            "saidTeams": .list(summary.teams.map { row($0, $0.name ?? "Without a team") }), "hasTeams": .flag(summary.teams.contains { $0.name != nil }),
            "saidPeople": .list(summary.people.map { row($0, $0.name.map { seen.members[$0] ?? $0 } ?? "Nobody is named") }),
            "saidPeriods": .list(names.enumerated().map { index, name in
                ["name": .text(name), "href": .text("/forecast?period=\(index)#said-title"), "isHere": .flag(index == period)]
            }),
            "saidPeriod": .text(names.indices.contains(period) ? names[period] : ""), "hasSaid": .flag(!summary.all.isEmpty),
        ]
    }

    // MARK: What moved

    private func moved(_ summary: ForecastSummary) -> View {
        guard let change = summary.change else { return ["hasChange": .flag(false), "moves": .list([]), "totals": .list([])] }
        func amounts(_ amounts: [ObjectiveForecast.CountedAmount]) -> String {
            amounts.map { ForecastWords.change($0.minorUnits, $0.currency) }.joined(separator: ", ")
        }
        return [
            "hasChange": .flag(true), "changeFrom": .text(DayText.long(change.from.day)), "nothingMoved": .flag(change.moves.isEmpty),
            "moves": .list(change.moves.map { move -> View in
                let id = Identifier<SalesObjective>(move.objective), line = id.flatMap { lines[$0] }
                return [
                    "href": View.Value(id.map(SellingPlaces.objective)), "what": .text(line.map(Self.name) ?? "A sales objective"), "kind": .text(ForecastWords.move(move.kind)),
                    "account": View.Value(line?.record.accountName), "effect": .text(move.effects.isEmpty ? "" : amounts(move.effects)),
                ]
            }),
            "further": View.Value(summary.furtherMoves > 0 ? OrganizationWords.count(summary.furtherMoves, "smaller move is", "smaller moves are") + " not listed." : nil),
            "drift": View.Value(change.drift.contains { abs($0.minorUnits) >= 50 } ? amounts(change.drift) : nil), "total": View.Value(change.total.allSatisfy { abs($0.minorUnits) < 50 } ? nil : amounts(change.total)),
        ]
    }

    static func name(_ line: ObjectiveLine) -> String { line.what?.text ?? "Not known: what exactly" }

    // MARK: Objectives

    private func objectivesView(_ summary: ForecastSummary) -> View {
        let next = from + Self.most
        return [
            "objectives": .list(objectives.map { one -> View in
                let open = one.forecast.open
                return [
                    "href": .text(SellingPlaces.objective(one.line.id)), "why": .text("\(SellingPlaces.objective(one.line.id))/forecast"), "what": .text(Self.name(one.line)),
                    "account": .text(one.line.record.accountName), "chance": .text(NumberText.percent(one.forecast.probability)),
                    "amount": .text(one.line.amount?.description ?? "not known"), "closeDate": .text(one.line.closeDate.map(DayText.long) ?? "not known"),
                    "expected": .text(one.forecast.counted.flatMap { counted in one.forecast.expected.map { ForecastText.money($0, counted.currency) } } ?? "not known"),
                    "likely": .text(open.map { DayText.long($0.likelyDay) } ?? ""), "said": .text(one.forecast.said.flatMap(ForecastWords.said) ?? "nothing"),
                    "stage": .text(one.forecast.stage.map(ForecastWords.stage) ?? "not known"),
                ]
            }),
            "hasObjectives": .flag(!objectives.isEmpty), "earlier": View.Value(from > 0 ? "/forecast?from=\(max(0, from - Self.most))#objectives-title" : nil),
            "later": View.Value(next < summary.open ? "/forecast?from=\(next)#objectives-title" : nil),
            "shown": .text("\(from + 1) to \(from + objectives.count) of \(summary.open)"),
        ]
    }

    // MARK: Exchange rates

    private var ratesView: View {
        let rates = seen.rates, unconverted = (seen.summary?.unconverted ?? [:]).sorted { $0.key < $1.key }
        let target = typed?.target ?? rates?.target ?? ""
        return [
            "ratesSeen": .text(ratesSeen), "hasRates": .flag(rates != nil), "target": View.Value(rates?.target), "canChangeRates": .flag(canChangeRates),
            "rates": .list((rates?.all ?? []).map { rate in
                ["currency": .text(rate.currency), "day": .text(DayText.long(rate.day)), "rate": .text(ExchangeRateText.rate(rate, target: rates?.target ?? ""))]
            }),
            "unconverted": .list(unconverted.map { ["text": .text("\($0.key): \(OrganizationWords.count($0.value, "open objective", "open objectives"))")] }), "hasUnconverted": .flag(!unconverted.isEmpty),
            "targets": View.Value([Choice(value: "", label: "Each currency by itself", isSelected: target.isEmpty)] + Currency.all.map { Choice(value: $0.code, label: $0.code, isSelected: $0.code == target) }),
            "typedRates": .text(typed?.rates ?? rates.map(ExchangeRateText.lines) ?? ""),
        ]
    }
}

/// How far the next forecast is, asked for again and again.
struct ForecastWork: PageModel {
    static let template = "forecast/work"

    var seen: SeenForecast
    /// The forecast that the page shows, by when it was made.
    var shown: Timestamp?

    var piece: View {
        let isNew = shown != nil && shown != seen.madeAt && !seen.isWaiting
        return [
            "isWaiting": .flag(seen.isWaiting), "share": .text(NumberText.decimal(seen.work?.share ?? 0, 2)), "label": .text(seen.work?.label ?? "It waits for its turn"),
            "isDone": .flag(isNew), "since": .text(String((shown ?? seen.madeAt)?.milliseconds ?? 0)),
        ]
    }

    var view: View { piece }
}
