import Covalence

extension SuggestionReader {
    private static let roles: [(code: String, role: BuyingRole)] = [
        ("economic-buyer", .economic), ("user-buyer", .user), ("technical-buyer", .technical), ("coach", .coach),
    ]
    private static let modes: [(code: String, mode: ResponseMode)] = [
        ("growth", .growth), ("trouble", .trouble), ("even-keel", .evenKeel), ("overconfident", .overconfident),
    ]

    /// Roles, response modes, readiness, results and wins.
    mutating func readPeople() {
        for (code, role) in Self.roles {
            // Only the customer's side and third parties buy; a coach may be anybody †.
            for (person, supports) in supports(of: code, ourselves: role == .coach) {
                draft(SellingKinds.role, OfPerson(person, role), rule: SuggestionRules.role(role), supports: supports)
            }
        }
        readResponses()
        readReadiness()
        for passage in passages {
            if let (person, support) = support(of: "result", in: passage, ourselves: false) {
                let quantities = passage.findings.compactMap { if case .quantity(let number, let unit) = $0.content { (number, unit) } else { nil } }
                let quantity = quantities.count == 1 ? quantities.first : nil
                let result = MeasuredResult(quote(passage.text), number: quantity?.0, unit: quantity?.1)
                draft(SellingKinds.result, OfPerson(person, result), rule: SuggestionRules.result, supports: [support])
            }
            if let (person, support) = support(of: "win", in: passage, ourselves: false) {
                draft(SellingKinds.win, OfPerson(person, quote(passage.text)), rule: SuggestionRules.win, supports: [support])
            }
        }
    }

    private func support(of code: String, in passage: ReadPassage, ourselves: Bool) -> (Identifier<Person>, Support)? {
        guard let share = share(code, in: passage), let (person, factor, isHearsay) = person(in: passage, ourselves: ourselves) else { return nil }
        return (person, Support(passage: passage, weight: share * factor, isHearsay: isHearsay))
    }

    /// The passages that carry a code, by the person they speak of, in order of the person.
    private func supports(of code: String, ourselves: Bool) -> [(Identifier<Person>, [Support])] {
        var found: [Identifier<Person>: [Support]] = [:]
        for passage in passages {
            if let (person, support) = support(of: code, in: passage, ourselves: ourselves) { found[person, default: []].append(support) }
        }
        return found.sorted { $0.key < $1.key }
    }

    private mutating func readResponses() {
        var found: [Identifier<Person>: [(mode: ResponseMode, supports: [Support])]] = [:]
        for (code, mode) in Self.modes {
            for (person, supports) in supports(of: code, ourselves: false) {
                let since = held(SellingKinds.response.name, of: person)
                let later = supports.filter { support in since.map { support.passage.at > $0 } ?? true }
                if !later.isEmpty { found[person, default: []].append((mode, later)) }
            }
        }
        for (person, modes) in found.sorted(by: { $0.key < $1.key }) {
            let ranked = modes.map { (mode: $0.mode, supports: $0.supports, confidence: together($0.supports)) }.sorted { $0.confidence > $1.confidence }
            guard let best = ranked.first, ranked.dropFirst().allSatisfy({ best.confidence - $0.confidence >= input.settings.modeLead }) else { continue }
            draft(
                SellingKinds.response, OfPerson(person, response(best.mode, best.supports)), rule: SuggestionRules.response, supports: best.supports
            )
        }
    }

    /// A mode with its gap: as it was read, else the surest words, which tell what should be where somebody wants more, and what is otherwise ‡.
    private func response(_ mode: ResponseMode, _ supports: [Support]) -> Response {
        let findings = supports.flatMap(\.passage.findings)
        var actual = findings.compactMap { if case .actual(let words) = $0.content { quote(words) } else { nil } }.last
        var desired = findings.compactMap { if case .desired(let words) = $0.content { quote(words) } else { nil } }.last
        let surest = supports.map(\.weight).max()
        if actual == nil, desired == nil, let words = supports.first(where: { $0.weight == surest })?.passage.text {
            if mode == .growth { desired = quote(words) } else { actual = quote(words) }
        }
        return Response(mode, actual: actual, desired: desired)
    }

    private mutating func readReadiness() {
        var found: [Identifier<Person>: [(value: Readiness.Level, support: Support)]] = [:]
        for passage in passages {
            guard let person = passage.speaker, !isOurWords(passage) else { continue }
            for finding in passage.findings {
                guard case .readiness(let level) = finding.content else { continue }
                found[person, default: []].append((level, Support(passage: passage, weight: Self.sure(finding))))
            }
        }
        for (person, said) in found.sorted(by: { $0.key < $1.key }) {
            guard let (level, supports) = lastSaid(said) else { continue }
            draft(
                SellingKinds.readiness, Readiness(level, person: person, words: lastWords(supports)), rule: SuggestionRules.readiness, supports: supports, isLatest: true
            )
        }
    }

    /// The words in which it was said last.
    func lastWords(_ supports: [Support]) -> String? { supports.last.map { quote($0.passage.text) } }

    static func sure(_ finding: ReadFinding) -> Double { finding.strength.isFinite ? min(1, max(0, finding.strength)) : 0 }

    /// The value that was said last with every passage that says it; nil where the last interaction that says one says two.
    func lastSaid<Value: Hashable>(_ said: [(value: Value, support: Support)]) -> (Value, [Support])? {
        guard let last = said.last else { return nil }
        let there = said.filter { $0.support.passage.interaction == last.support.passage.interaction }
        guard Set(there.map(\.value)).count == 1 else { return nil }
        return (last.value, said.filter { $0.value == last.value }.map(\.support))
    }

    // MARK: Who turned up

    /// People of the customer and third parties who spoke or were named and have no confirmed statement as influences.
    func newcomers(_ drafts: [Draft]) -> [Suggestions.Newcomer] {
        let kinds = [
            SellingKinds.role.name, SellingKinds.degree.name, SellingKinds.aim.name, SellingKinds.response.name, SellingKinds.result.name,
            SellingKinds.win.name, SellingKinds.outlook.name, SellingKinds.readiness.name,
        ]
        let onSheet = Set(input.claims.filter { $0.standing == .confirmed && kinds.contains($0.kind) && $0.subject == .objective(input.objective.id) }
            .compactMap { claim in claim.object.flatMap { Identifier<Person>($0) } })
        var found: [Identifier<Person>: [Support]] = [:]
        for passage in passages {
            let told = passage.shares.values.filter { $0.isFinite }.max().map { min(1, max(0, $0)) } ?? 0
            if let speaker = passage.speaker { found[speaker, default: []].append(Support(passage: passage, weight: told)) }
            for person in named(in: passage) where person != passage.speaker {
                // What it says itself comes before what is said of it.
                found[person, default: []].append(Support(passage: passage, weight: told - 1, isHearsay: true))
            }
        }
        return found.filter { !onSheet.contains($0.key) && !isOurs($0.key) }.map { person, supports in
            let sorted = supports.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element)
            let evidence = evidence(sorted)
            let words = evidence.compactMap { evidence in sorted.first { $0.passage.place == evidence.place }.map { quote($0.passage.text) } }
            let roles = BuyingRole.allCases.filter { role in
                drafts.contains { SellingKinds.role.content(of: $0.claim) == OfPerson(person, role) }
            }
            return (Suggestions.Newcomer(person: person, roles: roles, evidence: evidence, words: words), supports.count)
        }.sorted { ($1.1, $0.0.person) < ($0.1, $1.0.person) }.map(\.0)
    }
}
