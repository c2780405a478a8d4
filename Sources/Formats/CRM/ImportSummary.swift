import Covalence

/// What reading a file gave, or would give: the answer of a dry run.
public struct ImportSummary: Hashable, Sendable, Codable {
    /// How often a column had a problem of one kind.
    public struct ProblemCount: Hashable, Sendable, Codable {
        public var kind: RowProblem.Kind
        /// Nil where the whole row is meant.
        public var column: String?
        public var count: Int
    }

    /// The different values of a column that the workspace has to know, with how often each occurs, most often first.
    public struct FieldValues: Hashable, Sendable, Codable {
        /// One of them.
        public struct Value: Hashable, Sendable, Codable {
            public var value: String
            public var count: Int
        }

        public var field: CRMField
        public var values: [Value]
        /// Whether there are more than are listed.
        public var isCut: Bool
    }

    /// The name the file came with.
    public var file: String?
    /// What the file was read as; nil for address cards.
    public var mapping: ColumnMapping?
    /// How its bytes became text.
    public var encoding: TextEncodingName
    /// What stands between its fields; nil for address cards.
    public var separator: CSVSeparator?
    /// Rows below the heading, or cards.
    public var rowCount = 0
    /// Rows that were taken, by kind.
    public var taken: [CRMRecordKind: Int] = [:]
    /// Rows that were left out.
    public var lostCount = 0
    /// The first problems, in the order of the file.
    public var problems: [RowProblem] = []
    /// How many there were, listed or not.
    public var problemCount = 0
    /// All problems by kind and column, most often first; complete once the file is read.
    public var problemCounts: [ProblemCount] = []
    /// Stages, pipelines, owners, types of activities, fields of a history; complete once the file is read.
    public var values: [FieldValues] = []
    /// What had to be assumed, and what was left out without harm, a sentence each.
    public var notes: [String] = []
    /// What a person has to say before all rows can be read.
    public var questions: [ImportQuestion] = []
}

/// Counts while rows are read.
struct SummaryTally {
    var summary: ImportSummary
    private let limits: TableLimits
    private var problemCounts: [String: ImportSummary.ProblemCount] = [:]
    private var values: [CRMField: [String: Int]] = [:]
    private var cut: Set<CRMField> = []

    init(_ summary: ImportSummary, _ limits: TableLimits) {
        self.summary = summary
        self.limits = limits
    }

    mutating func add(_ problem: RowProblem) {
        summary.problemCount += 1
        if summary.problems.count < limits.maxListedProblems { summary.problems.append(problem) }
        let key = problem.kind.rawValue + "\n" + (problem.column ?? "")
        problemCounts[key, default: .init(kind: problem.kind, column: problem.column, count: 0)].count += 1
    }

    mutating func add(_ row: CRMRow) {
        let kind: CRMRecordKind
        switch row {
        case .account(let row):
            kind = .account
            note(.owner, row.owner)
        case .contact(let row):
            kind = .contact
            note(.owner, row.owner)
        case .opportunity(let row):
            kind = .opportunity
            note(.stage, row.stage)
            note(.pipeline, row.pipeline)
            note(.owner, row.owner)
            note(.currency, row.amount?.currency.code)
        case .activity(let row):
            kind = .activity
            note(.activityType, row.type)
            note(.owner, row.owner)
        case .fieldChange(let row):
            kind = .fieldChange
            for change in row.changes {
                note(.field, change.name)
                if change.field == .stage, case .text(let stage) = change.new { note(.stage, stage) }
            }
        }
        summary.taken[kind, default: 0] += 1
    }

    private mutating func note(_ field: CRMField, _ value: String?) {
        guard let value else { return }
        if values[field]?[value] == nil, values[field, default: [:]].count >= limits.maxListedValues {
            cut.insert(field)
            return
        }
        values[field, default: [:]][value, default: 0] += 1
    }

    /// The summary with everything in order.
    func finished() -> ImportSummary {
        var result = summary
        result.problemCounts = problemCounts.values.sorted { ($1.count, $0.kind.rawValue, $0.column ?? "") < ($0.count, $1.kind.rawValue, $1.column ?? "") }
        result.values = CRMField.allCases.compactMap { field in
            guard let found = values[field] else { return nil }
            let sorted = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ImportSummary.FieldValues.Value(value: $0.key, count: $0.value) }
            return ImportSummary.FieldValues(field: field, values: sorted, isCut: cut.contains(field))
        }
        return result
    }
}
