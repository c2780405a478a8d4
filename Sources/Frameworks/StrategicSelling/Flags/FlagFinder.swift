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
    /// Coaches, by id.
    let coaches: Set<Identifier<Person>>
    /// Those to whom a strength matters.
    let strengthened: Set<Identifier<Person>>
    /// When the proposal was made.
    let proposed: Timestamp?
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
        coaches = Set(body.influences.indices.filter { body.influences[$0].holds(.coach) }.map { body.influences[$0].id })
        strengthened = Set(strengths.compactMap(\.stated.value.mattersTo))
        proposed = body.facts.proposal.value.map { $0.value.madeOn.map(input.clock.start) ?? $0.since }
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
                .ageing, "At “\(place.value.words)” since \(clock.day(of: funnel.since)).", claims: place.claims, since: clock.start(days: limit, after: funnel.since)
            )
        }
    }

    mutating func raise(
        _ kind: FlagKind, key: String? = nil, of person: Identifier<Person>? = nil, _ what: DatedText, claims: [Identifier<Claim>] = [],
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
        findOnTheWhole()
        findRoles()
        findDates()
        findThread()
        findSteps()
        for influence in body.influences { find(of: influence) }
        findInWords(body.statements)
    }

    /// Flags of the sale, other than those that are found by themselves.
    mutating func findOnTheWhole() {
        findStaleness()
        findAdvisers()
        findReorganisations()
        findReadiness()
        findOutcome()
        findCompetition()
        findMissing()
    }

    /// Flags of one influence: they look at nobody else.
    mutating func find(of influence: Influence) {
        findChanges(of: influence)
        if influence.person != nil, !influence.isOwn {
            findDegree(of: influence)
            findContacts(of: influence)
            findNewness(of: influence)
        }
        if influence.isKey {
            findAims(of: influence)
            findResponse(of: influence)
            findWinResults(of: influence)
        }
    }

    /// Flags of what is stated, each by itself.
    mutating func findInWords(_ lines: [SheetLine]) {
        findCoachWords(lines)
        findAssumed(lines)
    }

    /// What is found by a part of the rules.
    mutating func flags(finding find: (inout FlagFinder) -> Void) -> [Flag] {
        let before = flags
        flags = []
        find(&self)
        defer { flags = before }
        return flags
    }
}
