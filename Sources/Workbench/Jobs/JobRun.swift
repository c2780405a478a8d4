import Covalence
import Store
import Synchronization

/// One attempt at a job, for the work itself: it says how far it is, and shows its lease with what it changes.
final class JobRun: Sendable {
    let job: Job
    private let store: any WorkspaceStore
    private let now: @Sendable () -> Timestamp
    /// What progress was written last, and when. Every step is a transaction: not each needs to be kept.
    private let written = Mutex<(at: ContinuousClock.Instant, label: String)?>(nil)
    /// Whether somebody may look on who sees each new step.
    private let isWatched: Bool

    init(_ job: Job, store: any WorkspaceStore, now: @escaping @Sendable () -> Timestamp) {
        self.job = job
        self.store = store
        self.now = now
        isWatched = job.payload[ImportFileJob.progressToken] != nil
    }

    /// Says how far it is.
    ///
    /// - Parameters:
    ///   - share: 0 to 1.
    ///   - label: in plain words, without names.
    /// - Throws: `StoreError.cancelled` where the work is to stop; `StoreError.conflict(.job)` where the lease was lost.
    func say(_ share: Double, _ label: String) async throws {
        if Task.isCancelled { throw StoreError.cancelled }
        let isDue = written.withLock { written in
            let time = ContinuousClock.now
            if let written, time - written.at < .milliseconds(500), !isWatched || written.label == label { return false }
            written = (time, label)
            return true
        }
        if isDue { try await store.report(.init(share, label), on: job.held, at: now()) }
    }

    /// To be stored with a change that is the job’s effect: with the last one it is done.
    func step(isLast: Bool) -> JobStep { JobStep(job.held, isLast: isLast, at: now()) }
}

extension Workbench {
    /// Holds a job while its work goes on: gives signs of life, and stops the work when the lease is lost.
    ///
    /// - Throws: what the work throws; `StoreError.conflict(.job)` where the lease was lost.
    func holding<Result: Sendable>(
        _ job: Job, _ timing: JobTiming, _ work: @escaping @Sendable (JobRun) async throws -> Result
    ) async throws -> Result {
        let run = JobRun(job, store: store, now: machineTime)
        let (store, now) = (store, machineTime)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work(run) }
            group.addTask {
                while true {
                    do { try await Task.sleep(for: timing.heartbeat) } catch { return nil }
                    do {
                        try await store.extend(job.held, until: now().advanced(by: timing.lease.milliseconds))
                    } catch StoreError.conflict(.job) {
                        throw StoreError.conflict(.job(job.id))
                    } catch {
                        // A busy store: the next beat comes before the lease runs out.
                        continue
                    }
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw StoreError.cancelled
        }
    }

    /// Does open work of a kind at once instead of leaving it to a runner, for somebody who waits for it. Where a runner has it
    /// already, this waits until that has ended. Broken off, the job waits for a runner.
    ///
    /// - Parameter work: is given no run where there is no open job any more.
    func atOnce<Result: Sendable>(
        _ kind: Job.Kind, about subject: Identifier<IntakeItem>? = nil, _ work: @escaping @Sendable (JobRun?) async throws -> Result
    ) async throws -> Result {
        let timing = JobTiming()
        var begun: Job?
        while begun == nil {
            let open = try await store.jobs(JobQuery(states: [.waiting, .running], kind: kind, subject: subject?.uuid, limit: 1)).items.first
            guard let open else { return try await work(nil) }
            begun = try await store.begin(open.id, node: JobNode.current, until: machineTime().advanced(by: timing.lease.milliseconds), at: machineTime())
            if begun == nil {
                do { try await Task.sleep(for: .milliseconds(100)) } catch { throw StoreError.cancelled }
            }
        }
        guard let job = begun else { throw StoreError.cancelled }
        do {
            let result = try await holding(job, timing) { try await work($0) }
            try await end(job, nil, timing)
            return result
        } catch {
            try? await end(job, error, timing)
            throw error
        }
    }

    /// Notes how an attempt ended. Done also where the task was cancelled meanwhile.
    func end(_ job: Job, _ error: (any Error)?, _ timing: JobTiming, mostFailures: Int = .max) async throws {
        let (store, now) = (store, machineTime)
        try await Task {
            do {
                switch error {
                case nil: try await store.complete(job.held, at: now())
                case is CancellationError, StoreError.cancelled?: try await store.giveBack(job.held, at: now())
                case StoreError.conflict(.job)?: return
                case let error?:
                    let problem = JobProblem(error)
                    let failures = job.failures + 1
                    let isLast = problem.isFinal || failures >= mostFailures
                    let wait = timing.backoff.wait(after: failures, chance: .random(in: 0..<1))
                    try await store.fail(job.held, problem.sentence, retry: isLast ? nil : now().advanced(by: wait), at: now())
                }
            } catch StoreError.conflict(.job) {
                // Cancelled, or ended with its effect: nothing is left to be said.
            }
        }.value
    }
}
