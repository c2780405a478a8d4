import Covalence

/// What would change on a sheet if a suggestion were confirmed. The sheet is made once, in parts; a suggestion makes anew the parts that it can touch, and
/// the difference of these is the difference of the sheets.
///
/// The rules of a sheet look at one influence, at one line that is stated, or at the sale as a whole. So a statement about a person touches what is stated of
/// that person in its kind, that person's flags and what looks at the whole, and nothing of anybody else.
struct AsIf {
    let maker: SheetMaker
    let fold: Fold
    private let statements: PeopleStatements
    private let body: SheetBody
    private let leverage: Leverage
    private let finder: FlagFinder
    private let funnel: FunnelPosition
    private let flags: Parts
    private var groups: [String: any FoldedGroups] = [:]

    /// What flags are found in.
    private enum Part: Hashable {
        case whole, roles, dates, thread, steps, funnel
        case influence(Identifier<Person>)
        /// What is stated of the sale, and by us.
        case saleWords
        case words(Identifier<Person>, kind: String)
    }

    /// Flags by what they are found in.
    private struct Parts {
        var all: [Part: [Flag]] = [:]
        var grave: [Part: [Flag]] = [:]
        /// What is stated of people.
        var lines: [Part: [SheetLine]] = [:]

        mutating func put(_ found: [Flag], _ part: Part) {
            guard !found.isEmpty else { return }
            all[part] = found
            let grave = found.filter(AsIf.isGrave)
            if !grave.isEmpty { self.grave[part] = grave }
        }
    }

    private static func isGrave(_ flag: Flag) -> Bool { flag.kind <= .reorganisation }

    init(_ input: SheetInput) {
        maker = SheetMaker(input)
        fold = Fold(input)
        statements = PeopleStatements(fold, clock: input.clock)
        body = maker.body(fold)
        leverage = Leverage(fold: fold, body: body)
        finder = maker.finder(body, leverage, fold, Horizon(input.clock))
        var flags = Self.parts(finder)
        let funnel = Self.funnel(finder, leverage, flags.grave.values.flatMap(\.self), fold)
        if body.isOpen {
            var finder = finder
            flags.put(finder.flags { $0.find(in: funnel) }, .funnel)
        }
        self.funnel = funnel
        self.flags = flags
    }

    /// The funnel looks at the grave flags only.
    private static func funnel(_ finder: FlagFinder, _ leverage: Leverage, _ grave: [Flag], _ fold: Fold) -> FunnelPosition {
        var finder = finder, leverage = leverage
        leverage.take(grave)
        leverage.settleFlags()
        return FunnelPosition(
            finder: &finder, leverage: leverage, moves: fold.history(SellingKinds.move), current: fold.stated(SellingKinds.move).last, interactions: []
        )
    }

    /// Flags apart from those of the funnel.
    private static func parts(_ finder: FlagFinder) -> Parts {
        var parts = Parts(), finder = finder
        let body = finder.body
        guard body.isOpen else { return parts }
        parts.put(finder.flags { $0.findOnTheWhole() }, .whole)
        parts.put(finder.flags { $0.findRoles() }, .roles)
        parts.put(finder.flags { $0.findDates() }, .dates)
        parts.put(finder.flags { $0.findThread() }, .thread)
        parts.put(finder.flags { $0.findSteps() }, .steps)
        parts.put(finder.flags { $0.findInWords(body.factLines + body.ownLines) }, .saleWords)
        for influence in body.influences {
            parts.put(finder.flags { $0.find(of: influence) }, .influence(influence.id))
            for kind in PeopleStatements.kinds {
                let lines = body.lines(of: influence, only: kind)
                guard !lines.isEmpty else { continue }
                parts.lines[.words(influence.id, kind: kind)] = lines
                parts.put(finder.flags { $0.findInWords(lines) }, .words(influence.id, kind: kind))
            }
        }
        return parts
    }

    // MARK: One suggestion

