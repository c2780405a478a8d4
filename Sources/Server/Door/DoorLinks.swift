import Covalence
import Store
import Workbench

extension Site {
    /// The workspaces that somebody can sign in to, oldest first. The demo is none.
    func openWorkspaces() async throws -> [Workbench] {
        var open: [Workbench] = []
        for record in try await benches.workspaces() {
            let bench = try await benches.bench(of: record.id)
            if !bench.settings.isDemo { open.append(bench) }
        }
        return open
    }
}
