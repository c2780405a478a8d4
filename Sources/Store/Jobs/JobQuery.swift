public import Covalence
public import Foundation

/// Which jobs are listed.
public struct JobQuery: Hashable, Sendable {
    /// None for every state.
    public var states: Set<Job.State>
    public var kind: Job.Kind?
    /// The id of what they are about.
    public var subject: UUID?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// Every job, newest first; set what should hold.
    public init(states: Set<Job.State> = [], kind: Job.Kind? = nil, subject: UUID? = nil, cursor: PageCursor? = nil, limit: Int = 100) {
        self.states = states
        self.kind = kind
        self.subject = subject
        self.cursor = cursor
        self.limit = limit
    }
}

/// How many jobs there are.
public struct JobCounts: Hashable, Sendable {
    public var byState: [Job.State: Int]
    /// When any of them changed last; nil where there is none.
    public var changedAt: Timestamp?

    /// Counts, and when any job changed last.
    public init(byState: [Job.State: Int], changedAt: Timestamp?) {
        self.byState = byState
        self.changedAt = changedAt
    }

    /// How many are in a state.
    public subscript(_ state: Job.State) -> Int { byState[state] ?? 0 }
}

/// What a change has to do with a job: made in one transaction with the change, so that it has its effect once.
public struct JobStep: Hashable, Sendable {
    public var lease: JobLease
    /// Whether the job is done with it.
    public var isLast: Bool
    public var at: Timestamp

    /// A change of a job.
    public init(_ lease: JobLease, isLast: Bool, at time: Timestamp) {
        self.lease = lease
        self.isLast = isLast
        at = time
    }
}
