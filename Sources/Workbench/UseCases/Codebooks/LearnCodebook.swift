public import Covalence
import Store

extension Workbench {
    /// Queues that a codebook is learnt anew, to begin at once.
    @discardableResult
    public func learnCodebook(_ name: String, by visitor: Visitor) async throws -> Job {
        try await admit(visitor, to: .learnCodebook)
        let book = try await currentCodebook(name)
        let time = machineTime()
        guard let job = try await store.enqueue([LearnCodebookJob.job(for: book.name, by: visitor.member, wait: 0, at: time)]).first else {
            throw StoreError.notFound("The job of this codebook")
        }
        // One that waits for more answers need not wait any longer.
        return job.state == .waiting && job.notBefore > time ? try await store.retryJob(job.id, at: time) : job
    }

    /// Learns a codebook anew and waits for it: for a machine on which no server runs.
    public func learnCodebookNow(_ name: String, by visitor: Visitor) async throws {
        let queued = try await learnCodebook(name, by: visitor)
        let timing = JobTiming()
        guard let job = try await store.begin(queued.id, node: JobNode.current, until: machineTime().advanced(by: timing.lease.milliseconds), at: machineTime()) else { return }
        do {
            try await holding(job, timing) { run in try await self.learnAnew(name, run) }
            try await end(job, nil, timing)
        } catch {
            try? await end(job, error, timing)
            throw error
        }
    }
}
