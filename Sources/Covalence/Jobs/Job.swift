public import Foundation

/// Work that is done by itself: an import, a reading, retention. Kept in the store until it is done, so that no node holds anything
/// that can be lost.
///
/// A job has ids and numbers only, never words: what it works on is read where it is kept.
public struct Job: Hashable, Sendable, Identifiable {
    /// Made with the job; orders jobs by when they were made.
    public var id: Identifier<Job>
    public var workspace: Identifier<Workspace>
    public var kind: Kind
    /// What it is about: the id of a meeting, of an uploaded file; nil for the workspace.
    public var subject: UUID?
    /// Ids and numbers that the kind needs, by name.
    public var payload: [String: String]
    /// Where it stands.
    public var state: State
    /// How often it was begun. Goes up with each lease and names it: who began it before may not report any more.
    public var attempt: Int
    /// How many of these attempts failed, or ended with their node.
    public var failures: Int
    /// Not begun before this time.
    public var notBefore: Timestamp
    /// How far it is; nil where it said nothing.
    public var progress: Progress?
    /// Which node runs it, and until when it may.
    public var lease: Lease?
    /// Why the last attempt failed, as a sentence without names or words.
    public var problem: String?
    /// Who asked for it; nil for the program itself and the operator.
    public var madeBy: Identifier<Member>?
    /// When it was queued.
    public var madeAt: Timestamp
    /// When it was begun the last time.
    public var begunAt: Timestamp?
    /// When it was done, failed or cancelled; nil while it is open.
    public var endedAt: Timestamp?

    /// What it does, by name: `file.import`. An open list: a store can hold jobs of a newer program, which are kept and not run.
    public struct Kind: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
        public var rawValue: String
        /// A kind as the store has it.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A kind by its name.
        public init(_ name: String) { rawValue = name }
        public var description: String { rawValue }
    }

    /// Where it stands.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case waiting, running, done, failed, cancelled

        /// Whether something is still to be done.
        public var isOpen: Bool { self == .waiting || self == .running }
    }

    /// How far it is.
    public struct Progress: Hashable, Sendable, Codable {
        /// 0 to 1.
        public var share: Double
        /// In plain words, without names: “Looking for findings”, “Meeting 3 of 40”.
        public var label: String

        /// So much of it, and what is being done.
        public init(_ share: Double, _ label: String) {
            self.share = share
            self.label = label
        }
    }

    /// Who runs it.
    public struct Lease: Hashable, Sendable {
        /// The node’s name: host, process and a random part.
        public var node: String
        /// When somebody else may take it over, unless it is extended.
        public var until: Timestamp

        /// A lease of this node.
        public init(node: String, until: Timestamp) {
            self.node = node
            self.until = until
        }
    }

    /// A job as it is kept.
    public init(
        id: Identifier<Job>, workspace: Identifier<Workspace>, kind: Kind, subject: UUID?, payload: [String: String], state: State,
        attempt: Int, failures: Int, notBefore: Timestamp, progress: Progress?, lease: Lease?, problem: String?,
        madeBy: Identifier<Member>?, madeAt: Timestamp, begunAt: Timestamp?, endedAt: Timestamp?
    ) {
        self.id = id
        self.workspace = workspace
        self.kind = kind
        self.subject = subject
        self.payload = payload
        self.state = state
        self.attempt = attempt
        self.failures = failures
        self.notBefore = notBefore
        self.progress = progress
        self.lease = lease
        self.problem = problem
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.begunAt = begunAt
        self.endedAt = endedAt
    }

    /// What whoever began it holds: shown with everything they write about it.
    public var held: JobLease { JobLease(job: id, workspace: workspace, attempt: attempt) }
}

/// Shows that somebody began a job and may still report on it. Worth nothing once the job was begun again, or cancelled.
public struct JobLease: Hashable, Sendable {
    public var job: Identifier<Job>
    public var workspace: Identifier<Workspace>
    /// `Job.attempt` as it was given out: the fencing number.
    public var attempt: Int

    /// The hold that beginning a job gave.
    public init(job: Identifier<Job>, workspace: Identifier<Workspace>, attempt: Int) {
        self.job = job
        self.workspace = workspace
        self.attempt = attempt
    }
}
