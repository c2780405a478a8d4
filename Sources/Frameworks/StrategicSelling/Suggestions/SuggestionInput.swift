public import Covalence

/// All that suggestions for one objective depend on.
public struct SuggestionInput: Sendable {
    public var objective: SalesObjective
    /// Everything that was read in the interactions linked to it, in any order.
    public var passages: [ReadPassage]
    /// The people in the record who may speak or be spoken of in them. Who is missing here was erased or is out of sight: nothing is suggested of
    /// such a person, nor from its words.
    public var people: [Person]
    /// Our own organisations: whoever works there is one of us.
    public var ownOrganizations: Set<Identifier<Organization>>
    /// Who sat on the seller's side of what is linked to it, whether they spoke or not.
    public var sellers: Set<Identifier<Person>> = []
    /// The claims about the objective, its account and its people as they stand, rejected ones among them.
    public var claims: [Claim]
    /// Of these, suggestions about the account that wait because of what belongs to other objectives of it: they are not ended here, and not made once more.
    public var readElsewhere: Set<Identifier<Claim>> = []
    public var settings: SuggestionSettings

    /// What was read, and what is known already.
    public init(
        objective: SalesObjective, passages: [ReadPassage], people: [Person], ownOrganizations: Set<Identifier<Organization>> = [], claims: [Claim] = [],
        settings: SuggestionSettings = SuggestionSettings()
    ) {
        self.objective = objective
        self.passages = passages
        self.people = people
        self.ownOrganizations = ownOrganizations
        self.claims = claims
        self.settings = settings
    }
}

/// Every number of ours ‡ that suggestions rest on. None of them is held against what people confirmed yet.
public struct SuggestionSettings: Hashable, Sendable {
    /// The share of a code from which a passage counts.
    public var share = 0.25
    /// How sure a suggestion must be.
    public var confidence = 0.5
    /// How much less what is said of somebody else counts.
    public var hearsay = 0.8
    /// How much less it counts where it is not clear whether a speaker means itself.
    public var unclear = 0.6
    /// How much surer the best response mode must be than the next one of the same person.
    public var modeLead = 0.1
    /// Places shown with a suggestion.
    public var places = 3
    /// Characters that are quoted as what is stated.
    public var quoted = 200
    /// Suggestions that may wait for an objective at once.
    public var most = 40

    /// The defaults.
    public init() {}
}
