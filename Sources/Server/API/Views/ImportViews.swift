public import Covalence
import Formats
import Store
public import Workbench

/// An import as JSON, the same in the API and in what commands print.
public struct ImportJSON: Encodable, Sendable {
    /// A column with what it means.
    public struct ColumnJSON: Encodable, Sendable {
        public var name: String
        public var field: String?
        public var sureness: String?
        public var reason: String
        public var filled: Int
    }

    /// Something that the file leaves open.
    public struct QuestionJSON: Encodable, Sendable {
        public var kind: String
        public var column: String
        public var question: String
        public var examples: [String]
        public var count: Int
        public var proposal: String?
    }

    /// What is wrong with a row.
    public struct ProblemJSON: Encodable, Sendable {
        public var row: Int
        public var line: Int
        public var column: String?
        public var value: String?
        public var kind: String
        public var reason: String
        public var advice: String
        public var isRowLost: Bool
    }

    /// How many rows became what.
    public struct CountsJSON: Encodable, Sendable {
        public var added: Int
        public var updated: Int
        public var unchanged: Int
        public var refused: Int

        init(_ counts: RecordImport.Counts) { (added, updated, unchanged, refused) = (counts.added, counts.updated, counts.unchanged, counts.refused) }
    }

    /// What taking it back did.
    public struct UndoneJSON: Encodable, Sendable {
        public var removed: Int
        public var restored: Int
        public var kept: Int
        public var reasons: [KeptJSON]
    }

    /// What stays, and why.
    public struct KeptJSON: Encodable, Sendable {
        public var thing: String
        public var reason: String
        public var count: Int
    }

    public var id: String
    public var version: Int
    public var name: String
    public var kind: String?
    public var source: String
    public var state: String
    public var rows: Int
    public var rowsDone: Int
    public var counts: CountsJSON
    /// What a dry run counted.
    public var trial: CountsJSON?
    public var namedAccounts: Int
    public var undone: UndoneJSON?
    public var madeBy: String
    public var madeAt: Timestamp
    public var endedAt: Timestamp?
    public var failure: String?
    public var job: String?
    public var currency: String?
    public var timeZone: String?
    public var columns: [ColumnJSON]
    public var questions: [QuestionJSON]
    public var notes: [String]
    public var problemCount: Int
    public var problems: [ProblemJSON]

    /// An import as it stands.
    public init(_ open: OpenImport) {
        let made = open.made, report = open.report
        id = made.id.description
        version = made.version
        name = made.name
        kind = made.kind.isEmpty ? nil : made.kind
        source = made.source
        state = made.state.rawValue
        rows = made.rowCount
        rowsDone = made.place
        counts = CountsJSON(made.counts)
        trial = report.trial.map(CountsJSON.init)
        namedAccounts = report.namedAccounts
        undone = made.state == .undone || made.state == .undoing ? UndoneJSON(
            removed: made.undone.removed, restored: made.undone.restored, kept: made.undone.kept,
            reasons: open.kept.map { KeptJSON(thing: $0.thing, reason: $0.reason, count: $0.count) }
        ) : nil
        madeBy = made.madeByName
        madeAt = made.madeAt
        endedAt = made.endedAt
        failure = report.failure
        job = open.job?.id.description
        currency = open.mapping?.defaultCurrency
        timeZone = open.mapping?.timeZone
        columns = open.mapping?.columns.map {
            ColumnJSON(name: $0.header, field: $0.field?.rawValue, sureness: $0.sureness?.rawValue, reason: $0.reason, filled: $0.filled)
        } ?? []
        questions = report.questions.map {
            QuestionJSON(kind: $0.kind.rawValue, column: $0.header, question: $0.sentence, examples: $0.examples, count: $0.count, proposal: $0.proposal)
        }
        notes = report.notes
        problemCount = report.problemCount
        problems = report.problems.map {
            ProblemJSON(
                row: $0.row, line: $0.line, column: $0.column, value: $0.value, kind: $0.kind.rawValue, reason: $0.reason, advice: $0.advice, isRowLost: $0.isRowLost
            )
        }
    }

    private static let counts = Schema.object("ImportCounts", "How many rows became what.", [
        .required("added", .count), .required("updated", .count), .required("unchanged", .count, "They say what they said before."), .required("refused", .count, "They were left out."),
    ])

    static let schema = Schema.object("Import", "A table of a CRM or a file of address cards, from its upload until it is taken back.", [
        .required("id", .id), .required("version", .count, "Larger after every change."), .required("name", .text(), "The file’s name."),
        .optional("kind", .text(), "What its rows are; missing while that is not known."), .required("source", .text(), "The program it comes from."),
        .required("state", .choice(RecordImport.State.self), "open: a person looks at it; running: its rows come in."), .required("rows", .count), .required("rowsDone", .count),
        .required("counts", counts), .optional("trial", counts, "What a dry run counted."),
        .required("namedAccounts", .count, "Accounts that rows only name: they come in too."),
        .optional("undone", .object("ImportUndone", "What taking it back did, in records.", [
            .required("removed", .count), .required("restored", .count), .required("kept", .count),
            .required("reasons", .list(.object("KeptChange", "What stays, and why.", [.required("thing", .text()), .required("reason", .text()), .required("count", .count)]))),
        ])),
        .required("madeBy", .text()), .required("madeAt", .time), .optional("endedAt", .time), .optional("failure", .text(), "Why it failed."),
        .optional("job", .id, "The job that works on it."), .optional("currency", .text(3), "For amounts without one."), .optional("timeZone", .text(), "For times without one."),
        .required("columns", .list(.object("ImportColumn", "A column with what it means.", [
            .required("name", .text()), .optional("field", .text(), "Missing where it is left over."), .optional("sureness", .choice(MappingSureness.self)),
            .required("reason", .text()), .required("filled", .count, "Cells that are not empty."),
        ]))),
        .required("questions", .list(.object("ImportQuestion", "Something that the file leaves open.", [
            .required("kind", .choice(ImportQuestion.Kind.self)), .required("column", .text()), .required("question", .text()), .required("examples", .list(.text())),
            .required("count", .count, "Cells that wait for the answer."), .optional("proposal", .text(), "The answer that is more likely."),
        ]))),
        .required("notes", .list(.text()), "What had to be assumed."), .required("problemCount", .count, "Listed or not."),
        .required("problems", .list(.object("RowProblem", "What is wrong with a row.", [
            .required("row", .count, "As a spreadsheet counts, the heading too."), .required("line", .count), .optional("column", .text()), .optional("value", .text()),
            .required("kind", .choice(RowProblem.Kind.self)), .required("reason", .text()), .required("advice", .text()), .required("isRowLost", .boolean),
        ])), "The first 200 of reading, and of what does not go with the record."),
    ])

    /// What a person may say of a file.
    static let choices: [Schema.Field] = [
        .optional("kind", .choice(CRMRecordKind.self), "What its rows are."), .optional("source", .choice(CRMSource.self), "By it records are known again: the same each time."),
        .optional("columns", .map(.text(60)), "Fields by the names of columns; an empty one leaves the column out: {\"Deal value\": \"amount\"}."),
        .optional("currency", .text(3), "ISO 4217, for amounts without one."), .optional("timeZone", .words(60), "For times without one: Europe/Helsinki."),
        .optional("dayOrder", .choice(DayOrder.self)), .optional("decimalMark", .choice(DecimalMark.self)), .optional("percentScale", .choice(PercentScale.self)),
    ]
}
