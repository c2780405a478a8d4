import Covalence
import Store

/// Removes what is past its time: once a day where anything has a time, and when an administrator asks.
struct RetentionJob: JobKind {
    let kind = Job.Kind.retention
    let title = "Removes what is past its time"
    /// What must go must go.
    let mostFailures = 1_000

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard !bench.settings.retention.days.isEmpty else { return nil }
        return NewJob(.retention, key: .init(now.day, holds: .forPeriod), isBackground: true, at: now)
    }

    /// The job for somebody who asks.
    static func now(by member: Identifier<Member>?, at time: Timestamp) -> NewJob {
        NewJob(.retention, notBefore: time.advanced(by: ImportFileJob.grace), key: .init("asked", holds: .untilBegun), madeBy: member, at: time)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws { _ = try await bench.removeExpired(run, by: .system) }
}

extension Timestamp {
    /// The day in UTC, as a key of what is done once a day.
    var day: String { String(description.prefix(10)) }
}
