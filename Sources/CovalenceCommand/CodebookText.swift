import Covalence
import Foundation
import Language
import Store
import Workbench

/// Codebooks, decisions and figures of a workspace as lines of text and of JSON.
enum CodebookText {
    private struct Line: Encodable {
        var name, title: String
        var version, codes: Int
        var isBuiltIn, isOwn: Bool
        var author, madeAt: String?
    }

    static func line(_ line: CodebookLine, json: Bool, _ terminal: Terminal) throws -> String {
        if json {
            return try jsonLine(Line(
                name: line.name, title: line.title, version: line.version, codes: line.codes, isBuiltIn: line.isBuiltIn, isOwn: line.isOwn, author: line.author, madeAt: line.madeAt?.description
            ))
        }
        let whose = line.isOwn ? line.isBuiltIn ? ", your version" : ", your own" : ""
        return "\(terminal.styled(line.name, .bold))  \(line.codes) codes, version \(line.version)\(whose)\n    \(line.title.printable)"
    }

    struct DecisionLine: Encodable {
        var id, codebook, code, verdict: String
        var meeting, interaction: String?
        var version, first, count: Int
        var asked: String?
        var score: Double?
        var engine: String?
        var author, at: String
        var supersededBy: String?

        init(_ decision: CodeDecision) {
            (id, codebook, code, verdict) = ("\(decision.id)", decision.codebook, decision.code, decision.verdict.rawValue)
            switch decision.place {
            case .turn(let id, let words, let start, let many): (meeting, version, first, count) = ("\(id)", words, start, many)
            case .passage(let id, let text, let range): (interaction, version, first, count) = ("\(id)", text, range.lowerBound, range.count)
            }
            (asked, score, engine, author, at) = (decision.asked?.rawValue, decision.score, decision.engine, decision.author, decision.at.description)
            supersededBy = decision.supersededBy?.description
        }

        var text: String {
            let place = meeting.map { "meeting \($0), utterance \(first)" } ?? "interaction \(interaction ?? ""), scalar \(first)"
            return "\(at)  \(code)  \(verdict == CodeDecision.Verdict.carries.rawValue ? "yes" : "no")  \(place)  \(author)".printable
        }
    }

    struct QuestionLine: Encodable {
        var meeting, title, asked, words: String
        var version, first, count: Int
        var speaker, side, before, after: String?

        init(_ question: CodeQuestion) {
            (meeting, title, asked, words) = ("\(question.meeting)", question.title, question.asked.rawValue, question.turn.words)
            (version, first, count) = (question.version, question.first, question.count)
            (speaker, side, before, after) = (question.turn.speaker, question.turn.side?.rawValue, question.before?.words, question.after?.words)
        }
    }

    struct FiguresLine: Encodable {
        var code: String
        var precision, recall, f1: Double?
        var count: Int
        var decidedPrecision, decidedRecall, decidedF1: Double?
        var decided, random: Int
    }

    /// A line for each code: by cross-validation, and on what people decided.
    static func figures(_ report: CodebookReport) -> [FiguresLine] {
        let found = Dictionary((report.learnt?.crossValidation?.codes ?? []).map { ($0.code, $0) }) { first, _ in first }
        let decided = Dictionary(report.decided.map { ($0.code, $0) }) { first, _ in first }
        return report.codebook.leaves.map { code in
            let (a, b) = (found[code.slug], decided[code.slug])
            return FiguresLine(
                code: code.slug, precision: a?.precision, recall: a?.recall, f1: a?.f1, count: a?.support ?? 0, decidedPrecision: b?.precision, decidedRecall: b?.recall,
                decidedF1: b?.f1, decided: b?.count ?? 0, random: b?.random ?? 0
            )
        }
    }

    static func sentence(_ calibration: ScoreCalibration) -> String {
        switch calibration {
        case .notYetKnown(let missing, let random):
            "What a score is worth is not yet known: \(missing) more decisions are needed, \(random) of them of the random sample."
        case .known(let figures):
            "Scores against \(figures.count) decisions, \(figures.random) of the random sample: Brier score \(String(format: "%.3f", figures.brier)); \(String(format: "%.3f", figures.brierOfShare)) if every turn got the same."
        }
    }
}
