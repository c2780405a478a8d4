public import Covalence

/// The vocabulary of strategic selling (frameworks.md, 5): every kind of claim it states and reads.
public enum SellingKinds {
    // MARK: The objective

    public static let what = StatementKind<WhatIsSold>(
        "objective.what", "What is sold",
        write: { Fields(value: $0.text, payload: texts(("offering", $0.offering?.description))) },
        read: { fields in fields.words.map { WhatIsSold($0, offering: fields.id("offering", Offering.self)) } }
    )
    public static let amount = StatementKind<Money>(
        "objective.amount", "Amount",
        write: { Fields(value: $0.description, payload: ["minor-units": String($0.minorUnits), "currency": $0.currency.code]) },
        read: { fields in
            guard let units = fields.payload["minor-units"].flatMap({ Int64($0) }), let currency = fields.payload["currency"].flatMap({ Currency($0) })
            else { return nil }
            return Money(minorUnits: units, currency: currency)
        }
    )
    public static let closeDate = StatementKind<CalendarDay>(
        "objective.close-date", "Close date", write: { Fields(value: $0.description) }, read: { $0.words.flatMap { CalendarDay($0) } }
    )
    /// As the source names it; the place in the funnel is another statement.
    public static let stage = words("objective.stage", "Stage")
    public static let owner = StatementKind<Owner>(
        "objective.owner", "Owner",
        write: { Fields(value: $0.name, payload: texts(("member", $0.member?.description))) },
        read: { fields in fields.words.map { Owner($0, member: fields.id("member", Member.self)) } }
    )
    public static let competitor = StatementKind<Competitor>(
        "objective.competitor", "Competitor", key: { StatementKey(text: $0.name.lowercased()) },
        write: { Fields(value: $0.name, payload: texts(("organization", $0.organization?.description), ("standing", $0.standing.rawValue))) },
        read: { fields in
            guard let name = fields.words, let standing = fields.choice("standing", Competitor.Standing.self) else { return nil }
            return Competitor(name, organization: fields.id("organization", Organization.self), standing: standing)
        }
    )
    public static let ending = StatementKind<Ending>(
        "objective.outcome", "Outcome",
        write: { Fields(value: $0.result.rawValue, payload: texts(("reason", $0.reason), ("closed-on", $0.closedOn?.description))) },
        read: { fields in
            let day = fields.day("closed-on")
            guard let result = fields.words.flatMap({ Ending.Result(rawValue: $0) }), !fields.isBroken("closed-on", day) else { return nil }
            return Ending(result, reason: fields.text("reason"), closedOn: day)
        }
    )
    public static let call = StatementKind<SalespersonCall>(
        "objective.call", "What the salesperson says",
        write: { Fields(value: $0.category?.rawValue, payload: texts(("probability", $0.probability.map { String($0) }))) },
        read: { fields in
            let probability = fields.number("probability"), category = fields.words.flatMap { SalespersonCall.Category(rawValue: $0) }
            guard probability != nil || category != nil, !fields.isBroken("probability", probability), (0...1).contains(probability ?? 0),
                  fields.words == nil || category != nil
            else { return nil }
            return SalespersonCall(probability: probability, category: category)
        }
    )
    public static let readiness = StatementKind<Readiness>(
        "objective.readiness", "Readiness to give up today's solution", key: { StatementKey(person: $0.person) },
        write: { Fields(object: $0.person?.description, value: $0.level.rawValue, payload: texts(("words", $0.words))) },
        read: { fields in
            let person = fields.objectID(Person.self)
            guard let level = fields.words.flatMap({ Readiness.Level(rawValue: $0) }), fields.object == nil || person != nil else { return nil }
            return Readiness(level, person: person, words: fields.text("words"))
        }
    )
    public static let need = StatementKind<Need>(
        "objective.need", "Need", keeping: .each,
        write: { Fields(value: $0.text, payload: ["immediate": $0.isImmediate ? "yes" : "no"]) },
        read: { fields in
            guard let text = fields.words, let immediate = fields.payload["immediate"], ["yes", "no"].contains(immediate) else { return nil }
            return Need(text, isImmediate: immediate == "yes")
        }
    )
    public static let proposal = StatementKind<Proposal>(
        "objective.proposal", "Proposal",
        write: { Fields(value: $0.text, payload: texts(("made-on", $0.madeOn?.description))) },
        read: { fields in
            let day = fields.day("made-on")
            guard let text = fields.words, !fields.isBroken("made-on", day) else { return nil }
            return Proposal(text, madeOn: day)
        }
    )

    // MARK: Funnel, actions, flags, strengths, our own side

