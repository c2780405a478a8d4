public import Covalence

/// The jobs of all workspaces, as a runner sees them: it takes whichever is due.
public protocol JobQueue: Sendable {
    /// Begins the next job that is due and gives it to a node for a time. Workspaces take turns: the one of which the fewest jobs
    /// run comes first, then the one that waited longest since its last job began. A job whose lease ran out is due again.
    ///
    /// - Parameters:
    ///   - kinds: those the node knows; others stay as they are.
    ///   - workspace: this one only; nil for all.
    ///   - node: names the node, for the page.
    ///   - until: when the lease runs out unless it is extended.
    /// - Returns: the job with its new `attempt`; nil where nothing is due.
    func lease(
        _ kinds: Set<Job.Kind>, in workspace: Identifier<Workspace>?, node: String, until: Timestamp, at now: Timestamp
    ) async throws(StoreError) -> Job?
}

/// The jobs of one workspace.
///
/// Whatever a node writes about a job shows its lease. A lease that was lost (the job was begun again elsewhere, cancelled, or ended)
/// is answered with `StoreError.conflict(.job)`, and nothing is written.
public protocol JobStore: Sendable {
    /// Queues jobs. One whose key is taken is not queued again.
    ///
    /// - Returns: for each, the job that is there now.
    /// - Throws: `StoreError.refused` where a job carries words.
    @discardableResult
    func enqueue(_ jobs: [NewJob]) async throws(StoreError) -> [Job]

    /// Begins one job, also one that is not due yet.
    ///
    /// - Returns: nil where another node runs it, or it ended.
    func begin(_ id: Identifier<Job>, node: String, until: Timestamp, at now: Timestamp) async throws(StoreError) -> Job?

    /// Keeps a lease for longer. Does nothing where the job was done under this lease.
    func extend(_ lease: JobLease, until: Timestamp) async throws(StoreError)

    /// Says how far a job is.
    func report(_ progress: Job.Progress, on lease: JobLease, at now: Timestamp) async throws(StoreError)

    /// Notes that a job is done. Does nothing where this lease noted it before, as with the change that was its effect.
    func complete(_ lease: JobLease, at now: Timestamp) async throws(StoreError)

    /// Notes that an attempt failed.
    ///
    /// - Parameters:
    ///   - problem: a sentence without names or words.
    ///   - retry: when it may be begun again; nil where it is given up.
    func fail(_ lease: JobLease, _ problem: String, retry: Timestamp?, at now: Timestamp) async throws(StoreError)

    /// Lets a job go that was not finished, as when the node stops. Not a failure; it is due at once.
    func giveBack(_ lease: JobLease, at now: Timestamp) async throws(StoreError)

    /// Cancels a job that waits or runs. The node that runs it may write nothing about it any more.
    ///
    /// - Throws: `StoreError.notFound`; `StoreError.refused` where it ended.
    @discardableResult
    func cancelJob(_ id: Identifier<Job>, at now: Timestamp) async throws(StoreError) -> Job

    /// Queues a job again that failed or was cancelled, or that waits for its next attempt, to begin at once.
    ///
    /// - Throws: `StoreError.notFound`; `StoreError.refused` where it runs or is done.
    @discardableResult
    func retryJob(_ id: Identifier<Job>, at now: Timestamp) async throws(StoreError) -> Job

    /// One job.
    ///
    /// - Throws: `StoreError.notFound`.
    func job(_ id: Identifier<Job>) async throws(StoreError) -> Job

    /// Jobs, newest first, a page at a time.
    func jobs(_ query: JobQuery) async throws(StoreError) -> Page<Job>

    /// How many there are in each state; and the time of the last change of any, to see cheaply whether something happened.
    func jobCounts() async throws(StoreError) -> JobCounts

    /// Clears away jobs that ended before a time. Those whose key holds for good stay.
    ///
    /// - Returns: how many went.
    @discardableResult
    func purgeJobs(endedBefore time: Timestamp) async throws(StoreError) -> Int
}

extension JobQueue {
    /// Begins the next job that is due in any workspace.
    public func lease(_ kinds: Set<Job.Kind>, node: String, until: Timestamp, at now: Timestamp) async throws(StoreError) -> Job? {
        try await lease(kinds, in: nil, node: node, until: until, at: now)
    }
}
