public import Covalence

/// Somebody who was behind a label before.
public struct RememberedSpeaker: Hashable, Sendable {
    /// The label of the file.
    public var label: String
    public var name: String
    /// Nil while not known.
    public var side: Side?
    public var organization: String?
    public var function: String?
    /// The person of the record, where those who said who it was agree on one.
    public var person: Identifier<Person>?
    /// The recording time of the latest meeting it was said of.
    public var lastUsed: Timestamp
    /// In how many meetings.
    public var count: Int
}

/// What a mail domain says of the people who write from it.
public struct RememberedDomain: Hashable, Sendable {
    /// In lower case: `example.com`.
    public var domain: String
    public var organization: String?
    /// Nil while not known.
    public var side: Side?

    /// A domain and whose it is.
    public init(domain: String, organization: String?, side: Side?) {
        self.domain = domain.lowercased()
        self.organization = organization
        self.side = side
    }
}
