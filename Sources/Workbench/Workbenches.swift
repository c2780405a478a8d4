public import Covalence
public import Store
import Synchronization

/// The workbenches of every workspace of a store, each opened on first use.
public final class Workbenches: Sendable {
    /// The store behind all of them.
    public let records: any RecordStore
    private let analyzer: MeetingAnalyzer
    private let traces: (any Traces)?
    private let doorkeeper: Doorkeeper
    private let outward: WebhookDesk
    /// The audit log behind the traces; nil where none is kept.
    var audit: (any AuditLog)? { (traces as? AuditTraces)?.log }
    let now: @Sendable () -> Timestamp
    private let opened = Mutex<[Identifier<Workspace>: Workbench]>([:])

    /// Workbenches over a store, which share one doorkeeper.
    public init(
        _ records: any RecordStore,
        analyzer: MeetingAnalyzer,
        traces: (any Traces)? = nil,
        doorkeeper: Doorkeeper = Doorkeeper(),
        outward: WebhookDesk = WebhookDesk(),
        now: @escaping @Sendable () -> Timestamp = Workbench.clock
    ) {
        self.records = records
        self.analyzer = analyzer
        self.traces = traces
        self.doorkeeper = doorkeeper
        self.outward = outward
        self.now = now
    }

    /// Workbenches over the store of one that is open already.
    convenience init(of bench: Workbench) {
        self.init(bench.records, analyzer: bench.analyzer, traces: bench.traces, doorkeeper: bench.doorkeeper, now: bench.machineTime)
        opened.withLock { $0[bench.workspace.id] = bench }
    }

    /// The workbench of a workspace.
    ///
    /// - Throws: `StoreError.notFound`.
    public func bench(of workspace: Identifier<Workspace>) async throws -> Workbench {
        if let bench = opened.withLock({ $0[workspace] }) { return bench }
        let bench = try await Workbench(records: records, workspace: workspace, analyzer: analyzer, traces: traces, doorkeeper: doorkeeper, outward: outward, now: now)
        // Two requests at once may both have opened it; one is kept, so that caches and gates are shared.
        return opened.withLock { opened in
            if let other = opened[workspace] { return other }
            opened[workspace] = bench
            return bench
        }
    }

    /// Every workspace, oldest first.
    public func workspaces() async throws -> [WorkspaceRecord] { try await records.workspaces() }

    /// How many jobs of all workspaces are in each state, for the figures of the server. States without a job count as 0.
    public func jobCounts() async throws -> [Job.State: Int] {
        var counts = Dictionary(uniqueKeysWithValues: Job.State.allCases.map { ($0, 0) })
        for workspace in try await workspaces() {
            counts.merge(try await records.workspace(workspace.id).jobCounts().byState) { $0 + $1 }
        }
        return counts
    }
}
