import Covalence
import Store
import Workbench

/// Turns that are asked about: does this carry the code?
struct TeachPage: PageModel {
    static let template = "codebooks/teach"

    /// What was answered just now, to be taken back.
    struct Last {
        var question: String
        var code: String
        var verdict: CodeDecision.Verdict
    }

    var asked: CodeQuestions
    /// How many are shown at once.
    var count: Int
    var last: Last?
    var saved: String?
    var waiting = 0

    private var home: String { "/codebooks/\(asked.codebook.name)" }

    var view: View {
        let decided = asked.decisions[asked.code.slug] ?? DecisionCount()
        return PageFrame(title: "Teach \(asked.codebook.title)", waiting: waiting).view.merging([
            "home": .text(home), "bookTitle": .text(asked.codebook.title), "code": .text(asked.code.slug), "codeTitle": .text(asked.code.title), "definition": .text(asked.code.definition),
            "whenToUse": View.Value(asked.code.whenToUse), "whenNotToUse": View.Value(asked.code.whenNotToUse), "count": View.Value(count), "isOne": .flag(count == 1), "isMany": .flag(count > 1),
            "decided": .text("\(decided.carries) yes, \(decided.doesNotCarry) no so far"), "saved": View.Value(saved),
            "codes": .list(asked.codebook.leaves.map { code -> View in
                let all = asked.decisions[code.slug]?.all ?? 0
                return ["value": .text(code.slug), "label": .text("\(code.title) (\(all))"), "selected": .flag(code.slug == asked.code.slug)]
            }),
            "counts": .list([1, 10].map { ["value": View.Value($0), "label": .text($0 == 1 ? "one by one" : "ten on a page"), "selected": .flag($0 == count)] }),
            "questions": .list(asked.questions.enumerated().map { index, question in view(of: question, index) }), "isEmpty": .flag(asked.questions.isEmpty),
            "hasNoTurns": .flag(asked.lookedAt == 0), "isLearning": .flag(asked.learning != nil), "learning": .text("\(Int(100 * (asked.learning ?? 0)))"),
            "selfHref": .text("\(home)/teach?code=\(asked.code.slug)&count=\(count)"),
            "last": View.Value(last.map { last -> View in
                [
                    "lastQuestion": .text(last.question), "lastCode": .text(last.code), "wasYes": .flag(last.verdict == .carries),
                    "other": .text(last.verdict == .carries ? CodeDecision.Verdict.doesNotCarry.rawValue : CodeDecision.Verdict.carries.rawValue),
                ]
            }),
        ])
    }

    private func view(of question: CodeQuestion, _ index: Int) -> View {
        let view: View = [
            "index": View.Value(index), "number": View.Value(index + 1), "question": .text(Self.text(question)), "title": .text(question.title),
            "day": View.Value(question.startedAt.flatMap(LocalTime.day).map { DayText.long($0) }), "words": .text(question.turn.words), "speaker": View.Value(question.turn.speaker),
            "before": View.Value(question.before.map(Self.context)), "after": View.Value(question.after.map(Self.context)), "isOne": .flag(count == 1),
        ]
        return view.merging(SideLabel(side: question.turn.side).view).merging(Moment(meeting: question.meeting, utterance: question.first, start: question.turn.start).view)
    }

    private static func context(_ turn: CodeQuestion.Turn) -> View {
        ["contextSpeaker": View.Value(turn.speaker), "contextWords": .text(turn.words.count > 300 ? turn.words.prefix(300) + "…" : turn.words)]
    }

    // MARK: A question in a form

    /// `meeting/version/first/count/asked`.
    static func text(_ question: CodeQuestion) -> String {
        "\(question.meeting)/\(question.version)/\(question.first)/\(question.count)/\(question.asked.rawValue)"
    }

    /// Reads it back; nil for anything else.
    static func question(_ text: String) -> (place: CodeDecision.Place, asked: CodeDecision.Asked?)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, let meeting = Identifier<Meeting>(parts[0]), let version = Int(parts[1]), let first = Int(parts[2]), let count = Int(parts[3]),
              let asked = CodeDecision.Asked(rawValue: String(parts[4])) else { return nil }
        return (.turn(meeting, version: version, first: first, count: count), asked)
    }
}
