import Store

/// What the workspace does without consent, and how long it keeps things.
public struct PrivacyRules: Hashable, Sendable {
    public var policy: PrivacyPolicy
    public var retention: RetentionPolicy
}

extension Workbench {
    /// What holds now.
    public func privacy(by visitor: Visitor) async throws -> PrivacyRules {
        try await admit(visitor, to: .seePrivacy)
        return PrivacyRules(policy: settings.privacy, retention: settings.retention)
    }
}
