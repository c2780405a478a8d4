public import Covalence

/// Record, ledger and files of any number of workspaces.
///
/// A store is opened by its engine (`SQLiteStore.open(_:)`); what it holds is reached through the handle of one workspace, so
/// that no call can mix two. Everything that is acknowledged (the call has returned) is on the disk.
public protocol RecordStore: JobQueue {
    /// Where originals and recordings are kept. The same for all workspaces: equal bytes are kept once.
    var files: FileVault { get }

    /// Every workspace, oldest first.
    func workspaces() async throws(StoreError) -> [WorkspaceRecord]

    /// Adds a workspace.
    ///
    /// - Throws: `StoreError.exists` where the id is taken.
    func createWorkspace(_ workspace: WorkspaceRecord) async throws(StoreError)

    /// Replaces name and settings of a workspace, and queues the jobs that follow from the change, in one transaction.
    ///
    /// - Parameter former: the settings that it was made from; nil to replace whatever is there.
    /// - Throws: `StoreError.notFound`; `StoreError.conflict(.content)` where the settings are others by now.
    func updateWorkspace(_ workspace: WorkspaceRecord, from former: String?, queueing jobs: [NewJob]) async throws(StoreError)

    /// The handle of one workspace.
    ///
    /// - Throws: `StoreError.notFound`.
    func workspace(_ id: Identifier<Workspace>) async throws(StoreError) -> any WorkspaceStore

    /// Finishes what runs and lets go of the store. Calls after it fail.
    func close() async throws(StoreError)
}

extension RecordStore {
    /// Replaces name and settings of a workspace.
    public func updateWorkspace(_ workspace: WorkspaceRecord) async throws(StoreError) {
        try await updateWorkspace(workspace, from: nil, queueing: [])
    }
}
