import Covalence
import Store

/// One kind of job: what it does, and how often. Each in a file of its own; `JobKinds.all` lists them.
///
/// A job may be begun more than once: its node may die, or its last report may get lost. Each kind says in docs/jobs.md why that does
/// no harm.
protocol JobKind: Sendable {
    /// Its name in the store.
    var kind: Job.Kind { get }
    /// What it does, for people: “Reads a file”.
    var title: String { get }
    /// How many attempts may fail before it is given up ‡.
    var mostFailures: Int { get }

    /// Does the work. Long work says how far it is, by which it also learns that it is to stop.
    ///
    /// - Throws: `StoreError.cancelled` where it was told to stop; anything else is a failed attempt.
    func run(_ job: Job, at bench: Workbench, _ run: JobRun) async throws

    /// The job that recurring work needs now; nil where none. Asked again and again: the key keeps it from being queued twice.
    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob?

    /// What is to be done once the job is given up.
    func giveUp(_ job: Job, at bench: Workbench) async throws

    /// What is to be done beside the job when somebody cancels it.
    func cancelled(_ job: Job, at bench: Workbench, by visitor: Visitor) async throws

    /// Refuses to do it again where that cannot lead anywhere.
    func checkRetry(_ job: Job, at bench: Workbench) async throws
}

extension JobKind {
    var mostFailures: Int { 8 }
    func due(at _: Workbench, now _: Timestamp) async throws -> NewJob? { nil }
    func giveUp(_: Job, at _: Workbench) async throws {}
    func cancelled(_: Job, at _: Workbench, by _: Visitor) async throws {}
    func checkRetry(_: Job, at _: Workbench) async throws {}
}

/// The kinds this program knows.
enum JobKinds {
    static let all: [any JobKind] = [
        ImportFileJob(), RefreshSuggestionsJob(), RefreshAllJob(), ReadByMeaningJob(), ReadPassagesJob(), LearnCodebookJob(), SuggestStatementsJob(), SuggestAllStatementsJob(), ApplyPolicyJob(), RetentionJob(), FinishErasingJob(), TidyJob(),
        KeepFunnelJob(), MakeForecastJob(), BackTestForecastJob(), TryRecordsJob(), ImportRecordsJob(), UndoImportJob(),
    ]

    static func named(_ kind: Job.Kind) -> (any JobKind)? { all.first { $0.kind == kind } }
}
