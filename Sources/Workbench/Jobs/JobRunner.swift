public import Covalence
public import Logging
import Store
import Synchronization

/// Works off the jobs of every workspace of a store: a number of workers that each take what is due, one after the other.
///
/// It holds nothing itself. Stopped, it gives back what it was at; killed, its leases run out, and another node goes on.
public final class JobRunner: Sendable {
    private let benches: Workbenches
    private let kinds: [Job.Kind: any JobKind]
    private let node: String
    private let workers: Int
    private let timing: JobTiming
    private let now: @Sendable () -> Timestamp
    private let logger: Logger?
    private let watch: StoreWatch
    /// Recurring work that was queued already; saves asking the store each minute.
    private let queued = Mutex<Set<String>>([])

    /// A runner of all kinds of jobs.
    ///
    /// - Parameters:
    ///   - workers: how many jobs run at once ‡.
    ///   - logger: told of errors by their kind, and of failed jobs by their id.
    public convenience init(
        _ benches: Workbenches, workers: Int = 2, timing: JobTiming = JobTiming(), node: String = JobNode.current, logger: Logger? = nil
    ) {
        self.init(benches, kinds: JobKinds.all, workers: workers, timing: timing, node: node, logger: logger)
    }

    init(
        _ benches: Workbenches, kinds: [any JobKind], workers: Int = 1, timing: JobTiming = JobTiming(), node: String = JobNode.current,
        now: (@Sendable () -> Timestamp)? = nil, logger: Logger? = nil
    ) {
        self.benches = benches
        self.kinds = Dictionary(kinds.map { ($0.kind, $0) }) { first, _ in first }
        self.node = node
        self.workers = max(1, workers)
        self.timing = timing
        self.now = now ?? benches.now
        self.logger = logger
        watch = StoreWatch("jobs", logger: logger)
    }

    // MARK: As a server does

    /// Works until the task is cancelled. Then what runs is stopped at its next step and given back, for another node or the next start.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.makeRounds() }
            for _ in 0..<workers { group.addTask { await self.work() } }
        }
    }

    private func makeRounds() async {
        while !Task.isCancelled {
            do {
                try await queueRecurring()
                // The log’s chain is of this node’s own file: no other node can seal it, so that it is no job.
                _ = try await benches.audit?.sealIfDue(now: now())
                try (benches.records as? any StoreExamination)?.leaveMark(at: now())
                watch.answered()
            } catch {
                if !Task.isCancelled { watch.failed(error, "a round failed") }
            }
            do { try await Task.sleep(for: timing.round) } catch { return }
        }
    }

    private func work() async {
        while !Task.isCancelled {
            do {
                let ended = try await runNext()
                watch.answered()
                if ended != nil { continue }
            } catch {
                if !Task.isCancelled { watch.failed(error, "no job could be taken") }
            }
            do { try await Task.sleep(for: timing.poll) } catch { return }
        }
    }

    // MARK: One after the other

    /// Does what is due now until nothing is, one job after the other: for a machine without a server, and for tests.
    ///
    /// - Parameter workspace: this one only; nil for all.
    /// - Returns: how many jobs ended in which way. One that is to be tried again later counts as waiting.
    public func workOff(in workspace: Identifier<Workspace>? = nil) async throws -> [Job.State: Int] {
        try await queueRecurring(in: workspace)
        var counts: [Job.State: Int] = [:]
        while let state = try await runNext(in: workspace) { counts[state, default: 0] += 1 }
        if Task.isCancelled { throw StoreError.cancelled }
        return counts
    }

    /// Queues recurring work that is due, once a period over all nodes.
    func queueRecurring(in workspace: Identifier<Workspace>? = nil) async throws {
        for record in try await benches.workspaces() where workspace == nil || record.id == workspace {
            let bench = try await benches.bench(of: record.id)
            try await bench.catchUp()
            for kind in kinds.values {
                guard let new = try await kind.due(at: bench, now: now()) else { continue }
                let name = "\(record.id) \(new.kind) \(new.key?.text ?? "")"
                if new.key != nil, queued.withLock({ $0.contains(name) }) { continue }
                try await bench.store.enqueue([new])
                queued.withLock { queued in
                    // Keys of former periods are not asked for again.
                    if queued.count > 10_000 { queued = [] }
                    queued.insert(name)
                }
            }
        }
    }

    /// Takes the next job that is due and does it.
    ///
    /// - Returns: how it ended; nil where none was due.
    func runNext(in workspace: Identifier<Workspace>? = nil) async throws -> Job.State? {
        if Task.isCancelled { return nil }
        let time = now()
        let job = try await benches.records.lease(
            Set(kinds.keys), in: workspace, node: node, until: time.advanced(by: timing.lease.milliseconds), at: time
        )
        guard let job, let kind = kinds[job.kind] else { return nil }
        let bench = try await benches.bench(of: job.workspace)
        do {
            try await bench.catchUp()
            try await bench.holding(job, timing) { run in
                guard job.failures < kind.mostFailures else {
                    throw JobProblem("It was broken off \(job.failures) times, and is given up.", isFinal: true)
                }
                try await kind.run(job, at: bench, run)
            }
            try await bench.end(job, nil, timing)
        } catch {
            try await bench.end(job, error, timing, mostFailures: kind.mostFailures)
            let ended = try await Task { try await bench.store.job(job.id) }.value
            if ended.state == .failed, ended.attempt == job.attempt { try await kind.giveUp(ended, at: bench) }
            if !Self.isStop(error) {
                logger?.warning("a job failed", metadata: ["job": "\(job.id)", "kind": "\(job.kind)", "error": "\(error.kindForLogs)"])
            }
        }
        return try await Task { try await bench.store.job(job.id).state }.value
    }

    /// Whether the work only was told to stop.
    private static func isStop(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError, StoreError.cancelled, StoreError.conflict(.job): true
        default: false
        }
    }
}
