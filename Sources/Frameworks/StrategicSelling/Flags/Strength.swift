public import Covalence

/// Something that puts us ahead of competitors.
public struct Strength: Hashable, Sendable, Identifiable {
    /// The same as long as it is stated: `strength/<claim>`, by the claim that stated it first.
    public var id: String
    public var stated: Stated<StrengthStatement>
    /// Whether it counts: it must matter to an influence of this sale †.
    public var counts: Bool
    /// Why it counts, or why not.
    public var reason: String
    /// The next steps that use it, by claim.
    public var actions: [Identifier<Claim>]

    /// When a strength counts.
    public static let rule = Rule(
        id: "selling.strength",
        statement: "A strength counts where it is stated to whom it matters, and that person is an influence of this sale.", provenance: heiman
    )
}

/// Something we plan to do, or did.
public struct PlannedAction: Hashable, Sendable {
    public var stated: Stated<NextAction>
    public var purpose: Purpose

    /// What an action is for: each removes a flag or uses a strength.
    public enum Purpose: Hashable, Sendable {
        /// It names a flag that is there.
        case removes(String)
        /// It names a strength that is there.
        case uses(String)
        /// What it named is not there any more.
        case gone(String)
        /// It names neither: say which, or leave it.
        case none
    }

    /// Whether it is still to be done.
    public var isOpen: Bool { stated.value.doneOn == nil }
}
