/// The four places of the sales funnel, each a kind of work of its own.
public enum FunnelPlace: String, Hashable, Sendable, Comparable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Prospect: more than one can handle; find those that fit the ideal customer profile.
    case universe
    /// Qualify: the offer fits an immediate need, an influence was contacted, there is a discrepancy.
    case aboveTheFunnel = "above-the-funnel"
    /// Cover the bases; then the proposal.
    case inTheFunnel = "in-the-funnel"
    /// Close the order.
    case bestFew = "best-few"

    /// From the top down, 0 to 3.
    public var depth: Int {
        switch self {
        case .universe: 0
        case .aboveTheFunnel: 1
        case .inTheFunnel: 2
        case .bestFew: 3
        }
    }

    /// The one further up comes first.
    public static func < (left: FunnelPlace, right: FunnelPlace) -> Bool { left.depth < right.depth }
}

/// A move to a place of the funnel.
public struct Move: Hashable, Sendable {
    public var to: FunnelPlace
    /// Why, as given.
    public var reason: String?

    /// A move.
    public init(to place: FunnelPlace, reason: String? = nil) {
        to = place
        self.reason = reason
    }
}
