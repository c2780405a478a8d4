import Covalence

/// What is stated of people, by person.
struct PeopleStatements: Sendable {
    private(set) var roles: [Identifier<Person>: [Stated<BuyingRole>]] = [:]
    private(set) var degrees: [Identifier<Person>: [Stated<InfluenceDegree>]] = [:]
    private(set) var aims: [Identifier<Person>: [Stated<String>]] = [:]
    private(set) var responses: [Identifier<Person>: [Stated<Response>]] = [:]
    private(set) var pastResponses: [Identifier<Person>: [Stated<Response>]] = [:]
    private(set) var results: [Identifier<Person>: [Stated<MeasuredResult>]] = [:]
    private(set) var wins: [Identifier<Person>: [Stated<String>]] = [:]
    private(set) var outlooks: [Identifier<Person>: [Stated<Outlook>]] = [:]
    private(set) var contacts: [Identifier<Person>: [Stated<StatedContact>]] = [:]
    private(set) var above: [Identifier<Person>: [Stated<Identifier<Person>>]] = [:]
    private(set) var jobChanges: [Identifier<Person>: [Stated<JobChange>]] = [:]
    private(set) var readiness: [Identifier<Person>: Stated<Readiness>] = [:]
    /// When proposals were made, in order.
    private(set) var proposals: [Timestamp] = []

    init(_ fold: Fold, clock: LocalClock) {
        for kind in Self.kinds { take(kind, fold) }
        takeProposals(fold, clock)
    }

    /// The kinds that state something of people, or of one person each.
    static let kinds = [
        SellingKinds.role.name, SellingKinds.degree.name, SellingKinds.aim.name, SellingKinds.response.name, SellingKinds.result.name,
        SellingKinds.win.name, SellingKinds.outlook.name, SellingKinds.contact.name, SellingKinds.reportsTo.name, SellingKinds.jobChange.name,
        SellingKinds.readiness.name,
    ]

    /// Whoever has a role, a degree, an aim or the like in it is on the sheet.
    var people: Set<Identifier<Person>> {
        var people = Set(roles.keys).union(degrees.keys).union(aims.keys).union(responses.keys)
        people.formUnion(Set(results.keys).union(wins.keys).union(outlooks.keys).union(readiness.keys))
        return people
    }

    func isOnSheet(_ id: Identifier<Person>) -> Bool {
        roles[id] != nil || degrees[id] != nil || aims[id] != nil || responses[id] != nil || results[id] != nil || wins[id] != nil
            || outlooks[id] != nil || readiness[id] != nil
    }

    /// Since when anything that puts a person on the sheet has been stated.
    func firstStated(of id: Identifier<Person>) -> Timestamp? {
        [
            roles[id]?.map(\.since).min(), degrees[id]?.map(\.since).min(), aims[id]?.map(\.since).min(), responses[id]?.map(\.since).min(),
            results[id]?.map(\.since).min(), wins[id]?.map(\.since).min(), outlooks[id]?.map(\.since).min(), readiness[id]?.since,
        ].compactMap(\.self).min()
    }

    /// Takes over what is stated of a kind.
    ///
    /// - Parameter person: nil for everybody; otherwise what is stated of this person takes the place of what was.
    mutating func take(_ kind: String, _ fold: Fold, of person: Identifier<Person>? = nil) {
        switch kind {
        case SellingKinds.role.name: put(fold.stated(SellingKinds.role), person, \.roles)
        case SellingKinds.degree.name: put(fold.stated(SellingKinds.degree), person, \.degrees)
        case SellingKinds.aim.name: put(fold.stated(SellingKinds.aim), person, \.aims)
        case SellingKinds.response.name:
            put(fold.stated(SellingKinds.response), person, \.responses)
            put(fold.history(SellingKinds.response), person, \.pastResponses)
        case SellingKinds.result.name: put(fold.stated(SellingKinds.result), person, \.results)
        case SellingKinds.win.name: put(fold.stated(SellingKinds.win), person, \.wins)
        case SellingKinds.outlook.name: put(fold.stated(SellingKinds.outlook), person, \.outlooks)
        case SellingKinds.contact.name: put(fold.stated(SellingKinds.contact), person, \.contacts)
        case SellingKinds.reportsTo.name: put(fold.stated(SellingKinds.reportsTo), person, \.above)
        case SellingKinds.jobChange.name: put(fold.stated(SellingKinds.jobChange), person, \.jobChanges)
        case SellingKinds.readiness.name:
            for stated in fold.stated(SellingKinds.readiness) {
                if let of = stated.value.person, person == nil || person == of { readiness[of] = stated }
            }
        default: break
        }
    }

    mutating func takeProposals(_ fold: Fold, _ clock: LocalClock) {
        proposals = fold.history(SellingKinds.proposal).map { $0.value.madeOn.map(clock.start) ?? $0.since }.sorted()
    }

    private mutating func put<Value>(
        _ stated: [Stated<OfPerson<Value>>], _ person: Identifier<Person>?, _ path: WritableKeyPath<PeopleStatements, [Identifier<Person>: [Stated<Value>]]>
    ) {
        if let person {
            let own = stated.filter { $0.value.person == person }.map { $0.map(\.value) }
            self[keyPath: path][person] = own.isEmpty ? nil : own
        } else {
            self[keyPath: path] = stated.reduce(into: [:]) { $0[$1.value.person, default: []].append($1.map(\.value)) }
        }
    }
}