    public static let move = StatementKind<Move>(
        "objective.place", "Place in the funnel",
        write: { Fields(value: $0.to.rawValue, payload: texts(("reason", $0.reason))) },
        read: { fields in fields.words.flatMap { FunnelPlace(rawValue: $0) }.map { Move(to: $0, reason: fields.text("reason")) } }
    )
    public static let action = StatementKind<NextAction>(
        "objective.action", "Next step", keeping: .each,
        write: {
            Fields(value: $0.what, payload: texts(
                ("who", $0.who), ("due", $0.due?.description), ("done-on", $0.doneOn?.description), ("removes", $0.removes), ("uses", $0.uses)
            ))
        },
        read: { fields in
            let due = fields.day("due"), done = fields.day("done-on")
            guard let what = fields.words, !fields.isBroken("due", due), !fields.isBroken("done-on", done) else { return nil }
            return NextAction(what, who: fields.text("who"), due: due, doneOn: done, removes: fields.text("removes"), uses: fields.text("uses"))
        }
    )
    public static let acceptedFlag = StatementKind<FlagAcceptance>(
        "objective.flag-accepted", "Accepted flag", key: { StatementKey(text: $0.flag) },
        write: { Fields(value: $0.reason, payload: ["flag": $0.flag]) },
        read: { fields in
            guard let reason = fields.words, let flag = fields.text("flag") else { return nil }
            return FlagAcceptance(flag: flag, reason: reason)
        }
    )
    public static let strength = StatementKind<StrengthStatement>(
        "objective.strength", "Strength", keeping: .each,
        write: { Fields(object: $0.mattersTo?.description, value: $0.what, payload: texts(("against", $0.against))) },
        read: { fields in
            let person = fields.objectID(Person.self)
            guard let what = fields.words, fields.object == nil || person != nil else { return nil }
            return StrengthStatement(what, mattersTo: person, against: fields.text("against"))
        }
    )
    public static let ownResult = StatementKind<MeasuredResult>(
        "objective.own-result", "Our result", keeping: .each, write: write, read: result
    )
    public static let ownWin = words("objective.own-win", "Our win", keeping: .each)
    public static let ownOutlook = StatementKind<Outlook>("objective.own-outlook", "How we come out", write: write, read: outlook)

    // MARK: Influences

    public static let role = influence(
        "influence.role", "Role", keyedBy: \BuyingRole.rawValue, write: { Fields(value: $0.rawValue) },
        read: { $0.words.flatMap { BuyingRole(rawValue: $0) } }
    )
    public static let degree = influence(
        "influence.degree", "Degree of influence", write: { Fields(value: $0.rawValue) }, read: { $0.words.flatMap { InfluenceDegree(rawValue: $0) } }
    )
    public static let aim = influence("influence.aim", "Own aim", keeping: .each, write: { Fields(value: $0) }, read: \.words)
    public static let response = influence(
        "influence.response", "Response mode",
        write: { (response: Response) in
            Fields(value: response.mode.rawValue, payload: texts(("actual", response.actual), ("desired", response.desired)))
        },
        read: { fields in
            fields.words.flatMap { ResponseMode(rawValue: $0) }.map { Response($0, actual: fields.text("actual"), desired: fields.text("desired")) }
        }
    )
    public static let result = influence("influence.result", "Result", keeping: .each, write: write, read: result)
    public static let win = influence("influence.win", "Win", keeping: .each, write: { Fields(value: $0) }, read: \.words)
    public static let outlook = influence("influence.outlook", "How the influence comes out", write: write, read: outlook)
    public static let contact = influence(
        "influence.contact", "Contact", keeping: .each,
        write: { (contact: StatedContact) in Fields(value: contact.how, payload: ["on": contact.on.description]) },
        read: { fields in
            guard let how = fields.words, let day = fields.day("on") else { return nil }
            return StatedContact(how, on: day)
        }
    )

    // MARK: People and accounts

    public static let reportsTo = person(
        Person.reportsToKind, "Reports to", write: { (above: Identifier<Person>) in Fields(object: above.description) }, read: { $0.objectID(Person.self) }
    )
    public static let jobChange = person(
        "person.job-change", "Change of job", keeping: .each,
        write: { (change: JobChange) in Fields(value: change.text, payload: texts(("change", change.kind.rawValue), ("on", change.on?.description))) },
        read: { fields in
            let day = fields.day("on")
            guard let text = fields.words, let kind = fields.choice("change", JobChange.Kind.self), !fields.isBroken("on", day) else { return nil }
            return JobChange(kind, text, on: day)
        }
    )
    /// Advises the object informally, without being above or below.
    public static let advises = person(
        "person.advises", "Advises", keeping: .each, write: { (advised: Identifier<Person>) in Fields(object: advised.description) },
        read: { $0.objectID(Person.self) }
    )
    public static let reorganisation = words("organization.reorganisation", "Reorganisation", about: .organization, keeping: .each)

