public import Covalence

/// Who did what, when and from where: append-only, ids only. docs/audit.md says what it protects from and what not.
///
/// Each workspace has one hash chain per node. An entry that is acknowledged (the call has returned) is on the disk.
public protocol AuditLog: Sendable {
    /// Writes one entry; returns when it is on the disk. Entries that arrive while others are being written go with the next group.
    /// A task that is cancelled meanwhile still gets its entry written: what the entry tells of has happened.
    ///
    /// - Throws: `StoreError.refused` for more than `AuditEntry.relatedLimit` related ids, `StoreError.locked`, `StoreError.diskFull`.
    func append(_ entry: AuditEntry) async throws(StoreError)

    /// What was done, newest first.
    ///
    /// - Throws: `StoreError.refused` where the query makes no sense.
    func entries(_ query: AuditQuery) async throws(StoreError) -> Page<AuditRecord>

    /// Reads the workspace's chains from their first entry to the last and compares them with the seals.
    ///
    /// - Parameter witness: seals and keys that were kept elsewhere; nil for those in the store's folder alone.
    func verify(workspace: Identifier<Workspace>, against witness: AuditWitness?) async throws(StoreError) -> AuditVerification

    /// Seals every chain that has entries which no seal covers.
    func seal(at time: Timestamp) async throws(StoreError) -> [AuditSeal]

    /// Seals the chains whose oldest unsealed entry was written in another hour (UTC) than `now`. Cheap when there is nothing to do.
    func sealIfDue(now: Timestamp) async throws(StoreError) -> [AuditSeal]

    /// Drops a workspace's oldest entries, those before the first that is not older than `time`, and leaves a signed cut in their place.
    ///
    /// - Parameter entry: says who asked for it; written in the same transaction, so that no cut goes unnoted.
    /// - Returns: the cuts, one per chain that lost entries.
    /// - Throws: `StoreError.refused` where `time` is later than the entry's, or the entry is another workspace's.
    func drop(before time: Timestamp, notedAs entry: AuditEntry) async throws(StoreError) -> [AuditSeal]

    /// How many entries of a workspace `drop` would drop: those before the first that is not older than `time`, chain by chain.
    func count(workspace: Identifier<Workspace>, before time: Timestamp) async throws(StoreError) -> Int

    /// Finishes what is being written and lets go of the log. Calls after it fail.
    func close() async throws(StoreError)
}

extension AuditLog {
    /// Verifies with what is in the store's folder alone.
    public func verify(workspace: Identifier<Workspace>) async throws(StoreError) -> AuditVerification {
        try await verify(workspace: workspace, against: nil)
    }
}