    /// What would change; empty where nothing would.
    mutating func changes(confirming claim: Claim) -> [SheetChange] {
        guard let kind = SellingKinds.byName[claim.kind] else { return [] }
        let groups = self.groups[kind.name] ?? fold.groups(of: kind)
        self.groups[kind.name] = groups
        guard let next = fold.confirming(claim, groups) else { return [] }

        // The people whose statements, or of whom flags, can change.
        var person: Identifier<Person>?
        if case .person(let id) = claim.subject { person = id } else { person = claim.object.flatMap { Identifier($0) } }
        var statements = statements, body = body
        if let person { statements.take(kind.name, next, of: person) }
        var told: Set<Identifier<Person>> = [], flagged: Set<Identifier<Person>> = []
        var isNew = false
        if let person, PeopleStatements.kinds.contains(kind.name), statements.isOnSheet(person) {
            isNew = body.influence(person) == nil
            told = [person]
            flagged = [person]
            replace(maker.influence(person, statements), in: &body)
        }
        if kind.name == SellingKinds.proposal.name {
            // Modes are responses to a proposal: nothing else of anybody hangs on it.
            statements.takeProposals(next, maker.input.clock)
            // Only the first and the latest count.
            let (former, new) = (self.statements.proposals, statements.proposals)
            if former.first == new.first, former.last == new.last, next.stated(SellingKinds.proposal) == fold.stated(SellingKinds.proposal) { return [] }
            flagged = Set(body.influences.map(\.id))
            body.influences = body.influences.map { maker.influence($0.id, statements) }
        }
        if kind.name == SellingKinds.strength.name, let person, body.influence(person) != nil { flagged = [person] }
        if isNew {
            body.notOnSheet = maker.notOnSheet(body.influences)
            // Their lines name the one they report to.
            told.formUnion(body.influences.filter { $0.reportsTo?.value == person }.map(\.id))
        }
        let isOfPeople = PeopleStatements.kinds.contains(kind.name) && (person != nil || kind.name != SellingKinds.readiness.name)
        let isSale = !isOfPeople && ![SellingKinds.move.name, SellingKinds.advises.name].contains(kind.name) && !Self.ofLeverage.contains(kind.name)
        if isSale { body.facts = SheetFacts(next) }
        // Whoever becomes key counts for the outcome.
        let isRanked = isNew || kind.name == SellingKinds.role.name || kind.name == SellingKinds.degree.name
        if isRanked { body.roles = maker.roles(body.influences) }
        if isRanked || Self.ofOutcome.contains(kind.name) { body.winResults = maker.winResults(body.influences, next) }

        let leverage = isNew || Self.ofLeverage.contains(kind.name) ? Leverage(fold: next, body: body) : leverage
        return difference(body, leverage, next, Touched(
            kind: kind.name, step: SellingKinds.action.content(of: claim)?.what, told: told, flagged: flagged, isNew: isNew, isRanked: isRanked, isSale: isSale
        ))
    }

    /// Kinds of which strengths, steps and acceptances are made.
    private static let ofLeverage: Set<String> = [SellingKinds.action.name, SellingKinds.strength.name, SellingKinds.acceptedFlag.name]

    /// Kinds from which the outcome follows.
    private static let ofOutcome: Set<String> = [
        SellingKinds.result.name, SellingKinds.win.name, SellingKinds.outlook.name, SellingKinds.ownResult.name, SellingKinds.ownWin.name,
        SellingKinds.ownOutlook.name,
    ]

    private func replace(_ influence: Influence, in body: inout SheetBody) {
        body.influences.removeAll { $0.id == influence.id }
        body.influences.insert(influence, at: body.influences.firstIndex { SheetMaker.precedes(influence, $0) } ?? body.influences.count)
    }

    /// What a suggestion can have changed.
    private struct Touched {
        var kind: String
        /// What is to be done, where it is a step.
        var step: String?
        /// Whose lines.
        var told: Set<Identifier<Person>>
        /// Whose flags.
        var flagged: Set<Identifier<Person>>
        /// Whether somebody comes onto the sheet.
        var isNew: Bool
        /// Whether roles, or the order of influences, can be others.
        var isRanked: Bool
        /// Whether it is about the sale, the account or us.
        var isSale: Bool
    }

