/// Serves places again and again, several at once, so that one that takes long or fails keeps no other waiting.
struct Rounds<Place: Hashable & Sendable, Owner: Hashable & Sendable>: Sendable {
    /// The most places that are served at the same time.
    var most: Int
    /// The most places of one owner that are served at the same time.
    var mostOfOne: Int
    /// Whose place it is; nil where it is nobody's, and waits for none but `most`.
    var owner: @Sendable (Place) -> Owner?
    /// The time between two looks at which places there are.
    var pause: Duration
    /// Which places there are.
    var places: @Sendable () async throws -> [Place]
    /// Serves one, and names places that were found in it: they wait for their turn, too.
    var serve: @Sendable (Place) async throws -> [Place]
    /// Told of what goes wrong, other than for being told to stop; with a place, only that place is concerned.
    var fail: @Sendable (any Error, Place?) -> Void

    /// Goes on until the task is cancelled, and returns when nothing is under way any more.
    func run() async {
        await withTaskGroup(of: (ended: Place?, found: [Place]).self) { group in
            var underWay: Set<Place> = []
            var shares: [Owner: Int] = [:]
            // In the order in which they have waited.
            var waiting: [Place] = []
            group.addTask { (nil, await asked()) }
            while let (ended, found) = await group.next() {
                guard !Task.isCancelled else { continue }
                if let ended {
                    underWay.remove(ended)
                    if let owner = owner(ended) { shares[owner, default: 1] -= 1 }
                } else {
                    group.addTask {
                        try? await Task.sleep(for: pause)
                        return (nil, await asked())
                    }
                }
                for place in found where !underWay.contains(place) && !waiting.contains(place) { waiting.append(place) }
                while underWay.count < most, let turn = waiting.firstIndex(where: { owner($0).map { shares[$0, default: 0] < mostOfOne } ?? true }) {
                    let next = waiting.remove(at: turn)
                    underWay.insert(next)
                    if let owner = owner(next) { shares[owner, default: 0] += 1 }
                    group.addTask {
                        do { return (next, try await serve(next)) } catch {
                            if !Task.isCancelled { fail(error, next) }
                            return (next, [])
                        }
                    }
                }
                shares = shares.filter { $0.value > 0 }
            }
        }
    }

    private func asked() async -> [Place] {
        guard !Task.isCancelled else { return [] }
        do { return try await places() } catch {
            if !Task.isCancelled { fail(error, nil) }
            return []
        }
    }
}
