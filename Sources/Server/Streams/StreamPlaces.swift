import Synchronization

/// How many streams of events are open, for each who opened them and in all: a program that opens one after the other does not take the
/// places of everybody else.
final class StreamPlaces: Sendable {
    private let open = Mutex<[String: Int]>([:])
    /// Of one token or member, and of the server ‡.
    let mostOfOne: Int, mostInAll: Int

    init(mostOfOne: Int = 4, mostInAll: Int = 500) {
        self.mostOfOne = mostOfOne
        self.mostInAll = mostInAll
    }

    /// Takes a place; nil where none is free. It is free again when what is returned is let go of.
    func take(_ who: String) -> Place? {
        let isFree = open.withLock { open in
            guard open[who, default: 0] < mostOfOne, open.values.reduce(0, +) < mostInAll else { return false }
            open[who, default: 0] += 1
            return true
        }
        return isFree ? Place(places: self, who: who) : nil
    }

    /// How many places somebody has.
    func count(of who: String) -> Int { open.withLock { $0[who] ?? 0 } }

    /// How many are open.
    var inAll: Int { open.withLock { $0.values.reduce(0, +) } }

    private func leave(_ who: String) {
        open.withLock { open in
            let left = open[who, default: 1] - 1
            open[who] = left > 0 ? left : nil
        }
    }

    /// A place that was taken.
    final class Place: Sendable {
        private let places: StreamPlaces
        private let who: String

        init(places: StreamPlaces, who: String) {
            self.places = places
            self.who = who
        }

        deinit { places.leave(who) }
    }
}
