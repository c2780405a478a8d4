public import Covalence

/// All that a sheet depends on: one objective, never another one. Whoever keeps sheets makes one anew when any of this changes, or when
/// the sheet's `nextChange` falls due.
public struct SheetInput: Sendable {
    public var objective: SalesObjective
    /// The claims about `subjects`, as known at `clock.now`, with the standing they had then. Only those the reader may know of: what is
    /// confidential to others is not passed, and so counts for nothing. Those that were rejected or withdrawn by then may be missing: they count for nothing either.
    public var claims: [Claim]
    /// Those of the claims that were confirmed once and were superseded since: the history.
    public var formerlyHeld: Set<Identifier<Claim>>
    /// Who confirmed what the engine suggested, by claim.
    public var confirmations: [Identifier<Claim>: Decision]
    /// The people among `subjects` that are in the record. A person who is missing here was erased or is out of sight.
    public var people: [Person]
    /// Our own organisations: whoever works there is one of us.
    public var ownOrganizations: Set<Identifier<Organization>>
    /// What is linked to the objective, past and to come, in any order. What came into the record after `clock.now` is passed over.
    public var interactions: [LinkedInteraction]
    /// Whether the account fits the ideal customer profile.
    public var fitsProfile: Known<Bool>
    public var clock: LocalClock
    public var settings: SellingSettings

    /// - Parameter ledger: every claim about `subjects` with the decisions; folded as known at `clock.now`.
    public init(
        objective: SalesObjective, ledger: Ledger, people: [Person] = [], ownOrganizations: Set<Identifier<Organization>> = [],
        interactions: [LinkedInteraction] = [], fitsProfile: Known<Bool> = .notKnown(.material("there is no ideal customer profile yet.")),
        clock: LocalClock, settings: SellingSettings = SellingSettings()
    ) {
        self.objective = objective
        claims = ledger.asKnown(at: clock.now)
        formerlyHeld = ledger.formerlyHeld(at: clock.now)
        confirmations = ledger.confirmations(at: clock.now)
        self.people = people
        self.ownOrganizations = ownOrganizations
        self.interactions = interactions
        self.fitsProfile = fitsProfile
        self.clock = clock
        self.settings = settings
    }

    /// Those among the people who are ours, and so neither buy nor count as contacts.
    public var ours: Set<Identifier<Person>> { OwnPeople.among(people, organizations: ownOrganizations, sellers: interactions.flatMap(\.sellers)) }

    /// What the claims of a sheet are about: the objective, its account, and everybody who is named in it or took part.
    ///
    /// - Parameters:
    ///   - claims: those about the objective.
    ///   - interactions: those linked to it.
    public static func subjects(
        of objective: SalesObjective, claims: some Sequence<Claim>, interactions: some Sequence<LinkedInteraction>
    ) -> Set<Claim.Subject> {
        var subjects: Set<Claim.Subject> = [.objective(objective.id), .organization(objective.account)]
        for claim in claims where claim.subject == .objective(objective.id) {
            if let person = claim.object.flatMap({ Identifier<Person>($0) }) { subjects.insert(.person(person)) }
        }
        for interaction in interactions { subjects.formUnion(interaction.people.map { .person($0) }) }
        return subjects
    }
}

extension Ledger {
    /// Who confirmed what the engine suggested and when, as known at a moment. Of what something else took the place of meanwhile, whoever confirmed it first.
    public func confirmations(at time: Timestamp) -> [Identifier<Claim>: Decision] {
        let suggested = Set(claims.lazy.filter(\.author.isEngine).map(\.id))
        guard !suggested.isEmpty else { return [:] }
        var found: [Identifier<Claim>: Decision] = [:]
        for decision in decisions where decision.at <= time && suggested.contains(decision.claim) {
            switch decision.standing {
            case .confirmed: if found[decision.claim] == nil { found[decision.claim] = decision }
            case .superseded: break
            case .suggested, .rejected, .withdrawn: found[decision.claim] = nil
            }
        }
        return found
    }

    /// The claims that had been confirmed and are superseded as known at a moment: once held, no longer.
    public func formerlyHeld(at time: Timestamp) -> Set<Identifier<Claim>> {
        var latest: [Identifier<Claim>: Standing] = [:], confirmed: Set<Identifier<Claim>> = []
        for decision in decisions where decision.at <= time {
            latest[decision.claim] = decision.standing
            if decision.standing == .confirmed { confirmed.insert(decision.claim) }
        }
        let superseded = Set(latest.lazy.filter { $0.value == .superseded }.map(\.key))
        guard !superseded.isEmpty else { return [] }
        var held = superseded.intersection(confirmed)
        for claim in claims where claim.standing == .confirmed && claim.recordedAt <= time && superseded.contains(claim.id) { held.insert(claim.id) }
        return held
    }
}
