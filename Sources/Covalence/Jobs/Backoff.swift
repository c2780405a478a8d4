/// How long to wait before something that failed is tried again: twice as long each time, up to a cap, and a random part less, so that
/// what failed together does not come back together.
public struct Backoff: Hashable, Sendable {
    /// After the first failure, in milliseconds.
    public var first: Int64
    /// The longest, in milliseconds.
    public var longest: Int64
    /// The part of the wait that is left to chance: 0 for none, 0.5 for a wait between half and all of it.
    public var jitter: Double

    /// Five seconds, then doubling up to an hour ‡.
    public init(first: Int64 = 5_000, longest: Int64 = 3_600_000, jitter: Double = 0.5) {
        self.first = first
        self.longest = longest
        self.jitter = jitter
    }

    /// The wait after a number of failures, in milliseconds.
    ///
    /// - Parameters:
    ///   - failures: 1 for the first.
    ///   - chance: from 0 up to 1; 0 gives the shortest wait.
    public func wait(after failures: Int, chance: Double) -> Int64 {
        let doublings = min(max(failures, 1) - 1, 40)
        let (doubled, isTooLarge) = first.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let whole = isTooLarge ? longest : min(doubled, longest)
        // What chance takes away; the whole itself need not fit into a Double.
        let less = (Double(whole) * jitter * (1 - min(max(chance, 0), 1))).rounded()
        return less < Double(whole) ? whole - Int64(less) : 0
    }
}
