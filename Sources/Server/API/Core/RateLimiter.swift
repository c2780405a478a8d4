import Covalence
import HTTPTypes
import SignIn
import Store
import Synchronization

/// How many requests of the API are carried out.
public struct APILimits: Hashable, Sendable {
    /// Requests a minute with one token; as many may come at once.
    public var perToken: Int
    /// Requests a minute from one address, with whatever token or none.
    public var perAddress: Int

    /// Requests a minute; what `api.token-rate` and `api.address-rate` are otherwise.
    public init(perToken: Int = 600, perAddress: Int = 1_200) {
        self.perToken = perToken
        self.perAddress = perAddress
    }
}

/// A bucket of requests for every token and every address that asks: each request takes one out, and it fills up again in a minute.
/// Kept in the memory of this process: with several behind a proxy, each counts for itself.
final class RateLimiter: Sendable {
    enum Key: Hashable, Sendable {
        case token(Identifier<APIToken>)
        case address(String)
    }

    /// What a bucket says after a request.
    struct State: Hashable, Sendable {
        var policy: String
        /// How many fit in.
        var quota: Int
        var remaining: Int
        /// Seconds until it is full again.
        var reset: Int
        /// Seconds until there is one again; nil where there was one.
        var wait: Int?
    }

    private struct Bucket: Sendable {
        var level: Double
        /// Seconds of the clock.
        var at: Double
    }

    /// Seconds in which a bucket fills.
    static let window = 60
    /// Buckets that are remembered ‡: an attacker with more addresses than these gets new ones, and has more than one machine anyway.
    private static let capacity = 20_000

    private let limits: APILimits
    private let clock: @Sendable () -> Double
    private let buckets = Mutex(RecentTable<Key, Bucket>(capacity: capacity))

    /// - Parameter clock: seconds that never go back.
    init(_ limits: APILimits, clock: @escaping @Sendable () -> Double = RateLimiter.seconds) {
        self.limits = limits
        self.clock = clock
    }

    private static let start = ContinuousClock.now
    static let seconds: @Sendable () -> Double = {
        let (seconds, atto) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(atto) / 1e18
    }

    /// Takes a request out of its bucket.
    func take(_ key: Key) -> State {
        let (policy, quota): (String, Int) = switch key {
        case .token: ("token", limits.perToken)
        case .address: ("address", limits.perAddress)
        }
        let now = clock(), perSecond = Double(quota) / Double(Self.window)
        return buckets.withLock { buckets in
            var bucket = buckets[key] ?? Bucket(level: Double(quota), at: now)
            bucket.level = min(Double(quota), bucket.level + (now - bucket.at) * perSecond)
            bucket.at = now
            let isThere = bucket.level >= 1
            if isThere { bucket.level -= 1 }
            buckets.put(bucket, for: key)
            return State(
                policy: policy, quota: quota, remaining: Int(bucket.level), reset: Int(((Double(quota) - bucket.level) / perSecond).rounded(.up)),
                wait: isThere ? nil : max(1, Int(((1 - bucket.level) / perSecond).rounded(.up)))
            )
        }
    }
}

extension [RateLimiter.State] {
    /// The headers († draft-ietf-httpapi-ratelimit-headers-10).
    var headers: HTTPFields {
        guard !isEmpty else { return [:] }
        return [
            .known("RateLimit-Policy"): map { "\"\($0.policy)\";q=\($0.quota);w=\(RateLimiter.window)" }.joined(separator: ", "),
            .known("RateLimit"): map { "\"\($0.policy)\";r=\($0.remaining);t=\($0.reset)" }.joined(separator: ", "),
        ]
    }

    /// The refusal, where one of them is empty.
    var refusal: Problem? {
        guard let empty = first(where: { $0.wait != nil }), let wait = empty.wait else { return nil }
        let whose = empty.policy == "token" ? "with this token" : "from this address"
        return Problem(.tooMany, "There were more than \(empty.quota) requests a minute \(whose). Wait \(wait) second\(wait == 1 ? "" : "s").", headers: [.retryAfter: "\(wait)"])
    }
}
