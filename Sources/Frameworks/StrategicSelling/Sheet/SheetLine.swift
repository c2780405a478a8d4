public import Covalence

/// The six elements of strategic selling, and the single sales objective they are about.
public enum SheetElement: Int, Hashable, Sendable, Comparable, CaseIterable {
    case objective, influences, flags, responses, winResults, profile, funnel

    /// In the order of the source.
    public static func < (left: SheetElement, right: SheetElement) -> Bool { left.rawValue < right.rawValue }
}

/// One thing a sheet says, in a line: what sheets are compared by.
public struct SheetLine: Hashable, Sendable, Identifiable {
    /// The same for the same thing in every sheet of the objective: `objective.amount`, `influence.degree/<person>`.
    public var id: String
    public var element: SheetElement
    /// What it is about: “Amount”, “Degree of influence of Ines”.
    public var title: String
    /// What is said of it: “EUR 12,500.00”, “high”.
    public var text: DatedText
    /// Of whom; nil: of the objective.
    public var person: Identifier<Person>?
    /// The claims it rests on; empty for what follows from others.
    public var claims: [Identifier<Claim>]
    /// Nil for what follows from others.
    public var basis: Evidence.Basis?
    /// Everybody who told us; nil stands for one that nobody told us.
    var sayers: [Identifier<Person>?] = []
    /// When it was last stated; nil for what follows from others.
    var at: Timestamp?
}

extension SheetBody {
    func makeStatements() -> [SheetLine] { factLines + influences.flatMap { lines(of: $0) } + ownLines }

    var factLines: [SheetLine] {
        var lines: [SheetLine] = []
        func add<Value>(
            _ stated: Stated<Value>?, _ kind: StatementKind<Value>, _ key: String = "", _ element: SheetElement = .objective, _ text: (Value) -> String
        ) {
            guard let stated else { return }
            lines.append(Self.line(stated, kind.name, key: key, element, kind.title, DatedText(text(stated.value))))
        }
        add(facts.what.value, SellingKinds.what) { $0.text }
        add(facts.amount.value, SellingKinds.amount) { $0.description }
        if let close = facts.closeDate.value {
            let kind = SellingKinds.closeDate
            lines.append(Self.line(close, kind.name, key: "", .objective, kind.title, "\(close.value)"))
        }
        add(facts.stage.value, SellingKinds.stage) { $0 }
        add(facts.owner.value, SellingKinds.owner) { $0.name }
        for competitor in facts.competitors {
            add(competitor, SellingKinds.competitor, "/" + competitor.value.name.lowercased()) { "\($0.name), \($0.standing.rawValue)" }
        }
        add(facts.call.value, SellingKinds.call) { call in
            [call.category?.rawValue, call.probability.map { "\(Int(($0 * 100).rounded())) %" }].compactMap(\.self).joined(separator: ", ")
        }
        for need in facts.needs { add(need, SellingKinds.need, "/" + need.value.text) { $0.text + ($0.isImmediate ? ", now" : ", later") } }
        add(facts.proposal.value, SellingKinds.proposal) { $0.text }
        add(facts.readiness.value, SellingKinds.readiness, "", .responses) { $0.level.words }
        add(facts.ending, SellingKinds.ending) { $0.result.rawValue + ($0.reason.map { ": \($0)" } ?? "") }
        for stated in facts.reorganisations { add(stated, SellingKinds.reorganisation, "/" + stated.value) { $0 } }
        return lines
    }

    var ownLines: [SheetLine] {
        winResults.ownResults.map { Self.line($0, SellingKinds.ownResult.name, key: "/" + $0.value.text, .winResults, "Our result", DatedText($0.value.words)) }
            + winResults.ownWins.map { Self.line($0, SellingKinds.ownWin.name, key: "/" + $0.value, .winResults, "Our win", DatedText($0.value)) }
            + (winResults.ownOutlook.map {
                [Self.line($0, SellingKinds.ownOutlook.name, key: "", .winResults, "How we come out", DatedText($0.value.verdict.words))]
            } ?? [])
    }

