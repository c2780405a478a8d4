/// Slows down whoever guesses. Failures are counted per account and per address; the first five cost nothing, after the next
/// ones there is a wait of 2, 4, 8 … seconds, at most 15 minutes; an hour after the last failure all is forgotten. Nobody is
/// locked out for good. A value without a clock: the times, in seconds since 1970, are passed in.
///
/// The table has a fixed size; when it is full, the key whose last failure lies furthest back goes. To push one out somebody
/// would have to fail 50,000 times from thousands of addresses, and each attempt costs a password hash.
public struct Throttle: Sendable {
    /// What may happen now.
    public enum Decision: Hashable, Sendable {
        /// Go on.
        case allowed
        /// Refuse without looking at the password, and say after how many seconds to try again (at least 1).
        case wait(seconds: Int64)
    }

    /// Failures that cost nothing.
    public static let free = 5
    /// The longest wait, in seconds.
    public static let longestWait: Int64 = 900
    /// Seconds after which a key is forgotten.
    public static let memory: Int64 = 3_600

    private struct Entry {
        var failures: Int
        var last: Int64
        /// The failure before the last, to go back to when the last turns out to be none.
        var before: Int64
    }

    private var entries: RecentTable<ThrottleKey, Entry>

    /// Remembers at most so many keys.
    public init(capacity: Int = 50_000) { entries = RecentTable(capacity: capacity) }

    /// How many keys it remembers.
    public var count: Int { entries.count }

    /// Whether an attempt under these keys may go on; the longest wait counts.
    public func decide(_ keys: [ThrottleKey], now: Int64) -> Decision {
        let wait = keys.map { remaining($0, now: now) }.max() ?? 0
        return wait > 0 ? .wait(seconds: wait) : .allowed
    }

    /// Decides, and if the attempt may go on counts it as a failure until ``succeeded(_:)`` or ``withdraw(_:)`` says otherwise:
    /// so a hundred attempts sent at the same moment do not all pass.
    public mutating func begin(_ keys: [ThrottleKey], now: Int64) -> Decision {
        let decision = decide(keys, now: now)
        guard decision == .allowed else { return decision }
        for key in keys {
            if var entry = entries[key], now - entry.last < Self.memory {
                entry.failures += 1
                entry.before = entry.last
                entry.last = now
                entries.put(entry, for: key)
            } else {
                entries.put(Entry(failures: 1, last: now, before: now), for: key)
            }
        }
        return .allowed
    }

    /// The attempt proved right. The account's failures are forgotten; the address only gets this attempt back, else somebody
    /// with an account could guess others' between own sign-ins.
    public mutating func succeeded(_ keys: [ThrottleKey]) {
        for key in keys where key.isAccount { entries.remove(key) }
        withdraw(keys.filter { !$0.isAccount })
    }

    /// The attempt came to nothing through no fault of whoever made it (the server was busy): it does not count.
    public mutating func withdraw(_ keys: [ThrottleKey]) {
        for key in keys {
            guard var entry = entries[key] else { continue }
            entry.failures -= 1
            entry.last = entry.before
            if entry.failures > 0 { entries.replace(entry, for: key) } else { entries.remove(key) }
        }
    }

    private func remaining(_ key: ThrottleKey, now: Int64) -> Int64 {
        guard let entry = entries[key], entry.failures > Self.free else { return 0 }
        // A clock set back must not make anybody wait longer than the rule says.
        let passed = max(0, now - entry.last)
        guard passed < Self.memory else { return 0 }
        let delay = min(Self.longestWait, 1 << Int64(min(entry.failures - Self.free, 20)))
        return max(0, delay - passed)
    }
}
