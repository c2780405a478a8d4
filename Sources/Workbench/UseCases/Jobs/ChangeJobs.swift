public import Covalence
public import Store

extension Workbench {
    /// Cancels a job that waits or runs. What it changed until then stays; it changes nothing any more from now on.
    ///
    /// - Throws: `StoreError.refused` where it ended already.
    @discardableResult
    public func cancelJob(_ id: Identifier<Job>, by visitor: Visitor) async throws -> Job {
        try await admit(visitor, to: .cancelJob, .job(id))
        let job = try await store.cancelJob(id, at: machineTime())
        try await JobKinds.named(job.kind)?.cancelled(job, at: self, by: visitor)
        return job
    }

    /// Queues a job again that failed or was cancelled, or lets one that waits for its next attempt begin at once.
    ///
    /// - Throws: `StoreError.refused` where it runs or is done, or where trying again cannot lead anywhere; the sentence says why.
    @discardableResult
    public func retryJob(_ id: Identifier<Job>, by visitor: Visitor) async throws -> Job {
        try await admit(visitor, to: .retryJob, .job(id))
        let job = try await store.job(id)
        guard let kind = JobKinds.named(job.kind) else {
            throw StoreError.refused("This version of Covalence does not know this kind of job. Start the version that made it.")
        }
        // Of one that runs or is done the store says so.
        if job.state != .running, job.state != .done { try await kind.checkRetry(job, at: self) }
        return try await store.retryJob(id, at: machineTime())
    }

    /// Tries to import a file once more of which the import failed: for whoever brought it in.
    @discardableResult
    public func retryImport(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> Job {
        try await admit(visitor, to: .importMeeting, .file(id))
        let item = try await store.intake(id)
        guard item.state.name == .received else { throw StoreError.conflict(.intake(expected: .received, found: item.state.name)) }
        if let last = try await store.jobs(JobQuery(kind: .importFile, subject: id.uuid, limit: 1)).items.first {
            guard last.state != .running else { return last }
            if last.state != .done { return try await store.retryJob(last.id, at: machineTime()) }
        }
        var new = ImportFileJob.job(for: item, at: machineTime())
        new.notBefore = new.madeAt
        guard let job = try await store.enqueue([new]).first else { throw StoreError.notFound("The job of this file") }
        return job
    }
}
