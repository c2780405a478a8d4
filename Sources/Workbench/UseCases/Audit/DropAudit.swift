public import Covalence
import Store

extension Workbench {
    /// How many entries of the audit log are older than a time.
    ///
    /// - Throws: `StoreError.refused` where no log is kept.
    public func previewAuditDrop(before time: Timestamp, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .previewRetention)
        guard traces is AuditTraces else { throw StoreError.refused("No audit log is kept here.") }
        return try await auditEntries(before: time)
    }

    /// Drops the entries of the audit log that are older than a time, for good; a signed cut stays in their place, and who asked.
    ///
    /// - Returns: how many were dropped.
    /// - Throws: `StoreError.refused` where no log is kept, and for a time to come.
    @discardableResult
    public func dropAudit(before time: Timestamp, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .dropAudit)
        guard traces is AuditTraces else { throw StoreError.refused("No audit log is kept here.") }
        guard time <= machineTime() else { throw StoreError.refused("Only entries of the past can be dropped: choose an earlier day.") }
        return try await dropAuditEntries(before: time, by: visitor)
    }

    /// Entries older than a time; 0 where no log is kept.
    func auditEntries(before time: Timestamp) async throws -> Int {
        try await (traces as? AuditTraces)?.log.count(workspace: store.id, before: time) ?? 0
    }

    /// Drops them. Where there are none, nothing is noted.
    func dropAuditEntries(before time: Timestamp, by visitor: Visitor) async throws -> Int {
        guard let traces = traces as? AuditTraces else { return 0 }
        let count = try await auditEntries(before: time)
        guard count > 0 else { return 0 }
        let trace = Trace(
            workspace: store.id, at: machineTime(), visitor: visitor.identity, session: visitor.session, origin: visitor.origin,
            action: Action.dropAudit.rawValue
        )
        _ = try await traces.log.drop(before: time, notedAs: traces.entry(of: trace))
        return count
    }
}
