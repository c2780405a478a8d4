public import Covalence

/// The four outcomes of a sale, the seller first.
public enum SaleOutcome: String, Hashable, Sendable, CaseIterable {
    /// Profitable for both, or at least no regrets. The only one to work on.
    case winWin = "win-win"
    /// We gain, the buyer loses and probably does not return.
    case winLose = "win-lose"
    /// The buyer gains, unprofitable for us.
    case loseWin = "lose-win"
    /// Sold, nobody content.
    case loseLose = "lose-lose"

    init(seller: Bool, buyer: Bool) {
        self = seller ? (buyer ? .winWin : .winLose) : (buyer ? .loseWin : .loseLose)
    }
}

/// Why a side is taken to win or lose, or why that is not known.
public struct OutcomeReason: Hashable, Sendable {
    public var text: String
    /// Whom it speaks of; nil: us, or the buyer as a whole.
    public var person: Identifier<Person>?
    /// Empty where something is missing.
    public var claims: [Identifier<Claim>]
}

/// Where one side stands in the picture of the four outcomes.
public struct SideStanding: Hashable, Sendable {
    public var wins: Known<Bool>
    public var reasons: [OutcomeReason]
}

/// Our own results and wins, and where the sale stands among the four outcomes.
public struct WinResults: Hashable, Sendable {
    public var ownResults: [Stated<MeasuredResult>]
    public var ownWins: [Stated<String>]
    public var ownOutlook: Stated<Outlook>?
    public var seller: SideStanding
    public var buyer: SideStanding
    /// Known where both sides are.
    public var outcome: Known<SaleOutcome>

    /// How sides are placed ‡.
    public static let rule = Rule(
        id: "selling.outcome",
        statement: """
            We win where it is stated that we come out well, or a result of ours has a number; we lose where it is stated. The buyer loses where one key \
            influence does, and wins where each of them comes out well or has a result and a win. Otherwise it is not known.
            """,
        provenance: .ours
    )

    init(influences: [Influence], results: [Stated<MeasuredResult>], wins: [Stated<String>], outlook: Stated<Outlook>?) {
        ownResults = results
        ownWins = wins
        ownOutlook = outlook
        seller = Self.seller(results, outlook)
        buyer = Self.buyer(influences.filter(\.isKey))
        switch (seller.wins, buyer.wins) {
        case (.known(let seller), .known(let buyer)): outcome = .known(SaleOutcome(seller: seller, buyer: buyer))
        case (.notKnown(let missing), .known), (.known, .notKnown(let missing)): outcome = .notKnown(missing)
        case (.notKnown, .notKnown): outcome = .notKnown(.material("neither what we gain nor what each key influence gains."))
        }
    }

    private static func seller(_ results: [Stated<MeasuredResult>], _ outlook: Stated<Outlook>?) -> SideStanding {
        if let outlook {
            return SideStanding(wins: .known(outlook.value.verdict != .loses), reasons: [reason("We", outlook, nil)])
        }
        let measured = results.filter(\.value.isMeasurable)
        guard !measured.isEmpty else {
            return SideStanding(
                wins: .notKnown(.material("what we gain, with a number. State our result.")),
                reasons: [OutcomeReason(text: "No result of ours has a number.", claims: [])]
            )
        }
        return SideStanding(wins: .known(true), reasons: measured.map { OutcomeReason(text: "Our result: \($0.value.text).", claims: $0.claims) })
    }

    private static func buyer(_ key: [Influence]) -> SideStanding {
        guard !key.isEmpty else {
            return SideStanding(
                wins: .notKnown(.material("who of the customer the sale hangs on. Name the economic, user and technical influences.")),
                reasons: [OutcomeReason(text: "No key influence is named.", claims: [])]
            )
        }
        var reasons: [OutcomeReason] = []
        var loses = false, unknown: [String] = []
        for influence in key {
            if let outlook = influence.outlook {
                if outlook.value.verdict == .loses { loses = true }
                reasons.append(reason(influence.name, outlook, influence.id))
            } else if let result = influence.results.first, let win = influence.wins.first {
                reasons.append(OutcomeReason(
                    text: "\(influence.name) has a result (\(result.value.text)) and a win (\(win.value)).", person: influence.id,
                    claims: result.claims + win.claims
                ))
            } else {
                unknown.append(influence.name)
                let missing = [influence.results.isEmpty ? "result" : nil, influence.wins.isEmpty ? "win" : nil].compactMap(\.self)
                reasons.append(OutcomeReason(
                    text: "For \(influence.name) no \(missing.joined(separator: " and no ")) is known.", person: influence.id, claims: []
                ))
            }
        }
        if loses { return SideStanding(wins: .known(false), reasons: reasons) }
        guard unknown.isEmpty else {
            return SideStanding(wins: .notKnown(.material("what \(list(unknown)) would gain. Ask what it would mean for them.")), reasons: reasons)
        }
        return SideStanding(wins: .known(true), reasons: reasons)
    }

    private static func reason(_ who: String, _ outlook: Stated<Outlook>, _ person: Identifier<Person>?) -> OutcomeReason {
        let how = switch outlook.value.verdict {
        case .wins: person == nil ? "win" : "wins"
        case .noRegrets: person == nil ? "have no regrets" : "has no regrets"
        case .loses: person == nil ? "lose" : "loses"
        }
        let why = outlook.value.reason.map { ": \($0)" } ?? ", as \(outlook.word)"
        return OutcomeReason(text: closed("\(who) \(how)\(why)"), person: person, claims: outlook.claims)
    }
}

/// `Ines`, `Ines and Olav`, `Ines, Olav and Jo`.
func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}

/// The same with a full stop, where it ends without one.
func closed(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }

/// The same of words with days.
func closed(_ text: DatedText) -> DatedText { text.plain.hasSuffix(".") ? text : "\(text)." }
