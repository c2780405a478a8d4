/// A company or another body that takes part in what is sold and bought.
public struct Organization: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<Organization>
    public var name: String
    /// What it is to us now.
    public var kind: Kind
    /// In the words given: “Dairy”.
    public var industry: String?
    /// How many people work there; nil while not known.
    public var size: Size?
    /// ISO 3166-1 alpha-2, upper case: `FI`.
    public var country: String?
    /// The organisation it belongs to.
    public var parent: Identifier<Organization>?
    /// Internet domains, lower case, without `www.`: `brunavik.example`. Each belongs to one organisation of a workspace.
    public var domains: [String]
    /// A line on it, as given.
    public var note: String?

    /// What an organisation is to us.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// We ourselves.
        case own
        /// Buys from us.
        case customer
        /// May buy from us.
        case prospect
        /// Sells, builds or delivers with us.
        case partner
        /// Sells to the same customers.
        case competitor

        /// Whether it is an account: somebody sells to it.
        public var isAccount: Bool { self == .customer || self == .prospect }
    }

    /// How many people work somewhere († the size classes of Eurostat's structural business statistics).
    public enum Size: String, Hashable, Sendable, Codable, CaseIterable {
        /// Up to 9 people.
        case micro
        /// 10 to 49.
        case small
        /// 50 to 249.
        case medium
        /// 250 and more.
        case large
    }

    /// An organisation of which only what is passed is known.
    public init(
        id: Identifier<Organization>,
        name: String,
        kind: Kind,
        industry: String? = nil,
        size: Size? = nil,
        country: String? = nil,
        parent: Identifier<Organization>? = nil,
        domains: [String] = [],
        note: String? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.industry = industry
        self.size = size
        self.country = country
        self.parent = parent
        self.domains = domains
        self.note = note
    }
}
