public import Store

/// What the workspace does without consent, and how long it keeps things.
public struct PrivacyRules: Hashable, Sendable {
    public var policy: PrivacyPolicy
    public var retention: RetentionPolicy
    /// What a change of either is held against.
    public var tag: ContentTag

    /// The settings that have them.
    public static let settings = ["privacy", "retention"]
}

extension Workbench {
    /// What holds now.
    public func privacy(by visitor: Visitor) async throws -> PrivacyRules {
        try await admit(visitor, to: .seePrivacy)
        try await catchUp()
        return PrivacyRules(policy: settings.privacy, retention: settings.retention, tag: try settings.tag(of: PrivacyRules.settings))
    }
}
