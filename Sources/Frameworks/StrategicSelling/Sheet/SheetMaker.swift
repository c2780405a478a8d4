import Covalence

/// Makes sheets of one input: what does not depend on claims is sorted out once, so that a sheet “as if” costs little.
struct SheetMaker: Sendable {
    let input: SheetInput
    let encounters: Encounters
    private let people: [Identifier<Person>: Person]

    init(_ input: SheetInput) {
        self.input = input
        encounters = Encounters(input.interactions, at: input.clock)
        people = input.people.reduce(into: [:]) { $0[$1.id] = $1 }
    }

    /// - Parameter waiting: what waits, as the sheet is to show it.
    func sheet(of fold: Fold, waiting: [WaitingStatement]) -> StrategySheet {
        var horizon = Horizon(input.clock)
        for planned in encounters.planned { _ = horizon.hasCome(planned.at) }
        for contact in fold.stated(SellingKinds.contact) { _ = horizon.hasCome(input.clock.start(of: contact.value.value.on)) }
        let body = body(fold)
        var leverage = Leverage(fold: fold, body: body)
        var finder = FlagFinder(
            input: input, body: body, encounters: encounters, advisers: fold.stated(SellingKinds.advises), strengths: leverage.strengths,
            actions: fold.stated(SellingKinds.action), horizon: horizon
        )
        if body.isOpen { finder.find() }
        leverage.take(finder.flags)
        let funnel = FunnelPosition(
            body: body, leverage: leverage, moves: fold.history(SellingKinds.move), current: fold.stated(SellingKinds.move).last,
            encounters: encounters, settings: input.settings, horizon: &finder.horizon
        )
        if body.isOpen { finder.find(in: funnel) }
        leverage.take(finder.flags)
        leverage.settle()
        return StrategySheet(
            body: body, flags: leverage.flags, strengths: leverage.strengths, actions: leverage.actions, funnel: funnel,
            waiting: waiting, unread: fold.unread, nextChange: finder.horizon.next
        )
    }

    private func body(_ fold: Fold) -> SheetBody {
        let influences = influences(fold)
        let onSheet = Set(influences.map(\.id))
        var body = SheetBody(
            objective: input.objective, clock: input.clock, facts: SheetFacts(fold), influences: influences, roles: roles(influences),
            notOnSheet: encounters.people.subtracting(onSheet).compactMap { people[$0] }.filter { !isOwn($0) }
                .sorted { ($0.name, $0.id) < ($1.name, $1.id) },
            winResults: WinResults(
                influences: influences, results: fold.stated(SellingKinds.ownResult), wins: fold.stated(SellingKinds.ownWin),
                outlook: fold.stated(SellingKinds.ownOutlook).last
            ),
            fitsProfile: input.fitsProfile
        )
        body.statements = body.makeStatements()
        return body
    }

    private func isOwn(_ person: Person?) -> Bool { person?.organization.map { input.ownOrganizations.contains($0) } ?? false }

    // MARK: Influences

    private func influences(_ fold: Fold) -> [Influence] {
        let roles = byPerson(fold.stated(SellingKinds.role)), degrees = byPerson(fold.stated(SellingKinds.degree))
        let aims = byPerson(fold.stated(SellingKinds.aim)), responses = byPerson(fold.stated(SellingKinds.response))
        let pastResponses = byPerson(fold.history(SellingKinds.response)), results = byPerson(fold.stated(SellingKinds.result))
        let wins = byPerson(fold.stated(SellingKinds.win)), outlooks = byPerson(fold.stated(SellingKinds.outlook))
        let contacts = byPerson(fold.stated(SellingKinds.contact)), above = byPerson(fold.stated(SellingKinds.reportsTo))
        let changes = byPerson(fold.stated(SellingKinds.jobChange))
        var readiness: [Identifier<Person>: Stated<Readiness>] = [:]
        for stated in fold.stated(SellingKinds.readiness) {
            if let person = stated.value.person { readiness[person] = stated }
        }
        let proposals = fold.history(SellingKinds.proposal).map { $0.value.madeOn.map(input.clock.start) ?? $0.since }.sorted()

        // Whoever has a role, a degree or an aim in it is on the sheet.
        var ids = Set(roles.keys).union(degrees.keys).union(aims.keys).union(responses.keys)
        ids.formUnion(Set(results.keys).union(wins.keys).union(outlooks.keys).union(readiness.keys))
        return ids.map { id in
            let person = people[id]
            let name = person?.name ?? "this person"
            let contact = encounters.summary(of: id, stated: contacts[id] ?? [], at: input.clock)
            let seen = [
                roles[id]?.map(\.since), degrees[id]?.map(\.since), aims[id]?.map(\.since), responses[id]?.map(\.since), results[id]?.map(\.since),
                wins[id]?.map(\.since), outlooks[id]?.map(\.since), readiness[id].map { [$0.since] }, contact.first.map { [$0.at] },
            ].compactMap { $0 }.joined().min()
            return Influence(
                id: id, person: person, isOwn: isOwn(person), roles: (roles[id] ?? []).sorted { $0.value < $1.value },
                degree: degrees[id]?.last.map { .known($0) } ?? .notKnown(.material("how much \(name) weighs in this sale.")),
                aims: aims[id] ?? [], contact: contact,
                response: ResponseAssessment(
                    name: name, history: pastResponses[id] ?? [], stated: responses[id]?.last, proposals: proposals
                ),
                readiness: readiness[id].map { .known($0) } ?? .notKnown(.material("how ready \(name) is to give up today's solution.")),
                results: results[id] ?? [], wins: wins[id] ?? [], outlook: outlooks[id]?.last, reportsTo: above[id]?.last,
                jobChanges: changes[id] ?? [], firstSeen: seen ?? input.objective.openedAt
            )
        }.sorted { Self.rank($0) < Self.rank($1) }
    }

    private static func rank(_ influence: Influence) -> (Int, Int, String, Identifier<Person>) {
        let role = influence.roles.first.flatMap { BuyingRole.allCases.firstIndex(of: $0.value) } ?? BuyingRole.allCases.count
        let degree = influence.degree.value.flatMap { InfluenceDegree.allCases.firstIndex(of: $0.value) } ?? -1
        return (role, -degree, influence.name, influence.id)
    }

    private func byPerson<Value>(_ stated: [Stated<OfPerson<Value>>]) -> [Identifier<Person>: [Stated<Value>]] {
        stated.reduce(into: [:]) { $0[$1.value.person, default: []].append($1.map(\.value)) }
    }

    private func roles(_ influences: [Influence]) -> [RoleCover] {
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
            claim: claim.id, title: SellingKinds.title(of: claim.kind) ?? claim.kind, text: claim.value ?? claim.object ?? "", person: person,
            evidence: claim.evidence, author: claim.author.name
        )
    }
}
