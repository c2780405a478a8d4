import Covalence
import Store

/// Makes what the funnel keeps of sales objectives ahead of looks: after an import, after a change of numbers or rules, and when what is kept is due by the
/// clock. Once more does no harm: what is there is passed over.
struct KeepFunnelJob: JobKind {
    let kind = Job.Kind.keepFunnel
    let title = "Reads sales for the funnel"

    /// The job for somebody who looks, and after what changed many.
    static func asked(at time: Timestamp) -> NewJob { NewJob(.keepFunnel, key: .init("asked", holds: .untilBegun), at: time) }

    func due(at bench: Workbench, now: Timestamp) async throws -> NewJob? {
        guard try await bench.lacksFunnelEntries() else { return nil }
        return NewJob(kind, key: .init("minute:\(now.milliseconds / 60_000)", holds: .forPeriod), isBackground: true, at: now)
    }

    func run(_: Job, at bench: Workbench, _ run: JobRun) async throws { try await bench.keepFunnel(run) }
}
