import Covalence
import Store
import Synchronization

/// The passages that were searched last, in memory. Invisible: losing it costs the time of reading them from the store again.
final class PassageShelf: Sendable {
    private struct Held {
        var sets: [PassageSet.Holder: PassageSet] = [:]
        /// The workspace's version at which what is gone was last let go of.
        var version: Int?
        var uses = 0
    }

    private let held = Mutex(Held())
    private let idle: Duration

    /// - Parameter idle: after so long without a search all are let go of.
    init(idle: Duration = .seconds(600)) {
        self.idle = idle
    }

    /// The sets of these stamps; what is not in memory, or of another making, is read.
    func sets(_ stamps: [PassageStamp], from store: any WorkspaceStore) async throws -> [PassageSet] {
        letGoLater()
        try await letGoOfWhatIsGone(store)
        let missing = held.withLock { held in stamps.filter { held.sets[$0.holder]?.stamp != $0 }.map(\.holder) }
        var found: [PassageSet.Holder: PassageSet] = [:]
        for set in try await store.passageSets(of: missing) { found[set.holder] = set }
        return held.withLock { held in
            held.sets.merge(found) { $1 }
            // What was erased or read anew between the two looks is left out.
            return stamps.compactMap { stamp in held.sets[stamp.holder].flatMap { $0.stamp == stamp ? $0 : nil } }
        }
    }

    /// Forgets a meeting or interaction that is erased, or whose words are.
    func forget(_ holder: PassageSet.Holder) { held.withLock { $0.sets[holder] = nil } }

    /// Bytes of meaning that are held.
    var bytes: Int { held.withLock { $0.sets.values.reduce(0) { $0 + $1.meaning.count } } }

    /// With every change in the workspace: what another node erased goes from the memory of this one.
    private func letGoOfWhatIsGone(_ store: any WorkspaceStore) async throws {
        let now = try await store.version()
        let engine: String? = held.withLock { held in held.version == now ? nil : held.sets.first?.value.engine }
        if let engine {
            let said = try await store.passageStamps(MeetingFilter(), engine: engine)
            let written = try await store.writtenPassageStamps(account: nil, from: nil, before: nil, engine: engine, in: .everything)
            let there = Set(said + written)
            held.withLock { held in held.sets = held.sets.filter { there.contains($0.value.stamp) } }
        }
        held.withLock { $0.version = now }
    }

    private func letGoLater() {
        let use = held.withLock { held in
            held.uses += 1
            return held.uses
        }
        Task {
            try await Task.sleep(for: idle)
            held.withLock { held in if held.uses == use { held.sets = [:] } }
        }
    }
}

extension Workbench {
    /// Nothing of an erased meeting stays in memory.
    func letGo(of meeting: Identifier<Meeting>) {
        readings.remove(meeting)
        passages.forget(.meeting(meeting))
        letGoOfTopics()
    }

    /// Nothing from before some of its words were removed stays in memory.
    func letGo(of meeting: Identifier<Meeting>, before version: Int) {
        readings.forget(meeting, before: version)
        passages.forget(.meeting(meeting))
        letGoOfTopics()
    }
}
