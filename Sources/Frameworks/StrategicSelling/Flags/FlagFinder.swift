import Covalence

/// Holds what is known of a sale against the rules for red flags.
struct FlagFinder {
    let input: SheetInput
    let body: SheetBody
    let key: [Influence]
    let outsiders: [Influence]
    let encounters: Encounters
    let advisers: [Stated<OfPerson<Identifier<Person>>>]
    let strengths: [Strength]
    let actions: [Stated<NextAction>]
    var horizon: Horizon
    private(set) var flags: [Flag] = []

    init(
        input: SheetInput, body: SheetBody, encounters: Encounters, advisers: [Stated<OfPerson<Identifier<Person>>>],
        strengths: [Strength], actions: [Stated<NextAction>], horizon: Horizon
    ) {
        self.input = input
        self.body = body
        key = body.keyInfluences
        outsiders = body.outsiders
        self.encounters = encounters
        self.advisers = advisers
        self.strengths = strengths
        self.actions = actions
        self.horizon = horizon
    }

    var settings: SellingSettings { input.settings }
    var clock: LocalClock { input.clock }
    var opened: Timestamp { input.objective.openedAt }
    /// Flags of the funnel: work of earlier places that was not done, and standing still.
    mutating func find(in funnel: FunnelPosition) {
        guard let place = funnel.place.value else { return }
        for requirement in funnel.skipped {
            raise(
                .movedOnWithout, key: requirement.id, "At “\(place.value.words)” without this: \(requirement.text). \(requirement.reason)",
                claims: place.claims, since: funnel.since
            )
        }
        if funnel.isAgeing, let limit = settings.ageingDays(at: place.value) {
            raise(
                .ageing, "At “\(place.value.words)” since \(clock.day(of: funnel.since)).", claims: place.claims, since: funnel.since.adding(days: limit)
            )
        }
    }

    mutating func raise(
        _ kind: FlagKind, key: String? = nil, of person: Identifier<Person>? = nil, _ what: String, claims: [Identifier<Claim>] = [],
        places: [LinkedInteraction.Place] = [], since: Timestamp
    ) {
        let parts = [kind.rawValue, person?.description, key].compactMap(\.self)
        flags.append(Flag(
            id: parts.joined(separator: "/"), kind: kind, person: person, what: what, claims: claims, places: places, since: since, accepted: nil,
            actions: []
        ))
    }

    /// Every flag apart from those of the funnel, which look at these.
    mutating func find() {
        findRoles()
        findContacts()
        findChanges()
        findCoachWords()
        findAims()
        findResponses()
        findWinResults()
        findCompetition()
        findDates()
        findSteps()
        findMissing()
    }
}