    /// What is stated of an influence.
    ///
    /// - Parameter only: the kind of claim to be told; nil for all.
    func lines(of influence: Influence, only kindName: String? = nil) -> [SheetLine] {
        var lines: [SheetLine] = []
        let person = "/\(influence.id)", name = " of \(influence.name)"
        func add<Value>(
            _ stated: Stated<Value>?, _ kind: StatementKind<OfPerson<Value>>, _ key: @autoclosure () -> String = "", _ element: SheetElement = .influences,
            _ text: (Value) -> String
        ) {
            guard let stated, kindName == nil || kindName == kind.name else { return }
            lines.append(Self.line(
                stated, kind.name, key: person + key(), element,
                // Of the others, the kind is a thing somebody has.
                kind.name == SellingKinds.reportsTo.name ? "Whom \(influence.name) reports to" : kind.title + name, DatedText(text(stated.value)), of: influence.id
            ))
        }
        for role in influence.roles { add(role, SellingKinds.role, "/" + role.value.rawValue) { $0.rawValue } }
        add(influence.degree.value, SellingKinds.degree) { $0.rawValue }
        for aim in influence.aims { add(aim, SellingKinds.aim, "/" + aim.value) { $0 } }
        add(influence.response.stated, SellingKinds.response, "", .responses) { response in
            let gap = [response.actual.map { "is: \($0)" }, response.desired.map { "should be: \($0)" }].compactMap(\.self).joined(separator: "; ")
            return response.mode.words + (gap.isEmpty ? "" : " (\(gap))")
        }
        if kindName == nil || kindName == SellingKinds.readiness.name, let readiness = influence.readiness.value {
            lines.append(Self.line(
                readiness, SellingKinds.readiness.name, key: person, .responses, "Readiness of \(influence.name) to give up today's solution",
                DatedText(readiness.value.level.words), of: influence.id
            ))
        }
        for result in influence.results { add(result, SellingKinds.result, "/" + result.value.text, .winResults) { $0.words } }
        for win in influence.wins { add(win, SellingKinds.win, "/" + win.value, .winResults) { $0 } }
        add(influence.outlook, SellingKinds.outlook, "", .winResults) { $0.verdict.words }
        add(influence.reportsTo, SellingKinds.reportsTo) { above in self.influence(above)?.name ?? "somebody who is not on the sheet" }
        for change in influence.jobChanges { add(change, SellingKinds.jobChange, "/" + change.value.text) { $0.text } }
        return lines
    }

    private static func line<Value>(
        _ stated: Stated<Value>, _ kind: String, key: String, _ element: SheetElement, _ title: String, _ text: DatedText, of person: Identifier<Person>? = nil
    ) -> SheetLine {
        SheetLine(
            id: kind + key, element: element, title: title, text: text, person: person, claims: stated.claims, basis: stated.basis,
            sayers: stated.sayers, at: stated.at
        )
    }
}

extension MeasuredResult {
    /// `Fewer stops (-2.5 stops a month)`.
    var words: String {
        guard let number else { return text }
        let digits = number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : String(number)
        return "\(text) (\(digits)\(unit.map { " \($0)" } ?? ""))"
    }
}

extension Readiness.Level {
    var words: String {
        switch self {
        case .ready: "ready"
        case .hesitant: "hesitant"
        case .notReady: "not ready"
        }
    }
}

extension Outlook.Verdict {
    var words: String {
        switch self {
        case .wins: "wins"
        case .noRegrets: "no regrets"
        case .loses: "loses"
        }
    }
}

extension ResponseMode {
    /// In words: “even keel”.
    public var words: String {
        switch self {
        case .growth: "growth"
        case .trouble: "trouble"
        case .evenKeel: "even keel"
        case .overconfident: "overconfident"
        }
    }
}

extension FunnelPlace {
    /// In words, as a heading: “Above the funnel”.
    public var words: String {
        switch self {
        case .universe: "Universe"
        case .aboveTheFunnel: "Above the funnel"
        case .inTheFunnel: "In the funnel"
        case .bestFew: "Best few"
        }
    }

    /// The kind of work at this place.
    public var work: String {
        switch self {
        case .universe: "prospect"
        case .aboveTheFunnel: "qualify"
        case .inTheFunnel: "cover the bases"
        case .bestFew: "close the order"
        }
    }
}
