import Covalence

/// Makes sheets of one input: what does not depend on claims is sorted out once, so that a sheet “as if” costs little.
struct SheetMaker: Sendable {
    let input: SheetInput
    let encounters: Encounters
    private let people: [Identifier<Person>: Person]
    private let ours: Set<Identifier<Person>>

    init(_ input: SheetInput) {
        self.input = input
        encounters = Encounters(input.interactions, at: input.clock)
        people = input.people.reduce(into: [:]) { $0[$1.id] = $1 }
        ours = input.ours
    }

    /// - Parameter waiting: what waits, as the sheet is to show it.
    func sheet(of fold: Fold, waiting: [WaitingStatement]) -> StrategySheet {
        var horizon = Horizon(input.clock)
        for planned in encounters.planned { _ = horizon.hasCome(planned.at) }
        for contact in fold.stated(SellingKinds.contact) { _ = horizon.hasCome(input.clock.start(of: contact.value.value.on)) }
        var body = body(fold)
        body.statements = body.makeStatements()
        var leverage = Leverage(fold: fold, body: body)
        var finder = finder(body, leverage, fold, horizon)
        if body.isOpen { finder.find() }
        leverage.take(finder.flags)
        leverage.settleFlags()
        let funnel = FunnelPosition(
            finder: &finder, leverage: leverage, moves: fold.history(SellingKinds.move), current: fold.stated(SellingKinds.move).last,
            interactions: encounters.past
        )
        if body.isOpen { finder.find(in: funnel) }
        leverage.take(finder.flags)
        leverage.settle()
        return StrategySheet(
            body: body, flags: leverage.flags, strengths: leverage.strengths, actions: leverage.actions, funnel: funnel,
            waiting: waiting, unread: fold.unread, nextChange: finder.horizon.next
        )
    }

    func finder(_ body: SheetBody, _ leverage: Leverage, _ fold: Fold, _ horizon: Horizon) -> FlagFinder {
        FlagFinder(
            input: input, body: body, encounters: encounters, advisers: fold.stated(SellingKinds.advises), strengths: leverage.strengths,
            actions: fold.stated(SellingKinds.action), horizon: horizon
        )
    }

    /// What a sheet states, without its lines.
    func body(_ fold: Fold) -> SheetBody {
        let statements = PeopleStatements(fold, clock: input.clock)
        let influences = statements.people.map { influence($0, statements) }.sorted { Self.precedes($0, $1) }
        return SheetBody(
            objective: input.objective, clock: input.clock, facts: SheetFacts(fold), influences: influences, roles: roles(influences),
            notOnSheet: notOnSheet(influences), winResults: winResults(influences, fold), fitsProfile: input.fitsProfile
        )
    }

    // MARK: Influences

    /// One influence, from what is stated of it and from the record.
    func influence(_ id: Identifier<Person>, _ statements: PeopleStatements) -> Influence {
        let person = people[id]
        let name = person?.name ?? "this person"
        let contact = encounters.summary(of: id, stated: statements.contacts[id] ?? [], at: input.clock)
        let seen = [statements.firstStated(of: id), contact.first?.at].compactMap(\.self).min()
        return Influence(
            id: id, person: person, isOwn: ours.contains(id), roles: (statements.roles[id] ?? []).sorted { $0.value < $1.value },
            degree: statements.degrees[id]?.last.map { .known($0) } ?? .notKnown(.material("how much \(name) weighs in this sale.")),
            aims: statements.aims[id] ?? [], contact: contact,
            response: ResponseAssessment(
                name: name, history: statements.pastResponses[id] ?? [], stated: statements.responses[id]?.last, proposals: statements.proposals
            ),
            readiness: statements.readiness[id].map { .known($0) } ?? .notKnown(.material("how ready \(name) is to give up today's solution.")),
            results: statements.results[id] ?? [], wins: statements.wins[id] ?? [], outlook: statements.outlooks[id]?.last,
            reportsTo: statements.above[id]?.last, jobChanges: statements.jobChanges[id] ?? [], firstSeen: seen ?? input.objective.openedAt
        )
    }

    /// Whether an influence stands before another one.
    static func precedes(_ left: Influence, _ right: Influence) -> Bool { rank(left) < rank(right) }

    private static func rank(_ influence: Influence) -> (Int, Int, String, Identifier<Person>) {
        let role = influence.roles.first.flatMap { BuyingRole.allCases.firstIndex(of: $0.value) } ?? BuyingRole.allCases.count
        let degree = influence.degree.value.flatMap { InfluenceDegree.allCases.firstIndex(of: $0.value) } ?? -1
        return (role, -degree, influence.name, influence.id)
    }

    func notOnSheet(_ influences: [Influence]) -> [Person] {
        encounters.people.subtracting(influences.map(\.id)).subtracting(ours).compactMap { people[$0] }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    func winResults(_ influences: [Influence], _ fold: Fold) -> WinResults {
        WinResults(
            influences: influences, results: fold.stated(SellingKinds.ownResult), wins: fold.stated(SellingKinds.ownWin),
            outlook: fold.stated(SellingKinds.ownOutlook).last
        )
    }

    func roles(_ influences: [Influence]) -> [RoleCover] {
        BuyingRole.allCases.map { role in
            let holders = influences.filter { $0.person != nil && $0.holds(role) }
            return RoleCover(
                role: role, holders: holders.map(\.id),
                claims: holders.flatMap { $0.roles.filter { $0.value == role }.flatMap(\.claims) }
            )
        }
    }

    // MARK: What waits

    func waiting(_ claim: Claim) -> WaitingStatement {
        var person = claim.object.flatMap { Identifier<Person>($0) }
        if case .person(let subject) = claim.subject { person = subject }
        return WaitingStatement(
            claim: claim.id, title: SellingKinds.title(of: claim.kind) ?? claim.kind, text: SellingKinds.closeDate.content(of: claim).map { "\($0)" } ?? DatedText(claim.value ?? claim.object ?? ""),
            words: claim.payload["words"], person: person, evidence: claim.evidence, author: claim.author
        )
    }
}
