/// Somebody or something an event names: its organizer or one of its attendees (RFC 5545, 3.8.4.1 and 3.8.4.3).
public struct CalendarParty: Hashable, Sendable {
    /// What the party is to do there (`ROLE`); a role that is not known counts as `required`, as the RFC asks.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case chair, required, optional
        /// Copied for information only (`NON-PARTICIPANT`).
        case informed
    }

    /// What the party answered (`PARTSTAT`); an answer that is not known counts as `needsAction`, as the RFC asks.
    public enum Answer: String, Hashable, Sendable, CaseIterable {
        case accepted, declined, tentative
        case needsAction = "needs-action"
    }

    /// The name (`CN`) on one line; nil where none is given.
    public var name: String?
    /// The mail address in lower case; nil where the party has none.
    public var address: String?
    public var role: Role
    public var answer: Answer
    /// Whether this is a room or a piece of equipment (`CUTYPE`), not a person.
    public var isResource: Bool

    public init(name: String?, address: String?, role: Role = .required, answer: Answer = .needsAction, isResource: Bool = false) {
        self.name = name
        self.address = address
        self.role = role
        self.answer = answer
        self.isResource = isResource
    }
}
