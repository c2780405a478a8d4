import Covalence
import Store

/// Once a day: forgets sessions and one-time links that ran out, jobs that ended longer ago than the workspace’s `jobDays`, and events and deliveries
/// of webhooks past their time.
struct TidyJob: JobKind {
    let kind = Job.Kind.tidy
    let title = "Tidies up"

    func due(at _: Workbench, now: Timestamp) async throws -> NewJob? {
        NewJob(.tidy, key: .init(now.day, holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _: JobRun) async throws {
        let now = bench.machineTime()
        try await bench.store.dropExpired(before: now)
        try await bench.store.dropEvents(before: now.advanced(by: -EventRetention.events))
        try await bench.store.dropDeliveries(before: now.advanced(by: -EventRetention.deliveries))
        try await bench.store.purgeJobs(endedBefore: now.advanced(by: -Int64(bench.settings.jobDays) * 86_400_000))
    }
}