    private func difference(_ body: SheetBody, _ leverage: Leverage, _ next: Fold, _ touched: Touched) -> [SheetChange] {
        var finder = maker.finder(body, leverage, next, Horizon(maker.input.clock))
        var found: [Part: [Flag]] = [.funnel: []]
        func find(_ part: Part, _ rules: (inout FlagFinder) -> Void) { found[part] = finder.flags(finding: rules) }
        if body.isOpen {
            find(.whole) { $0.findOnTheWhole() }
            if touched.isRanked { find(.roles) { $0.findRoles() } }
            if touched.kind == SellingKinds.closeDate.name { find(.dates) { $0.findDates() } }
            if touched.isNew || touched.kind == SellingKinds.contact.name { find(.thread) { $0.findThread() } }
            if let step = touched.step { find(.steps) { $0.findSteps(only: step) } }
            // Who is a coach decides on everything that was told.
            let isCoached = finder.coaches != self.finder.coaches
            if touched.isSale || isCoached { find(.saleWords) { $0.findInWords(body.factLines + body.ownLines) } }
            for place in body.influences.indices {
                let id = body.influences[place].id
                if touched.flagged.contains(id) { find(.influence(id)) { $0.find(of: body.influences[place]) } }
                guard touched.told.contains(id) || isCoached else { continue }
                for kind in touched.isNew || isCoached ? PeopleStatements.kinds : [touched.kind] {
                    let lines = touched.told.contains(id) ? body.lines(of: body.influences[place], only: kind) : flags.lines[.words(id, kind: kind)] ?? []
                    find(.words(id, kind: kind)) { $0.findInWords(lines) }
                }
            }
        }
        let grave = body.isOpen ? found.values.joined().filter(Self.isGrave) + flags.grave.flatMap { found[$0.key] == nil ? $0.value : [] } : []
        let funnel = Self.funnel(finder, leverage, grave, next)
        if body.isOpen { find(.funnel) { $0.find(in: funnel) } }

        var before: [SheetLine] = [], after: [SheetLine] = []
        if touched.isSale { (before, after) = (self.body.factLines, body.factLines) }
        let kinds = touched.isNew ? nil : touched.kind
        before += lines(of: touched.told, in: self.body) { self.body.lines(of: $0, only: kinds) }
        after += lines(of: touched.told, in: body) { body.lines(of: $0, only: kinds) }
        if touched.isSale {
            before += self.body.ownLines
            after += body.ownLines
        }
        if touched.isNew || touched.kind == SellingKinds.contact.name {
            before += lines(of: touched.told, in: self.body) { [$0.contactLine(body.clock)].compactMap(\.self) }
            after += lines(of: touched.told, in: body) { [$0.contactLine(body.clock)].compactMap(\.self) }
        }
        before += lines(of: touched.flagged, in: self.body) { [$0.modeLine].compactMap(\.self) } + self.body.outcomeLines + self.funnel.lines
        after += lines(of: touched.flagged, in: body) { [$0.modeLine].compactMap(\.self) } + body.outcomeLines + funnel.lines
        if !body.isOpen || touched.kind == SellingKinds.acceptedFlag.name {
            before += lines(flags.all.values.joined(), self.leverage)
            after += lines(body.isOpen ? flags.all.merging(found) { $1 }.values.flatMap(\.self) : [], leverage)
        } else {
            var formerly = found.keys.filter { $0 != .steps }.flatMap { flags.all[$0] ?? [] }
            if let step = touched.step {
                var finder = self.finder
                formerly += finder.flags { $0.findSteps(only: step) }
            }
            before += lines(formerly, self.leverage)
            after += lines(found.values.joined(), leverage)
        }
        if Self.ofLeverage.contains(touched.kind) {
            before += self.leverage.strengths.map(\.line) + self.leverage.settledActions(only: touched.step).map(\.line)
            after += leverage.strengths.map(\.line) + leverage.settledActions(only: touched.step).map(\.line)
        }
        return SheetDifference(from: SheetLines(before), to: SheetLines(after)).changes
    }

    private func lines(of people: Set<Identifier<Person>>, in body: SheetBody, _ lines: (Influence) -> [SheetLine]) -> [SheetLine] {
        people.isEmpty ? [] : body.influences.indices.filter { people.contains(body.influences[$0].id) }.flatMap { lines(body.influences[$0]) }
    }

    private func lines(_ flags: some Sequence<Flag>, _ leverage: Leverage) -> [SheetLine] {
        var leverage = leverage
        leverage.take(Array(flags))
        leverage.settleFlags()
        return leverage.flags.map(\.line)
    }
}
