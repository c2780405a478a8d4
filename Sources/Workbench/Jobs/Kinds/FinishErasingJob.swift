import Covalence
import Store

/// Clears what erasing could not clear at once, because the disk had no room for it or another process read for long.
struct FinishErasingJob: JobKind {
    let kind = Job.Kind.finishErasing
    let title = "Clears what erasing left"
    /// What must go must go.
    let mostFailures = 1_000

    /// Whoever erases clears it themselves; that may take this long ‡, in milliseconds.
    private static let grace: Int64 = 60_000

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard try await bench.store.unfinishedErasures(before: now.advanced(by: -Self.grace)) > 0,
              try await bench.store.jobs(JobQuery(states: [.waiting, .running], kind: kind, limit: 1)).items.isEmpty
        else { return nil }
        return NewJob(kind, key: .init("minute:\(now.milliseconds / 60_000)", holds: .untilEnded), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _: JobRun) async throws { try await bench.store.finishErasures() }
}
