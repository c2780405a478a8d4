import Covalence

/// The claims of a sheet folded by kind: what is stated now, what was stated before, what waits. Everything else of a sheet is made from
/// this, and changing one kind folds only that one again.
struct Fold: Sendable {
    /// By kind, in order of the time they speak of: confirmed and formerly held.
    private var claims: [String: [Claim]]
    private var decided: DecidedClaims
    /// By kind, as `[Stated<Content>]`.
    private var current: [String: any Sendable]
    private var past: [String: any Sendable]
    /// What waits for a person, the latest first.
    private(set) var waiting: [Claim] = []
    /// Claims of the vocabulary that hold and cannot be read.
    var unread: [Identifier<Claim>] { unreadByKind.values.joined().sorted() }
    private var unreadByKind: [String: [Identifier<Claim>]] = [:]

    init(_ input: SheetInput) {
        claims = [:]
        decided = DecidedClaims(formerlyHeld: input.formerlyHeld, confirmations: input.confirmations)
        current = [:]
        past = [:]
        for claim in input.claims where SellingKinds.byName[claim.kind] != nil && Self.isAbout(claim, input) {
            switch claim.standing {
            case .confirmed: claims[claim.kind, default: []].append(claim)
            case .superseded where decided.formerlyHeld.contains(claim.id): claims[claim.kind, default: []].append(claim)
            case .suggested: waiting.append(claim)
            case .rejected, .withdrawn, .superseded: break
            }
        }
        waiting.sort { ($1.recordedAt, $1.id) < ($0.recordedAt, $0.id) }
        for (name, list) in claims { claims[name] = list.sorted { Self.key($0) < Self.key($1) } }
        for kind in SellingKinds.all { fold(kind) }
    }

    /// The same as if a claim that waits were confirmed; it stays among those that wait. Nil where nothing is stated otherwise.
    ///
    /// - Parameter groups: of the claim's kind. Only what holds beside or in place of the claim is folded again; of what was stated before, the order among
    ///   different keys is not kept, and only kinds of which a sheet tells it have it.
    func confirming(_ claim: Claim, _ groups: any FoldedGroups) -> Fold? {
        guard let changed = groups.adding(claim) else { return nil }
        var fold = self
        fold.current[claim.kind] = changed.current
        fold.past[claim.kind] = changed.past
        return fold
    }

    /// The claims of a kind in groups that are folded by themselves.
    func groups(of kind: any FoldableKind) -> any FoldedGroups { kind.groups(claims[kind.name] ?? [], decided) }

    /// What is stated now; the one stated first comes first.
    func stated<Content>(_ kind: StatementKind<Content>) -> [Stated<Content>] { current[kind.name] as? [Stated<Content>] ?? [] }

    /// Of a kind of which the latest holds: what was stated, and is, in order of time; the same said twice in a row is one.
    func history<Content>(_ kind: StatementKind<Content>) -> [Stated<Content>] { past[kind.name] as? [Stated<Content>] ?? [] }

    private mutating func fold(_ kind: any FoldableKind) {
        let folded = kind.folded(claims[kind.name] ?? [], decided)
        current[kind.name] = folded.current
        past[kind.name] = folded.past
        unreadByKind[kind.name] = folded.unread
    }

    static func key(_ claim: Claim) -> (Timestamp, Timestamp, Identifier<Claim>) { (claim.statedAt, claim.recordedAt, claim.id) }

    private static func isAbout(_ claim: Claim, _ input: SheetInput) -> Bool {
        switch claim.subject {
        case .objective(let id): id == input.objective.id
        case .organization(let id): id == input.objective.account
        case .person: true
        case .meeting, .participant, .interaction: false
        }
    }
}

/// What decisions say of the claims of a sheet, beyond how they stand.
struct DecidedClaims: Sendable {
    /// Those that had been confirmed and are superseded.
    var formerlyHeld: Set<Identifier<Claim>>
    /// Who confirmed what the engine suggested.
    var confirmations: [Identifier<Claim>: Decision]
}

/// A kind whose claims can be folded without knowing what they state.
protocol FoldableKind: Sendable {
    var name: String { get }
    var title: String { get }
    /// `[Stated<Content>]` twice: what is stated now, and what was stated before and is.
    func folded(_ claims: [Claim], _ decided: DecidedClaims) -> (current: any Sendable, past: any Sendable, unread: [Identifier<Claim>])
    /// The same claims in groups.
    func groups(_ claims: [Claim], _ decided: DecidedClaims) -> any FoldedGroups
}

extension StatementKind: FoldableKind {
    func folded(
        _ claims: [Claim], _ decided: DecidedClaims
    ) -> (current: any Sendable, past: any Sendable, unread: [Identifier<Claim>]) {
        var unread: [Identifier<Claim>] = []
        let contents = claims.compactMap { claim -> (claim: Claim, content: Content)? in
            guard let content = content(of: claim) else {
                if !decided.formerlyHeld.contains(claim.id) { unread.append(claim.id) }
                return nil
            }
            return (claim, content)
        }
        let (now, then) = folded(contents, decided)
        return (now, then, unread)
    }

    /// What is stated now, and was stated before, by claims with what they state.
    func folded(_ claims: [(claim: Claim, content: Content)], _ decided: DecidedClaims) -> (now: [Stated<Content>], then: [Stated<Content>]) {
        var now: [Stated<Content>] = [], then: [Stated<Content>] = []
        // Where the latest of each key stands, or, where each one holds, where each content does.
        var places: [StatementKey: Int] = [:], contents: [Content: Int] = [:], pastPlaces: [StatementKey: Int] = [:]
        for (claim, content) in claims {
            let isHeld = !decided.formerlyHeld.contains(claim.id), confirmation = decided.confirmations[claim.id]
            let key = key(content)
            if keeping == .latest {
                if let place = pastPlaces[key], then[place].value == content {
                    then[place].join(claim, confirmedBy: confirmation)
                } else {
                    pastPlaces[key] = then.count
                    then.append(Stated(content, claim, confirmedBy: confirmation))
                }
            }
            guard isHeld else { continue }
            if let place = keeping == .latest ? places[key] : contents[content] {
                if now[place].value == content {
                    now[place].join(claim, confirmedBy: confirmation)
                } else {
                    now[place] = Stated(content, claim, confirmedBy: confirmation)
                }
            } else {
                if keeping == .latest { places[key] = now.count } else { contents[content] = now.count }
                now.append(Stated(content, claim, confirmedBy: confirmation))
            }
        }
        return (now, then)
    }
}
