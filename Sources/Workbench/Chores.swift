import Covalence
public import Logging
import Store

/// What a running server does on its own: seals the audit log each hour, forgets sessions that ran out, runs retention once a day,
/// and goes on with a change of the privacy policy that was broken off.
public struct Chores: Sendable {
    private let benches: Workbenches

    /// Chores for every workspace of a store.
    public init(_ benches: Workbenches) {
        self.benches = benches
    }

    /// Does what is due until the task is cancelled. A chore that fails is logged by kind of error and tried again the next time.
    public func run(logger: Logger) async {
        var retention: Timestamp?
        while !Task.isCancelled {
            let now = Workbench.clock()
            let isDaily = retention.map { now.milliseconds - $0.milliseconds >= 86_400_000 } ?? true
            do {
                _ = try await benches.audit?.sealIfDue(now: now)
                try await lookAfterWorkspaces(at: now, runsRetention: isDaily)
                if isDaily { retention = now }
            } catch {
                logger.error("a chore failed", metadata: ["error": "\(type(of: error))"])
            }
            do { try await Task.sleep(for: .seconds(300)) } catch { return }
        }
    }

    /// One round, for every workspace.
    func lookAfterWorkspaces(at now: Timestamp, runsRetention: Bool) async throws {
        for workspace in try await benches.workspaces() {
            let bench = try await benches.bench(of: workspace.id)
            try await bench.store.dropExpired(before: now)
            try await bench.store.dropEvents(before: now.advanced(by: -EventRetention.events))
            try await bench.store.dropDeliveries(before: now.advanced(by: -EventRetention.deliveries))
            if bench.settings.isApplyingPrivacy { try await bench.resumePrivacy(by: .system) }
            if runsRetention, !bench.settings.retention.days.isEmpty { try await bench.runRetention(by: .system) }
        }
    }
}
