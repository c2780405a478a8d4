import Covalence
import Store
import Workbench

/// Tells pages that watch a workspace’s jobs when any of them changed, on whichever node: asks the store once a second, and only as
/// long as somebody watches.
actor JobWatch {
    private var watched: Set<String> = []
    private let hub: LiveHub
    private let pause: Duration

    init(hub: LiveHub, pause: Duration = .seconds(1)) {
        self.hub = hub
        self.pause = pause
    }

    /// Begins to look where nobody does yet. The visitor is one who may see the jobs.
    func begin(_ topic: String, _ bench: Workbench, _ visitor: Visitor) {
        guard watched.insert(topic).inserted else { return }
        Task {
            await follow(topic, bench, visitor)
            watched.remove(topic)
        }
    }

    private func follow(_ topic: String, _ bench: Workbench, _ visitor: Visitor) async {
        var last: String?
        // A page that loads anew leaves and comes back.
        var looksInVain = 0
        while looksInVain < 5 {
            do { try await Task.sleep(for: pause) } catch { return }
            guard await hub.watchers(of: topic) > 0, let counts = try? await bench.jobCounts(by: visitor),
                  let webhooks = try? await bench.webhooks(by: visitor)
            else {
                looksInVain += 1
                continue
            }
            looksInVain = 0
            let mark = JobsPiece.mark(counts, webhooks)
            if mark != last { await hub.publish(LiveEvent(name: "jobs", data: mark), to: topic) }
            last = mark
        }
    }
}
