import Covalence
import Dispatch
import Language
import Store
import Synchronization

/// The passages that were searched last, in memory. Invisible: losing it costs the time of reading them from the store again.
final class PassageShelf: Sendable {
    private struct Held {
        var sets: [PassageSet.Holder: PassageSet] = [:]
        /// The workspace's version at which what is gone was last let go of.
        var version: Int?
        var uses = 0
        var index: PassageIndex?
        var isIndexing = false
        /// Rises when something has to go: an index that was begun before is not taken.
        var losses = 0
    }

    private let held = Mutex(Held())
    private let idle: Duration
    private let indexedFrom: Int

    /// - Parameters:
    ///   - idle: after so long without a search all are let go of.
    ///   - indexedFrom: so many passages are looked at one by one; of more an index is made ‡.
    init(idle: Duration = .seconds(600), indexedFrom: Int = 1_000_000) {
        self.idle = idle
        self.indexedFrom = indexedFrom
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

    /// The passages that are nearest to a query, the nearest first, as places in `sets`. Exact, unless they are many: see `PassageIndex`.
    ///
    /// - Parameter only: which passages of each set are looked at; nil for all of all.
    func nearest(to query: QuantizedVector, in sets: [PassageSet], only: [[Bool]]?, count: Int, floor: Float) -> [NearestRows.Hit] {
        if only == nil, sets.reduce(0, { $0 + $1.passages.count }) > indexedFrom {
            makeIndex(for: sets)
            if let hits = held.withLock({ $0.index })?.search(query, in: sets, count: count, floor: floor) { return hits }
        }
        return NearestRows(count: count, floor: floor).search(query, in: sets.enumerated().map { NearestRows.Block($1, only: only?[$0]) })
    }

    /// Makes an index beside the searches, where there is none or a tenth of what is looked at is not in it. It is one for everybody, of all that is in memory: who may
    /// see less finds among it what is theirs.
    private func makeIndex(for sets: [PassageSet]) {
        let begun: (losses: Int, all: [PassageSet])? = held.withLock { held in
            let missing = sets.reduce(0) { $0 + (held.index?.holds($1.stamp) == true ? 0 : $1.passages.count) }
            guard !held.isIndexing, missing * 10 > sets.reduce(0, { $0 + $1.passages.count }) else { return nil }
            held.isIndexing = true
            return (held.losses, Array(held.sets.merging(sets.map { ($0.holder, $0) }) { $1 }.values))
        }
        guard let begun else { return }
        DispatchQueue.global(qos: .utility).async { [self] in
            let made = PassageIndex(begun.all, threads: 1)
            held.withLock { held in
                held.isIndexing = false
                // What went since is in it.
                if held.losses == begun.losses { held.index = made }
            }
        }
    }

    /// Whether searches of many passages have an index; for tests.
    var isIndexed: Bool { held.withLock { $0.index != nil } }

    /// Forgets a meeting or interaction that is erased, or whose words are.
    func forget(_ holder: PassageSet.Holder) {
        held.withLock { held in
            held.sets[holder] = nil
            // It has copies of the meanings.
            held.losses += 1
            if held.index?.stamps.contains(where: { $0.holder == holder }) == true { held.index = nil }
        }
    }

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
            held.withLock { held in
                held.sets = held.sets.filter { there.contains($0.value.stamp) }
                guard held.index?.stamps.allSatisfy(there.contains) == false else { return }
                held.losses += 1
                held.index = nil
            }
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
            held.withLock { held in
                guard held.uses == use else { return }
                held.losses += 1
                (held.sets, held.index) = ([:], nil)
            }
        }
    }
}

extension Workbench {
    /// Nothing of an erased meeting stays in memory.
    func letGo(of meeting: Identifier<Meeting>) {
        readings.remove(meeting)
        passages.forget(.meeting(meeting))
        letGoOfTopics()
        forgetTexts()
    }

    /// Nothing from before some of its words were removed stays in memory.
    func letGo(of meeting: Identifier<Meeting>, before version: Int) {
        readings.forget(meeting, before: version)
        passages.forget(.meeting(meeting))
        letGoOfTopics()
        forgetTexts()
    }

    /// Nothing of what the sentence encoder read lately stays in memory: some of it was erased.
    func forgetTexts() { analyzer.meaning?.encoder.forgetTexts() }
}
