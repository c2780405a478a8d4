/// Serves places again and again, several at once, so that one that takes long or fails keeps no other waiting.
struct Rounds<Place: Hashable & Sendable>: Sendable {
    /// The most places that are served at the same time.
    var most: Int
    /// The time between two looks at which places there are.
    var pause: Duration
    /// Which places there are.
    var places: @Sendable () async throws -> [Place]
    var serve: @Sendable (Place) async throws -> Void
    /// Told of what goes wrong; with a place, only that place is concerned.
    var fail: @Sendable (any Error, Place?) -> Void

    /// Goes on until the task is cancelled, and returns when nothing is under way any more.
    func run() async {
        await withTaskGroup(of: Place?.self) { group in
            var underWay: Set<Place> = []
            // In the order in which they have waited.
            var waiting: [Place] = []
            group.addTask { nil }
            while let ended = await group.next() {
                guard !Task.isCancelled else { continue }
                if let ended {
                    underWay.remove(ended)
                } else {
                    for place in await found() where !underWay.contains(place) && !waiting.contains(place) { waiting.append(place) }
                    group.addTask {
                        try? await Task.sleep(for: pause)
                        return nil
                    }
                }
                while underWay.count < most, !waiting.isEmpty {
                    let next = waiting.removeFirst()
                    underWay.insert(next)
                    group.addTask {
                        do { try await serve(next) } catch { fail(error, next) }
                        return next
                    }
                }
            }
        }
    }

    private func found() async -> [Place] {
        do { return try await places() } catch {
            fail(error, nil)
            return []
        }
    }
}
