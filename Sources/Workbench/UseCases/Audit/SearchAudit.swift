public import Covalence
public import Foundation
public import Store

/// What an administrator looks for in the audit log.
public struct AuditSearch: Hashable, Sendable {
    public var member: Identifier<Member>?
    /// The beginning of the action's name: `meeting`, `meeting.open`.
    public var action: String?
    /// The id of what it was done to.
    public var subject: UUID?
    public var from: Timestamp?
    public var before: Timestamp?
    public var outcome: AuditOutcome?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// The newest entries; set what should hold.
    public init(
        member: Identifier<Member>? = nil, action: String? = nil, subject: UUID? = nil, from: Timestamp? = nil,
        before: Timestamp? = nil, outcome: AuditOutcome? = nil, cursor: PageCursor? = nil, limit: Int = 100
    ) {
        self.member = member
        self.action = action
        self.subject = subject
        self.from = from
        self.before = before
        self.outcome = outcome
        self.cursor = cursor
        self.limit = limit
    }
}

extension Workbench {
    /// Searches this workspace's audit log, newest first. The search leaves a trace itself.
    ///
    /// - Throws: `StoreError.refused` where no log is kept.
    public func searchAudit(_ search: AuditSearch, by visitor: Visitor) async throws -> Page<AuditRecord> {
        try await admit(visitor, to: .searchAudit)
        guard let log = (traces as? AuditTraces)?.log else { throw StoreError.refused("No audit log is kept here.") }
        var query = AuditQuery(workspace: store.id)
        query.actor = search.member?.uuid
        query.action = search.action
        query.subject = search.subject
        query.from = search.from
        query.before = search.before
        query.outcome = search.outcome
        query.cursor = search.cursor
        query.limit = search.limit
        return try await log.entries(query)
    }
}

extension Workbench {
    /// The member with this mail address or id: for commands.
    ///
    /// - Throws: `StoreError.notFound`.
    public func member(named text: String) async throws -> Identifier<Member> {
        if let id = Identifier<Member>(text) { return id }
        guard let member = try await store.member(withAddress: text.lowercased()) else { throw StoreError.notFound("A member “\(text)”") }
        return member.id
    }
}
