public import Covalence
public import Foundation

/// Which entries of a workspace: all conditions that are set must hold.
public struct AuditQuery: Hashable, Sendable {
    public var workspace: Identifier<Workspace>
    /// Done by this member.
    public var actor: UUID?
    /// The action begins with this: `meeting.` for all that was done to meetings.
    public var action: String?
    /// Done to this, or with this among the related ids.
    public var subject: UUID?
    /// At or after this.
    public var from: Timestamp?
    /// Before this.
    public var before: Timestamp?
    public var outcome: AuditOutcome?
    /// Where to go on; nil for the first page.
    public var cursor: PageCursor?
    /// At most so many, 1 to 500.
    public var limit: Int

    /// The newest entries; set what should hold.
    public init(
        workspace: Identifier<Workspace>,
        actor: UUID? = nil,
        action: String? = nil,
        subject: UUID? = nil,
        from: Timestamp? = nil,
        before: Timestamp? = nil,
        outcome: AuditOutcome? = nil,
        cursor: PageCursor? = nil,
        limit: Int = 50
    ) {
        self.workspace = workspace
        self.actor = actor
        self.action = action
        self.subject = subject
        self.from = from
        self.before = before
        self.outcome = outcome
        self.cursor = cursor
        self.limit = limit
    }
}

/// An entry with its place in the chain.
public struct AuditRecord: Hashable, Sendable {
    public var entry: AuditEntry
    /// The store's folder it was written in.
    public var node: UUID
    /// Its number in the chain, from 1, without gaps.
    public var sequence: Int64
    /// The chain's hash up to and with this entry.
    public var hash: ContentHash
}
