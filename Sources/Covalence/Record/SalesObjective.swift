/// One sale: the unit of strategic selling (frameworks.md, 5: the single sales objective). What is sold, how much, by when, its stage and
/// its outcome can be wrong or change, so they are claims about it.
public struct SalesObjective: Hashable, Sendable, Codable, Identifiable {
    public var id: Identifier<SalesObjective>
    /// The organisation that may buy.
    public var account: Identifier<Organization>
    /// When the sale was taken up, by the source's own time where it came from elsewhere.
    public var openedAt: Timestamp
    /// When it came into the record.
    public var recordedAt: Timestamp
    /// Where it came from; nil for what was made here.
    public var origin: Origin?
    /// Whether people, companies and words are invented, as in the demo.
    public var isFiction: Bool

    /// A sale to an account.
    ///
    /// - Parameter openedAt: nil: when it was recorded.
    public init(
        id: Identifier<SalesObjective>,
        account: Identifier<Organization>,
        openedAt: Timestamp? = nil,
        recordedAt: Timestamp,
        origin: Origin? = nil,
        isFiction: Bool = false
    ) {
        self.id = id
        self.account = account
        self.openedAt = openedAt ?? recordedAt
        self.recordedAt = recordedAt
        self.origin = origin
        self.isFiction = isFiction
    }
}
