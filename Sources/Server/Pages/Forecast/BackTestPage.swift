import Covalence
import StrategicSelling
import Workbench

/// Past forecasts held against what came.
struct BackTestPage: PageModel {
    static let template = "forecast/back-test"

    var backTest: BackTest?
    var madeAt: Timestamp?
    var work: Job.Progress?
    var isWaiting: Bool
    var canMake: Bool
    var waiting = 0

    var view: View {
        PageFrame(title: "Past forecasts", place: .objectives, waiting: waiting).view.merging([
            "isWaiting": .flag(isWaiting), "share": .text(NumberText.decimal(work?.share ?? 0, 2)), "label": .text(work?.label ?? "It waits for its turn"),
            "canMake": .flag(canMake), "isEmpty": .flag(backTest == nil && !isWaiting), "hasTest": .flag(backTest != nil), "made": View.Value(madeAt.map(LocalTime.text)),
        ]).merging(backTest.map(content) ?? [:])
    }

    private func content(_ test: BackTest) -> View {
        let bins = test.calibration.value ?? []
        return [
            "dates": .list(test.dates.map { date in
                ["day": .text(DayText.long(date.date.day)), "decided": .text(date.decided.value.map { OrganizationWords.count($0, "chance decided since", "chances decided since") } ?? date.decided.missing?.sentence.replacing(date.date.day.description, with: DayText.long(date.date.day)) ?? "")]
            }),
            "undecided": View.Value(test.undecided > 0 ? "\(OrganizationWords.count(test.undecided, "chance is", "chances are")) of objectives that are still open: nothing can be said of them." : nil),
            "calibrationMissing": View.Value(test.calibration.missing?.sentence), "hasBins": .flag(!bins.isEmpty),
            "bins": .list(bins.map { bin in
                [
                    "given": .text(NumberText.percent(bin.chance)), "won": .text(NumberText.percent(bin.won.share)), "count": .text("\(OrganizationWords.count(bin.count, "chance", "chances")), \(OrganizationWords.count(bin.won.count, "objective", "objectives"))"),
                    "bounds": .text("\(NumberText.percent(bin.won.bounds.lower)) to \(NumberText.percent(bin.won.bounds.upper))"),
                ]
            }),
            "scoreMissing": View.Value(test.score.missing?.sentence),
            "scores": .list([Self.score("The model", test.score), Self.comparison("Stage averages", test.stageAverages), Self.comparison("What salespeople said", test.said)]),
            "coverages": .list([
                Self.coverage("The model", test.coverage), Self.coverage("Stage averages", test.coverageOfStageAverages), Self.coverage("What salespeople said", test.coverageOfSaid),
            ]),
            "sums": .list(test.sums.map { sum in
                [
                    "day": .text(DayText.long(sum.date.day)), "period": .text(sum.period.name), "actual": .text(ForecastText.money(sum.actual, sum.currency)),
                    "median": .text(ForecastText.money(sum.model.median, sum.currency)), "ninety": .text(ForecastText.range(sum.model.ninety, sum.currency)),
                    "others": .text(ForecastText.money(sum.fromOthers, sum.currency)), "isInside": .text(sum.model.ninety.contains(sum.actual) ? "inside" : "outside"),
                ]
            }),
            "hasSums": .flag(!test.sums.isEmpty),
        ]
    }

    private static func score(_ name: String, _ known: Known<BrierScore>) -> View {
        ["name": .text(name), "score": .text(known.value.map { NumberText.decimal($0.score, 3) } ?? "not known"), "count": .text(known.value.map { "\($0.count)" } ?? "–"), "gain": "–", "why": View.Value(known.missing?.sentence)]
    }

    private static func comparison(_ name: String, _ known: Known<ScoreComparison>) -> View {
        let gain = known.value.map { comparison in
            NumberText.decimal(comparison.gain, 3) + (comparison.gainBounds.map { " (\(NumberText.decimal($0.lower, 3)) to \(NumberText.decimal($0.upper, 3)))" } ?? "")
        }
        return [
            "name": .text(name), "score": .text(known.value.map { "\(NumberText.decimal($0.baseline.score, 3)), the model there \(NumberText.decimal($0.model.score, 3))" } ?? "not known"),
            "count": .text(known.value.map { "\($0.model.count)" } ?? "–"), "gain": .text(gain ?? "–"), "why": View.Value(known.missing?.sentence),
        ]
    }

    private static func coverage(_ name: String, _ known: Known<Coverage>) -> View {
        func share(_ share: CountedShare) -> String { "\(NumberText.percent(share.share)) of \(share.count) (\(NumberText.percent(share.bounds.lower)) to \(NumberText.percent(share.bounds.upper)))" }
        return [
            "name": .text(name), "half": .text(known.value.map { share($0.half) } ?? "not known"), "ninety": .text(known.value.map { share($0.ninety) } ?? "not known"),
            "why": View.Value(known.missing?.sentence),
        ]
    }
}

/// What the calibration picture draws: chances given against shares won.
struct CalibrationData: Encodable, Hashable, Sendable {
    struct Point: Encodable, Hashable, Sendable {
        var given: Double
        var won: Double
        var lower: Double
        var upper: Double
        var count: Int
    }

    var points: [Point]

    init(_ test: BackTest?) {
        points = (test?.calibration.value ?? []).map { Point(given: $0.chance, won: $0.won.share, lower: $0.won.bounds.lower, upper: $0.won.bounds.upper, count: $0.count) }
    }
}
