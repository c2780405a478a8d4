/// When a delivery that failed is tried again: soon at first, then ever more seldom, for about three days.
public struct RetrySchedule: Hashable, Sendable {
    /// Seconds after the first failure ‡.
    public var first = 10.0
    /// How much longer each wait is than the one before ‡.
    public var factor = 3.0
    /// The longest wait, in seconds ‡.
    public var longest = 43_200.0
    /// How far each wait may differ, as a share ‡: receivers that were down are not all called in the same second.
    public var jitter = 0.2
    /// Milliseconds after which a delivery is given up ‡.
    public var patience: Int64 = 72 * 3_600_000

    /// The numbers of ours.
    public init() {}

    /// Milliseconds until the next attempt; nil where it is given up.
    ///
    /// - Parameters:
    ///   - attempts: made so far, 1 or more.
    ///   - age: milliseconds since the first.
    ///   - retryAfter: seconds the receiver asked for; at most a day is waited.
    ///   - random: 0 up to 1.
    public func delay(after attempts: Int, age: Int64, retryAfter: Int?, random: Double) -> Int64? {
        var wait = first
        for _ in 1..<max(1, min(attempts, 40)) { wait = min(wait * factor, longest) }
        wait *= 1 - jitter + 2 * jitter * random
        if let retryAfter { wait = max(wait, Double(min(retryAfter, 86_400))) }
        let milliseconds = Int64(wait * 1000)
        return age + milliseconds > patience ? nil : milliseconds
    }
}