    /// What is known of an account about a criterion of the ideal customer profile.
    public static let profileAnswer = StatementKind<ProfileStatement>(
        "profile.answer", "About the ideal customer profile", about: .organization, key: { StatementKey(text: $0.criterion) },
        write: { Fields(value: $0.answer.text, payload: ["criterion": $0.criterion, "sort": $0.answer.sort.rawValue]) },
        read: { fields in
            guard let criterion = fields.text("criterion"), let sort = fields.choice("sort", ProfileAnswer.Sort.self) else { return nil }
            return fields.words.flatMap { ProfileAnswer($0, sort) }.map { ProfileStatement(criterion, $0) }
        }
    )
    /// Whether an account is one of our best: a person says so.
    public static let bestAccount = StatementKind<Bool>(
        "profile.best", "One of our best accounts", about: .organization, write: { Fields(value: $0 ? "yes" : "no") },
        read: { fields in
            switch fields.words {
            case "yes": true
            case "no": false
            default: nil
            }
        }
    )
    /// The kinds that the ideal customer profile is held against.
    public static let profileKinds: Set<String> = [profileAnswer.name, bestAccount.name]

    // MARK: All of them

    /// Every kind, in the order above.
    static let all: [any FoldableKind] = [
        what, amount, closeDate, stage, owner, competitor, ending, call, readiness, need, proposal, move, action, acceptedFlag, strength,
        ownResult, ownWin, ownOutlook, role, degree, aim, response, result, win, outlook, contact, reportsTo, jobChange, advises,
        reorganisation, profileAnswer, bestAccount,
    ]
    static let byName: [String: any FoldableKind] = all.reduce(into: [:]) { $0[$1.name] = $1 }

    /// The names of every kind, sorted: what a sheet reads.
    public static let names: [String] = byName.keys.sorted()

    /// A kind in plain words; nil for what is not in the vocabulary.
    public static func title(of kind: String) -> String? { byName[kind]?.title }

    // MARK: Parts

    private static func words(_ name: String, _ title: String, about: AboutWhat = .objective, keeping: Keeping = .latest) -> StatementKind<String> {
        StatementKind(name, title, about: about, keeping: keeping, write: { Fields(value: $0) }, read: \.words)
    }

    /// A kind about a person in an objective: the person's id is the object of its claims, so that erasing the person finds them.
    private static func influence<Value>(
        _ name: String, _ title: String, keeping: Keeping = .latest, keyedBy key: @escaping @Sendable (Value) -> String = { _ in "" },
        write: @escaping @Sendable (Value) -> Fields, read: @escaping @Sendable (Fields) -> Value?
    ) -> StatementKind<OfPerson<Value>> {
        StatementKind(
            name, title, keeping: keeping, key: { StatementKey(person: $0.person, text: key($0.value)) },
            write: { content in
                var fields = write(content.value)
                fields.object = content.person.description
                return fields
            },
            read: { fields in
                guard let person = fields.objectID(Person.self), let value = read(fields) else { return nil }
                return OfPerson(person, value)
            }
        )
    }

    /// A kind about a person in all objectives: the person is the subject of its claims.
    private static func person<Value>(
        _ name: String, _ title: String, keeping: Keeping = .latest, write: @escaping @Sendable (Value) -> Fields,
        read: @escaping @Sendable (Fields) -> Value?
    ) -> StatementKind<OfPerson<Value>> {
        StatementKind(
            name, title, about: .person, keeping: keeping, key: { StatementKey(person: $0.person) }, write: { write($0.value) },
            read: { fields in
                guard let person = fields.subject, let value = read(fields) else { return nil }
                return OfPerson(person, value)
            }
        )
    }

    private static func texts(_ pairs: (String, String?)...) -> [String: String] {
        var payload: [String: String] = [:]
        for (key, text) in pairs { payload[key] = text }
        return payload
    }

    @Sendable private static func write(_ result: MeasuredResult) -> Fields {
        Fields(value: result.text, payload: texts(("number", result.number.map { String($0) }), ("unit", result.unit)))
    }

    @Sendable private static func result(_ fields: Fields) -> MeasuredResult? {
        let number = fields.number("number")
        guard let text = fields.words, !fields.isBroken("number", number) else { return nil }
        return MeasuredResult(text, number: number, unit: fields.text("unit"))
    }

    @Sendable private static func write(_ outlook: Outlook) -> Fields {
        Fields(value: outlook.verdict.rawValue, payload: texts(("reason", outlook.reason)))
    }

    @Sendable private static func outlook(_ fields: Fields) -> Outlook? {
        fields.words.flatMap { Outlook.Verdict(rawValue: $0) }.map { Outlook($0, reason: fields.text("reason")) }
    }
}
