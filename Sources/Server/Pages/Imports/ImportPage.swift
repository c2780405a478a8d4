import Covalence
import Formats
import Foundation
import Store
import Workbench

/// One import: what it was taken for and what its columns mean, what a dry run says, how far it is, what came of it.
struct ImportPage: PageModel {
    static let template = "imports/open"

    static func place(_ id: Identifier<IntakeItem>) -> String { "/imports/\(id)" }

    struct Column: ViewModel {
        var column: ColumnMapping.Column
        /// What somebody chose who was told that others were faster.
        var chosen: String?

        private static let nothing = "nothing: leave it out"

        var view: View {
            let name = column.header.isEmpty ? "column \(column.index + 1), without a name" : column.header
            let now = column.field?.rawValue ?? "", shown = chosen ?? now
            return [
                "index": View.Value(column.index), "name": .text(name), "sureness": .text(ImportWords.sureness(column.sureness)), "reason": .text(column.reason),
                "isGuess": .flag(column.sureness == .guess), "filled": .text(ImportWords.number(column.filled)),
                "fields": View.Value([Choice(value: "", label: Self.nothing, isSelected: shown.isEmpty)] + CRMField.allCases.map {
                    Choice(value: $0.rawValue, label: $0.label, isSelected: $0.rawValue == shown)
                }),
                "now": View.Value(shown == now ? nil : ImportPage.now(column.field?.label ?? Self.nothing)),
            ]
        }
    }

    struct Problem: ViewModel {
        var problem: RowProblem

        var view: View {
            [
                "row": .text(ImportWords.number(problem.row)), "column": View.Value(problem.column), "value": View.Value(problem.value), "reason": .text(problem.reason),
                "advice": .text(problem.advice), "isRowLost": .flag(problem.isRowLost),
            ]
        }
    }

    struct Kept: ViewModel {
        var kept: KeptChange
        var view: View { ["count": .text(ImportWords.number(kept.count)), "thing": .text(ImportWords.thing(kept.thing)), "reason": .text(kept.reason)] }
    }

    struct Question: ViewModel {
        var question: ImportQuestion

        var view: View { ["sentence": .text(question.sentence), "examples": .text(question.examples.joined(separator: " · "))] }
    }

    var open: OpenImport
    var problem: String?
    /// What somebody chose who was told that others were faster: it is shown in the place of what is there now.
    var chosen: FormFields?
    var waiting = 0

    private static func now(_ what: String) -> String { "Now it is “\(what)”." }

    private var made: RecordImport { open.made }
    private var report: ImportReport { open.report }

    var view: View {
        PageFrame(title: made.name, place: .objectives, waiting: waiting).view.merging(state).merging(mapping).merging([
            "href": .text(Self.place(open.id)), "name": .text(made.name), "kind": .text(ImportWords.kind(open)), "rows": .text(ImportWords.rows(made.rowCount)),
            "who": .text(made.madeByName), "when": .text(LocalTime.text(made.madeAt)), "version": View.Value(made.version), "problem": View.Value(problem),
            "isCards": .flag(open.isCards), "isReady": .flag(open.isReady), "notes": .list(report.notes.map { ["note": .text($0)] }), "hasNotes": .flag(!report.notes.isEmpty),
            "problems": View.Value(report.problems.prefix(Self.mostProblems).map { Problem(problem: $0) }), "hasProblems": .flag(report.problemCount > 0),
            "problemHeading": .text(report.problemCount == 1 ? "One problem" : "\(ImportWords.number(report.problemCount)) problems"),
            "moreProblems": View.Value(report.problemCount > min(report.problems.count, Self.mostProblems)
                ? "\(ImportWords.number(report.problemCount - min(report.problems.count, Self.mostProblems))) more are not listed." : nil),
        ])
    }

    /// Problems on the page ‡: more than anybody mends at once.
    private static let mostProblems = 100

    private var state: View {
        let trial = report.trial
        return [
            "stateWords": .text(ImportWords.state(made)), "isOpen": .flag(made.state == .open), "isRunning": .flag(made.state == .running), "isUndoing": .flag(made.state == .undoing),
            "isTrying": .flag(isTrying),
            // What moves is asked for again, and would take the choices away of who was told that others were faster.
            "isMoving": .flag((made.state == .running || made.state == .undoing || isTrying) && chosen == nil), "isDone": .flag(made.state == .done), "isFailed": .flag(made.state == .failed),
            "isUndone": .flag(made.state == .undone), "failure": View.Value(report.failure),
            "progress": View.Value(progress.share), "progressWords": .text(progress.words),
            "stopWords": .text(isTrying ? "Nothing of it is stored." : "What was done until then stays, and can be taken back."),
            "jobProblem": View.Value(open.job?.problem), "canCancel": .flag(open.job?.state.isOpen ?? false),
            // What was tried is not what somebody chose who was told that others were faster: they try that first.
            "hasTrial": .flag(trial != nil && !isTrying && chosen == nil), "trial": View.Value(trial.map { ImportWords.sentence($0) }), "trialRows": View.Value(trial.map { Counts(counts: $0) }),
            "hasTrialRows": .flag(trial.map { $0.added + $0.updated > 0 } ?? false), "namedAccounts": View.Value(Self.namedAccounts(report.namedAccounts)),
            "result": View.Value(made.counts.total > 0 ? ImportWords.sentence(made.counts) : nil), "resultRows": View.Value(made.counts.total > 0 ? Counts(counts: made.counts) : nil),
            "canUndo": .flag(made.state == .done || made.state == .failed && made.place > 0),
            "undone": .text(
                "\(ImportWords.number(made.undone.removed)) records went, \(ImportWords.number(made.undone.restored)) are as before, \(ImportWords.number(made.undone.kept)) stay."
            ),
            "kept": View.Value(open.kept.map { Kept(kept: $0) }), "hasKept": .flag(!open.kept.isEmpty),
        ]
    }

