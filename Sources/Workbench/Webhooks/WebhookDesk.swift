public import Webhooks

/// How webhooks are called: where to, with which patience, and who opens their secrets.
public struct WebhookDesk: Sendable {
    /// Opens and seals secrets; nil where there is no key, and so no webhooks.
    public var keeper: SecretKeeper?
    public var calls: WebhookCalls
    public var schedule: RetrySchedule
    /// From 0 up to 1; tests know it.
    let random: @Sendable () -> Double

    /// Calls public addresses only.
    public init(keeper: SecretKeeper? = nil, calls: WebhookCalls = WebhookCalls(), schedule: RetrySchedule = RetrySchedule()) {
        self.init(keeper: keeper, calls: calls, schedule: schedule, random: { Double.random(in: 0..<1) })
    }

    init(keeper: SecretKeeper?, calls: WebhookCalls, schedule: RetrySchedule, random: @escaping @Sendable () -> Double) {
        self.keeper = keeper
        self.calls = calls
        self.schedule = schedule
        self.random = random
    }

    /// The most webhooks of a workspace ‡.
    static let mostWebhooks = 20
    /// A former secret signs for so long after a new one was made, in milliseconds ‡.
    static let formerSecretValid: Int64 = 24 * 3_600_000
    /// After so many failures one after the other a webhook counts as failing, and is tried more and more seldom ‡.
    static let failing = 5
    /// The longest time between attempts at a failing webhook, in milliseconds ‡.
    static let longestHold: Int64 = 3_600_000
    /// After so long without success a webhook is paused, in milliseconds ‡.
    static let mostFailing: Int64 = 5 * 86_400_000
    /// For so long an attempt is nobody else's, in milliseconds ‡: longer than one can last.
    static let lease: Int64 = 60_000
}

/// How long what was told is kept, in milliseconds ‡.
enum EventRetention {
    static let events: Int64 = 30 * 86_400_000
    static let deliveries: Int64 = 30 * 86_400_000
}
