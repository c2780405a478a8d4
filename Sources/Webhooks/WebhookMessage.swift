public import Foundation

/// One message to one address, the same for each attempt but for its time.
public struct WebhookMessage: Hashable, Sendable {
    /// The same however often it is sent.
    public var id: String
    public var body: Data
    /// The current secret first; a former one signs too while it is valid.
    public var secrets: [WebhookSecret]

    /// A message that each of these secrets signs.
    public init(id: String, body: Data, secrets: [WebhookSecret]) {
        self.id = id
        self.body = body
        self.secrets = secrets
    }

    /// What is sent beside the body († Standard Webhooks 1.0).
    ///
    /// - Parameter timestamp: of this attempt, seconds since 1970.
    public func headers(timestamp: Int64) -> [(name: String, value: String)] {
        [
            ("content-type", "application/json"), ("user-agent", "Covalence-Webhooks/1"), ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
            ("webhook-signature", secrets.map { $0.signature(id: id, timestamp: timestamp, body: body) }.joined(separator: " ")),
        ]
    }
}