    /// Whether its rows are being gone through to say what would become of them.
    private var isTrying: Bool { made.state == .open && open.job?.state.isOpen ?? false }

    private var progress: (share: Int, words: String) {
        if made.state == .undoing { return (share(made.undone.removed + made.undone.restored + made.undone.kept, made.counts.total), "Taking back") }
        guard isTrying else { return (share(made.place, made.rowCount), "Row \(ImportWords.number(made.place)) of \(ImportWords.number(made.rowCount))") }
        guard let progress = open.job?.progress else { return (0, "Trying it: it waits for its turn") }
        return (Int(progress.share * 100), "Trying it: row \(ImportWords.number(Int((progress.share * Double(made.rowCount)).rounded()))) of \(ImportWords.number(made.rowCount))")
    }

    private static func namedAccounts(_ count: Int) -> String? {
        switch count {
        case 0: nil
        case 1: "One account that rows only name is not in the record: it comes in with its name."
        default: "\(ImportWords.number(count)) accounts that rows only name are not in the record: they come in with their names."
        }
    }

    /// Counts as a table's row.
    struct Counts: ViewModel {
        var counts: RecordImport.Counts

        var view: View {
            [
                "added": .text(ImportWords.number(counts.added)), "updated": .text(ImportWords.number(counts.updated)),
                "unchanged": .text(ImportWords.number(counts.unchanged)), "refused": .text(ImportWords.number(counts.refused)),
            ]
        }
    }

    private func share(_ done: Int, _ all: Int) -> Int { all > 0 ? min(100, done * 100 / all) : 0 }

    private var mapping: View {
        let mapping = open.mapping
        let asked = Set(report.questions.map(\.kind))
        let kind = field("kind", mapping?.kind.rawValue ?? "") { CRMRecordKind(rawValue: $0)?.name ?? "not said" }
        let source = field("source", (mapping?.source ?? .other).rawValue) { CRMSource(rawValue: $0)?.name ?? $0 }
        let currency = field("currency", mapping?.defaultCurrency ?? ""), zone = field("timeZone", mapping?.timeZone ?? "UTC")
        return [
            "kindReason": View.Value(nonEmpty: mapping?.kindReason), "sourceReason": View.Value(nonEmpty: mapping?.sourceReason),
            "kinds": View.Value((mapping == nil ? [Choice(value: "", label: "choose", isSelected: kind.shown.isEmpty)] : []) + CRMRecordKind.allCases.map {
                Choice(value: $0.rawValue, label: $0.name, isSelected: $0.rawValue == kind.shown)
            }),
            "sources": View.Value(CRMSource.allCases.map { Choice(value: $0.rawValue, label: $0.name, isSelected: $0.rawValue == source.shown) }),
            "columns": View.Value(mapping?.columns.map { Column(column: $0, chosen: chosen?.raw("column-\($0.index)")) } ?? []), "hasColumns": .flag(mapping != nil),
            "currency": .text(currency.shown), "timeZone": .text(zone.shown),
            "kindNow": View.Value(kind.now), "sourceNow": View.Value(source.now), "currencyNow": View.Value(currency.now), "zoneNow": View.Value(zone.now),
            "dayOrders": View.Value(answers("dayOrder", [(DayOrder.dayFirst.rawValue, "4 March"), (DayOrder.monthFirst.rawValue, "3 April")])),
            "decimalMarks": View.Value(answers("decimalMark", [
                (DecimalMark.point.rawValue, "one and a bit (the point is the decimal mark)"), (DecimalMark.comma.rawValue, "more than a thousand (the comma is)"),
            ])),
            "percentScales": View.Value(answers("percentScale", [(PercentScale.hundred.rawValue, "one percent"), (PercentScale.one.rawValue, "all of it")])),
            "questions": View.Value(report.questions.map { Question(question: $0) }), "hasQuestions": .flag(!report.questions.isEmpty),
            "asksDay": .flag(asked.contains(.dayOrder)), "asksMark": .flag(asked.contains(.decimalMark)), "asksShare": .flag(asked.contains(.percentScale)),
        ]
    }

    /// What a field shows, and what is there now where that is something else.
    private func field(_ name: String, _ now: String, _ word: (String) -> String = { $0.isEmpty ? "empty" : $0 }) -> (shown: String, now: String?) {
        let shown = chosen?.raw(name) ?? now
        return (shown, shown == now ? nil : Self.now(word(now)))
    }

    /// Answers to choose from, the first of which is none.
    private func answers(_ name: String, _ answers: [(value: String, label: String)]) -> [Choice] {
        let shown = chosen?.raw(name) ?? ""
        return ([("", "not said: leave those rows out")] + answers).map { Choice(value: $0.0, label: $0.1, isSelected: $0.0 == shown) }
    }
}
