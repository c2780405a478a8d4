public import Covalence
import Store

extension Workbench {
    /// Does what waits in this workspace, and what of its recurring work is due: for a machine on which no server runs.
    ///
    /// - Returns: how many jobs ended in which way; those that are to be tried again later count as waiting.
    @discardableResult
    public func workOffJobs(by visitor: Visitor) async throws -> [Job.State: Int] {
        try await admit(visitor, to: .runJobs)
        return try await JobRunner(Workbenches(of: self)).workOff(in: workspace.id)
    }
}
