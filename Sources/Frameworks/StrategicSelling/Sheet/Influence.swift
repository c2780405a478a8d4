public import Covalence

/// One buying influence on a sheet: who, in which roles, how much it weighs, what it wants, how it responds, what it gains.
public struct Influence: Hashable, Sendable, Identifiable {
    public var id: Identifier<Person>
    /// Nil for a person who is no longer in the record, or out of the reader's sight; such a person fills no role ‡.
    public var person: Person?
    /// One of us: a coach can be, and counts as no contact with the customer ‡.
    public var isOwn: Bool
    public var roles: [Stated<BuyingRole>]
    public var degree: Known<Stated<InfluenceDegree>>
    /// The person's own aims.
    public var aims: [Stated<String>]
    public var contact: ContactSummary
    public var response: ResponseAssessment
    /// Readiness to give up today's solution.
    public var readiness: Known<Stated<Readiness>>
    /// What its organisation gains, as this person counts it.
    public var results: [Stated<MeasuredResult>]
    /// What the person gains.
    public var wins: [Stated<String>]
    /// How the person comes out, where somebody said so.
    public var outlook: Stated<Outlook>?
    /// Whom it reports to.
    public var reportsTo: Stated<Identifier<Person>>?
    public var jobChanges: [Stated<JobChange>]
    /// When the person was first seen in this sale: stated, or in an interaction.
    public var firstSeen: Timestamp

    /// The name to show.
    public var name: String { person?.name ?? "Somebody who is no longer in the record" }

    /// Whether the sale hangs on this person ‡: the economic influence, whoever weighs much, and users and technical influences unless they
    /// weigh little. Not known to weigh little is not weighing little.
    public var isKey: Bool {
        guard person != nil, !isOwn else { return false }
        if holds(.economic) || degree.value?.value == .high { return true }
        return (holds(.user) || holds(.technical)) && degree.value?.value != .low
    }

    /// Whether the person holds a role, beside others or alone.
    public func holds(_ role: BuyingRole) -> Bool { roles.contains { $0.value == role } }
}

/// A role and who fills it.
public struct RoleCover: Hashable, Sendable {
    public var role: BuyingRole
    /// Those who hold it and are in the record.
    public var holders: [Identifier<Person>]
    /// The claims behind it.
    public var claims: [Identifier<Claim>]

    public var isFilled: Bool { !holders.isEmpty }
}

/// How an influence responds to the proposal, now and before.
public struct ResponseAssessment: Hashable, Sendable {
    /// The mode; before there is a proposal it is not known ‡.
    public var mode: Known<Stated<ResponseMode>>
    /// What was stated last, whether or not there is a proposal: the gap it sees, with actual and desired position.
    public var stated: Stated<Response>?
    /// Set where a newer proposal has been made since the mode was stated: it is the response to an earlier one.
    public var isToEarlierProposal: Bool
    /// Every mode in order of time; the same said twice in a row is one.
    public var history: [Stated<Response>]

    /// Modes are responses to a proposal; what was stated before the first one is a discrepancy that was found, and no mode ‡.
    public static let rule = Rule(
        id: "selling.response-mode",
        statement: "The mode as last confirmed since the first proposal was made; before there is a proposal it is not known.",
        provenance: .ours
    )

    init(name: String, history: [Stated<Response>], stated: Stated<Response>?, proposals: [Timestamp]) {
        self.history = history
        self.stated = stated
        isToEarlierProposal = false
        guard let first = proposals.first, let latest = proposals.last else {
            mode = .notKnown(.material("nothing has been proposed yet. A response mode is the response to a proposal."))
            return
        }
        guard let stated else {
            mode = .notKnown(.material("how \(name) sees the gap between what is and what should be. Ask what should be different."))
            return
        }
        guard stated.at >= first else {
            mode = .notKnown(.material("how \(name) responds to the proposal. What was found is from before it."))
            return
        }
        mode = .known(stated.map(\.mode))
        isToEarlierProposal = stated.at < latest
    }
}
