import Covalence
import Store
import StrategicSelling
import Workbench

/// The chance of one objective with its reasons, each opened to the statements it rests on.
struct ObjectiveForecastPage: PageModel {
    static let template = "forecast/objective"

    var line: ObjectiveLine
    /// Nil where nothing was forecast yet, or it has ended.
    var forecast: ObjectiveForecast?
    /// The periods of the newest forecast.
    var periods: [FiscalPeriod]
    var madeAt: Timestamp?
    var waiting = 0

    var view: View {
        let home = SellingPlaces.objective(line.id)
        return PageFrame(title: "Chance of \(ForecastPage.name(line))", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(ForecastPage.name(line)), "account": .text(line.record.accountName),
            "ending": View.Value(line.ending.map { SellingWords.ending($0) }), "made": View.Value(madeAt.map(LocalTime.text)),
            "missing": .flag(forecast?.open == nil),
        ]).merging(forecast?.open.map(content) ?? [:])
    }

    private func content(_ open: OpenSale) -> View {
        let base = open.chance.baseRate
        let said = forecast?.said.flatMap(ForecastWords.said)
        return [
            "chance": .text(NumberText.percent(open.chance.probability)), "said": View.Value(said), "rule": .text(ObjectiveChance.rule.statement),
            "origin": .text(ObjectiveChance.rule.provenance.reference), "originMark": .text(ObjectiveChance.rule.provenance.mark),
            "reasons": .list(open.chance.reasons.map { reason -> View in
                [
                    "words": .text(ForecastWords.reason(reason.words)), "direction": .text(Self.direction(reason)),
                    "claims": .list(reason.claims.prefix(10).map { ["href": .text(SellingPlaces.claim($0, in: line.id))] }), "restsOnNothing": .flag(reason.claims.isEmpty && reason.kind != .calibration),
                ]
            }),
            "bounds": .text("nine times in ten between \(NumberText.percent(base.bounds.lower)) and \(NumberText.percent(base.bounds.upper))"),
            "shrinking": .text("The share is pulled towards \(NumberText.percent(base.center)), which counts for \(NumberText.whole(base.strength)) objectives."),
            "periods": .list(zip(periods, open.byPeriod).map { ["name": .text($0.name), "days": .text(ForecastWords.days(of: $0)), "chance": .text(NumberText.percent($1))] }),
            "later": .text(NumberText.percent(open.later)),
            "when": .text("If it is won, as likely before \(DayText.long(open.likelyDay)) as after; nine times in ten between \(DayText.long(open.earliestDay)) and \(DayText.long(open.latestDay)). Learnt from \(NumberText.decimal(open.delaysFrom, 0)) \(open.delaysFrom.rounded() == 1 ? "order" : "orders") in the same position."),
        ]
    }

    private static func direction(_ reason: ChanceReason) -> String {
        if case .baseRate = reason.kind { return "where it starts" }
        return abs(reason.logOdds) < 0.05 ? "hardly matters" : reason.logOdds > 0 ? "speaks for it" : "speaks against it"
    }
}
