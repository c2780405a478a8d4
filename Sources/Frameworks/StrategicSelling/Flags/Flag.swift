public import Covalence

/// A hazard to the sale. It is there as long as the record says so, and clears itself.
public struct Flag: Hashable, Sendable, Identifiable {
    /// The same for the same hazard in every sheet of the objective: `no-coach`, `not-contacted/<person>`.
    public var id: String
    public var kind: FlagKind
    /// Whom it is about; nil: the objective.
    public var person: Identifier<Person>?
    /// What it is, here: “Ines was last contacted on 8 January 2026 (mail).”
    public var what: DatedText
    /// The claims it rests on; empty where it rests on something not being there.
    public var claims: [Identifier<Claim>]
    /// The interactions it rests on.
    public var places: [LinkedInteraction.Place]
    /// Since when it has been so: since what brings it about was stated, happened or fell due; for what was never there, since the sale, or
    /// the person in it, is known.
    public var since: Timestamp
    /// Set where somebody lives with it. A flag that cleared and comes back has to be accepted again: an acceptance from before `since` does
    /// not count ‡.
    public var accepted: Stated<FlagAcceptance>?
    /// The next steps that are to remove it, by claim.
    public var actions: [Identifier<Claim>]

    /// Why it endangers the sale.
    public var danger: String { kind.definition.danger }
    /// An alternative position, or a way to clear it.
    public var clearing: String { kind.definition.clearing }
    public var rule: Rule { kind.definition.rule }
    /// Whether nobody accepted it.
    public var isOpen: Bool { accepted == nil }
}
