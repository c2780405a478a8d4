import Covalence

/// The claims of one kind in groups: those of one key where the latest holds, those of one content where each does. No group depends on another
/// one, so a claim more folds its own group again, and no other.
protocol FoldedGroups: Sendable {
    /// What is stated now and was stated before if a claim were confirmed, as `[Stated<Content>]`; nil where a sheet would be the same.
    func adding(_ claim: Claim) -> (current: any Sendable, past: any Sendable)?
}

extension StatementKind {
    func groups(_ claims: [Claim], _ decided: DecidedClaims) -> any FoldedGroups {
        GroupsOfKind(self, claims, decided)
    }
}

private struct GroupsOfKind<Content: Hashable & Sendable>: FoldedGroups {
    private let kind: StatementKind<Content>
    private let decided: DecidedClaims
    private var groups: [Key: [(claim: Claim, content: Content)]] = [:]
    private let current: [Stated<Content>]
    private let past: [Stated<Content>]
    private let pastKeys: [Key]
    /// The first claim that holds of each group, in the order of what is stated now.
    private var starts: [Claim] = []
    /// Where each group is among what is stated now.
    private var places: [Key: Int] = [:]

    /// Kinds of which a sheet tells what was stated before: of all others only what is stated now makes a difference.
    private static var withHistory: [String] { [SellingKinds.closeDate.name, SellingKinds.response.name, SellingKinds.proposal.name, SellingKinds.move.name] }

    private enum Key: Hashable {
        case key(StatementKey)
        case content(Content)

        init(_ content: Content, _ kind: StatementKind<Content>) {
            self = kind.keeping == .latest ? .key(kind.key(content)) : .content(content)
        }
    }

    init(_ kind: StatementKind<Content>, _ claims: [Claim], _ decided: DecidedClaims) {
        self.kind = kind
        self.decided = decided
        let contents = claims.compactMap { claim in kind.content(of: claim).map { (claim: claim, content: $0) } }
        (current, past) = kind.folded(contents, decided)
        pastKeys = Self.withHistory.contains(kind.name) ? past.map { Key($0.value, kind) } : []
        for (claim, content) in contents {
            let key = Key(content, kind)
            groups[key, default: []].append((claim, content))
            if !decided.formerlyHeld.contains(claim.id), places[key] == nil {
                places[key] = starts.count
                starts.append(claim)
            }
        }
    }

    func adding(_ claim: Claim) -> (current: any Sendable, past: any Sendable)? {
        guard let content = kind.content(of: claim) else { return nil }
        let key = Key(content, kind)
        var group = groups[key] ?? []
        // Most are among the latest.
        let place = group.lastIndex { Fold.key($0.claim) < Fold.key(claim) }.map { $0 + 1 } ?? 0
        group.insert((claim, content), at: place)
        let folded = kind.folded(group, decided), then = folded.then
        guard let now = folded.now.first else { return nil }

        let isTold = Self.withHistory.contains(kind.name), pastPlaces = isTold ? pastKeys.indices.filter { pastKeys[$0] == key } : []
        var current = current, past = past
        if let place = places[key], Fold.key(starts[place]) < Fold.key(claim) {
            if current[place] == now, !isTold || pastPlaces.map({ past[$0] }) == then { return nil }
            current[place] = now
        } else {
            // It comes first of its group now, and so the group may come before others.
            let next = starts.firstIndex { Fold.key(claim) < Fold.key($0) } ?? starts.count
            current.insert(now, at: next)
            if let place = places[key] { current.remove(at: place < next ? place : place + 1) }
        }
        if isTold {
            for place in pastPlaces.reversed() { past.remove(at: place) }
            past += then
        }
        return (current, past)
    }
}
