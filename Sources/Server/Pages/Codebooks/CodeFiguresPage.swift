import Covalence
import Language
import Workbench

/// How well the codes of a codebook are found, for everybody who sees it.
struct CodeFiguresPage: PageModel {
    static let template = "codebooks/figures"

    var report: CodebookReport
    /// Whether the visitor may have it learnt anew.
    var mayLearn: Bool
    var saved: String?
    var waiting = 0

    private var home: String { "/codebooks/\(report.codebook.name)" }

    var view: View {
        let titles = Dictionary(report.codebook.everyCode.map { ($0.slug, $0.title) }) { first, _ in first }
        let found = report.learnt?.crossValidation
        return PageFrame(title: "How well codes are found: \(report.codebook.title)", waiting: waiting).view.merging([
            "home": .text(home), "bookTitle": .text(report.codebook.title), "version": View.Value(report.codebook.version), "saved": View.Value(saved), "mayLearn": .flag(mayLearn),
            "learnt": View.Value(report.learntAt.map { "Learnt last on \(LocalTime.text($0))\(learntFrom)." }), "isByWords": .flag(report.learnt?.engine == .words),
            "learning": View.Value(learning), "isMeasured": .flag(found != nil), "measured": View.Value(measured),
            "rows": .list((found?.codes ?? []).map { code -> View in
                [
                    "codeTitle": .text(titles[code.code] ?? code.code), "precision": Self.share(code.precision), "recall": Self.share(code.recall), "f1": Self.share(code.f1), "n": View.Value(code.support),
                ]
            }),
            "whole": View.Value(found.map(Self.whole)),
            "decided": .list(report.decided.map { figures -> View in
                [
                    "codeTitle": .text(titles[figures.code] ?? figures.code), "precision": Self.share(figures.precision), "recall": Self.share(figures.recall), "f1": Self.share(figures.f1),
                    "n": View.Value(figures.count), "support": View.Value(figures.support), "random": View.Value(figures.random), "holds": .text(Self.words(report.calibrations[figures.code])),
                ]
            }),
            "hasDecided": .flag(!report.decided.isEmpty), "calibration": View.Value(CalibrationView(report.calibration)), "notYet": View.Value(missing),
            "fewest": View.Value(ScoreCalibration.fewest), "fewestRandom": View.Value(ScoreCalibration.fewestRandom),
        ])
    }

    private var learntFrom: String {
        guard let learnt = report.learnt else { return "" }
        var parts = ["version \(learnt.version)"]
        if learnt.decisions > 0 { parts.append(learnt.decisions == 1 ? "1 decision" : "\(learnt.decisions) decisions") }
        if learnt.findings > 0 { parts.append(learnt.findings == 1 ? "1 finding that people decided on" : "\(learnt.findings) findings that people decided on") }
        return ", from " + parts.joined(separator: ", ")
    }

    private var missing: String? {
        guard case .notYetKnown(let missing, let random) = report.calibration else { return nil }
        return (missing == 1 ? "1 more decision is needed" : "\(missing) more decisions are needed") + (random > 0 ? ", \(random) of them of the random sample" : "")
    }

    private var learning: String? {
        report.learning.map { job in
            job.progress.map { "It is being learnt anew: \($0.label), \(Int(($0.share * 100).rounded())) %." } ?? "It is to be learnt anew soon, with what was decided since."
        }
    }

    private var measured: String? {
        guard let learnt = report.learnt, let version = learnt.measuredVersion, let time = learnt.measuredAt else { return nil }
        return "Version \(version), measured on \(LocalTime.text(time))."
    }

    private static func whole(_ figures: CodeFigures) -> View {
        let share = { (part: Int, whole: Int) in whole == 0 ? "not known" : "\(part) of \(whole)" }
        return [
            "best": .text(share(figures.bestRight, figures.coded)), "bestThree": .text(share(figures.bestThreeRight, figures.coded)), "none": .text(share(figures.noneRight, figures.uncoded)),
            "meanF1": Self.share(figures.meanF1),
        ]
    }

    static func share(_ value: Double?) -> View.Value { .text(value.map { NumberText.decimal($0, 2) } ?? "not known") }

    private static func words(_ calibration: ScoreCalibration?) -> String {
        switch calibration {
        case .known(let figures): "Brier \(NumberText.decimal(figures.brier, 2)), n = \(figures.count)"
        case .notYetKnown(let missing, _): "not yet known, \(missing) more"
        case nil: "not yet known"
        }
    }
}

/// Scores against what people said, as a table and a picture.
private struct CalibrationView: ViewModel {
    var figures: ScoreCalibration.Figures

    init?(_ calibration: ScoreCalibration) {
        guard case .known(let figures) = calibration else { return nil }
        self.figures = figures
    }

    var view: View {
        [
            "n": View.Value(figures.count), "random": View.Value(figures.random), "brier": .text(NumberText.decimal(figures.brier, 3)),
            "brierOfShare": .text(NumberText.decimal(figures.brierOfShare, 3)), "isBetter": .flag(figures.brier < figures.brierOfShare),
            "bins": .list(figures.bins.map { bin -> View in
                [
                    "span": .text("\(NumberText.decimal(Double(bin.bin) / 10, 1)) to \(NumberText.decimal(Double(bin.bin + 1) / 10, 1))"),
                    "score": .text(NumberText.decimal(bin.score, 2)), "share": .text(NumberText.decimal(bin.share, 2)), "binCount": View.Value(bin.count),
                    "binRandom": View.Value(bin.random), "weight": .text("\(Int((bin.weight * 100).rounded())) %"),
                    // A square of 200 with its origin below left; the larger the more decisions.
                    "x": .text(NumberText.decimal(30 + bin.score * 200, 1)), "y": .text(NumberText.decimal(210 - bin.share * 200, 1)),
                    "r": .text(NumberText.decimal(min(12, 3 + Double(bin.count).squareRoot() / 2), 1)),
                ]
            }),
        ]
    }
}
