public import Covalence

/// Of the suggestions that wait, those to ask a person about: at most seven, the ones that would change the sheet most. The rest wait in a
/// list.
public struct Asking: Hashable, Sendable {
    /// The one that would change most comes first.
    public var questions: [Question]
    /// How many others wait: they would change less, nothing, or the same as one that is asked.
    public var others: Int

    /// A suggestion and what it would change.
    public struct Question: Hashable, Sendable {
        public var suggestion: WaitingStatement
        /// What would change if it were confirmed; never empty.
        public var changes: [SheetChange]
        /// How much that is, by `rule`.
        public var weight: Int
    }

    /// How changes are weighed.
    public static let rule = Rule(
        id: "selling.asking",
        statement: """
            The sheet is made anew as if each suggestion were confirmed. A flag that comes or goes, another outcome and another place in the funnel weigh 3, a \
            role, a degree and a response mode 2, every other change 1. Only the latest suggestions are weighed, as many as set.
            """,
        provenance: .ours
    )

    /// Chooses what to ask.
    public static func choose(_ input: SheetInput) -> Asking {
        var asIf = AsIf(input)
        var weighed: [(question: Question, claim: Claim)] = []
        for claim in asIf.fold.waiting.prefix(max(0, input.settings.weighedSuggestions)) {
            let changes = asIf.changes(confirming: claim)
            guard !changes.isEmpty else { continue }
            let question = Question(suggestion: asIf.maker.waiting(claim), changes: changes, weight: changes.reduce(0) { $0 + weight($1) })
            weighed.append((question, claim))
        }
        let found = weighed.sorted { left, right in
            let own = (left.question.weight, left.claim.confidence ?? 0, left.claim.recordedAt, left.claim.id)
            return own > (right.question.weight, right.claim.confidence ?? 0, right.claim.recordedAt, right.claim.id)
        }
        // Two that would change the same are one question.
        var asked: Set<[DatedText]> = []
        let questions = found.map { $0.question }.filter { asked.insert($0.changes.map(\.sentence)).inserted }.prefix(max(0, input.settings.askedAtOnce))
        return Asking(questions: Array(questions), others: asIf.fold.waiting.count - questions.count)
    }

    /// What one suggestion would change, whether or not it is asked; empty: nothing, or it does not wait.
    public static func changes(confirming suggestion: Identifier<Claim>, in input: SheetInput) -> [SheetChange] {
        var asIf = AsIf(input)
        return asIf.fold.waiting.first { $0.id == suggestion }.map { asIf.changes(confirming: $0) } ?? []
    }

    private static func weight(_ change: SheetChange) -> Int {
        if change.isFlag || change.id == "outcome" || change.id == "place" { return 3 }
        let decisive = [SellingKinds.role.name, SellingKinds.degree.name, "mode"]
        return decisive.contains { change.id.hasPrefix($0 + "/") } ? 2 : 1
    }
}
