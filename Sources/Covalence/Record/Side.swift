/// Whose part somebody takes in a meeting. Source: Alamäki & Kaski (frameworks.md, section 1); third parties are ours ‡.
public enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    /// The people who offer.
    case seller
    /// The people who may buy.
    case customer
    /// Consultants, partners, interpreters: neither of the two.
    case thirdParty = "third-party"

    /// The side across the table; nil for third parties.
    public var other: Side? {
        switch self {
        case .seller: .customer
        case .customer: .seller
        case .thirdParty: nil
        }
    }
}
