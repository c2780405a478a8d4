import Covalence
import Store
import Workbench

/// Tells the page that sends a file how far its import is. The file may have been sent to another node than the one that the page watches, so the job is
/// asked, every so often and only as long as the page watches.
actor UploadWatch {
    private var watched: Set<String> = []
    private let hub: LiveHub
    private let pause: Duration

    init(hub: LiveHub, pause: Duration = .milliseconds(300)) {
        self.hub = hub
        self.pause = pause
    }

    /// Begins to look where nobody does yet.
    func begin(_ topic: String, token: String, _ bench: Workbench, _ visitor: Visitor) {
        guard watched.insert(topic).inserted else { return }
        Task {
            await follow(topic, token, bench, visitor)
            watched.remove(topic)
        }
    }

    private func follow(_ topic: String, _ token: String, _ bench: Workbench, _ visitor: Visitor) async {
        var last: String?
        // A page may look away for a moment; and the store may.
        var looksInVain = 0
        while looksInVain < 10 {
            do { try await Task.sleep(for: pause) } catch { return }
            guard await hub.watchers(of: topic) > 0 else {
                looksInVain += 1
                continue
            }
            do {
                let progress = try await bench.importProgress(token, by: visitor)
                looksInVain = 0
                // Once it ended, the answer to the upload says how.
                if progress == nil, last != nil { return await hub.publish(LiveEvent(name: "progress", data: "Done", isLast: true), to: topic) }
                guard let label = progress?.label, label != last else { continue }
                last = label
                await hub.publish(LiveEvent(name: "progress", data: label), to: topic)
            } catch {
                looksInVain += 1
            }
        }
    }
}
