public import Covalence
public import Store

/// A job as a page or a command shows it.
public struct JobLine: Sendable, Identifiable {
    public var job: Job
    /// What it does: “Reads a file”; for a kind that this program does not know, that.
    public var title: String
    /// Whether this program can run it.
    public var isKnown: Bool
    /// The name of what it is about, where that is there: a meeting’s title, a file’s name.
    public var about: String?
    public var id: Identifier<Job> { job.id }
}

extension Workbench {
    /// Jobs of the workspace, newest first, a page at a time.
    public func jobs(_ query: JobQuery, by visitor: Visitor) async throws -> Page<JobLine> {
        try await admit(visitor, to: .listJobs)
        let page = try await store.jobs(query)
        var lines: [JobLine] = []
        for job in page.items { lines.append(try await line(of: job)) }
        return Page(items: lines, next: page.next)
    }

    /// How many jobs there are in each state, and when any of them changed: to see cheaply whether something happened.
    public func jobCounts(by visitor: Visitor) async throws -> JobCounts {
        try await admit(visitor, to: .listJobs)
        return try await store.jobCounts()
    }

    private func line(of job: Job) async throws -> JobLine {
        let kind = JobKinds.named(job.kind)
        var about: String?
        if let subject = job.subject {
            switch job.kind {
            case .importFile: about = try? await store.intake(Identifier(subject)).file.name
            case .tryRecords, .importRecords, .undoImport: about = try? await store.recordImport(Identifier(subject)).name
            case .refreshSuggestions: about = try? await store.meeting(Identifier(subject)).meeting.title
            default: break
            }
        }
        if job.kind == .learnCodebook { about = job.payload["codebook"] }
        return JobLine(
            job: job, title: kind?.title ?? "Work of another version of Covalence", isKnown: kind != nil, about: about
        )
    }
}
