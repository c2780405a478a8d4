import Covalence

/// Element 2 put together: flags with what was accepted and what is planned against them, strengths, actions.
struct Leverage {
    private(set) var flags: [Flag] = []
    private(set) var strengths: [Strength] = []
    private(set) var actions: [PlannedAction] = []

    private let acceptances: [String: Stated<FlagAcceptance>]
    private let stated: [Stated<NextAction>]
    /// The claims of open actions, by the flag they remove.
    private let removing: [String: [Identifier<Claim>]]

    init(fold: Fold, body: SheetBody) {
        acceptances = fold.stated(SellingKinds.acceptedFlag).reduce(into: [:]) { $0[$1.value.flag] = $1 }
        let stated = fold.stated(SellingKinds.action)
        self.stated = stated
        var removing: [String: [Identifier<Claim>]] = [:], using: [String: [Identifier<Claim>]] = [:]
        for action in stated where action.value.doneOn == nil {
            if let flag = action.value.removes { removing[flag, default: []] += action.claims }
            if let strength = action.value.uses { using[strength, default: []] += action.claims }
        }
        self.removing = removing
        strengths = fold.stated(SellingKinds.strength).map { strength in
            let id = "strength/\(strength.claims.last?.description ?? "")"
            let (counts, reason) = Self.judge(strength.value, body)
            return Strength(
                id: id, stated: strength, counts: counts, reason: reason, actions: using[id] ?? []
            )
        }.sorted { ($0.counts ? 0 : 1, $0.stated.since, $0.id) < ($1.counts ? 0 : 1, $1.stated.since, $1.id) }
    }

    private static func judge(_ strength: StrengthStatement, _ body: SheetBody) -> (Bool, String) {
        guard let person = strength.mattersTo else { return (false, "It is not stated to whom it matters.") }
        guard let influence = body.outsiders.first(where: { $0.id == person }) else { return (false, "The person it matters to is no influence of this sale.") }
        return (true, "It matters to \(influence.name)\(strength.against.map { ", against \($0)" } ?? "").")
    }

    /// Takes flags over with who accepted them and what is planned against them.
    mutating func take(_ found: [Flag]) {
        flags = found.map { flag in
            var flag = flag
            // Said before the flag was there, it was said of an earlier one.
            flag.accepted = acceptances[flag.id].flatMap { $0.at >= flag.since ? $0 : nil }
            flag.actions = removing[flag.id] ?? []
            return flag
        }
    }

    /// Once all flags are there: puts them in order, and sets what each action is for.
    mutating func settle() {
        let ranks = FlagKind.allCases.enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset }
        flags = flags.map { (rank: ranks[$0.kind] ?? 0, flag: $0) }
            .sorted { ($0.rank, $0.flag.since, $0.flag.id) < ($1.rank, $1.flag.since, $1.flag.id) }.map(\.flag)
        let flagIDs = Set(flags.map(\.id)), strengthIDs = Set(strengths.map(\.id))
        actions = stated.map { action in
            let purpose: PlannedAction.Purpose = if let flag = action.value.removes, flagIDs.contains(flag) { .removes(flag) }
            else if let strength = action.value.uses, strengthIDs.contains(strength) { .uses(strength) }
            else if let gone = action.value.removes ?? action.value.uses { .gone(gone) }
            else { .none }
            return PlannedAction(stated: action, purpose: purpose)
        }.sorted { Self.key($0) < Self.key($1) }
    }

    private static func key(_ action: PlannedAction) -> (Int, Int64, Timestamp, String) {
        (action.isOpen ? 0 : 1, (action.stated.value.doneOn ?? action.stated.value.due)?.daysSince1970 ?? .max, action.stated.since, action.stated.value.what)
    }
}
