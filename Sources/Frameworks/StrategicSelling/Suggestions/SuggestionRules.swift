import Covalence

/// The rules by which the record suggests statements. What codes mean is the codebook's; that they suggest a statement is ours ‡.
enum SuggestionRules {
    static let together = """
        Of what one speaker says in one interaction the surest passage counts; such passages of several speakers or interactions make it surer together \
        (1 − the product of what each leaves open).
        """

    static func role(_ role: BuyingRole) -> Rule {
        let what = switch role {
        case .economic: "approval and money"
        case .technical: "specifications, security and other requirements"
        case .user: "own daily work"
        case .coach: "advice to us"
        }
        return rule("role.\(role.rawValue)", "Words of \(what), by the person or about the one person named with them. \(together)")
    }

    static let response = rule("response", "Words that show how the person sees the gap, surer by a set lead than those of any other mode. \(together)")
    static let readiness = rule("readiness", "How ready somebody is to give up today's solution, in its latest words on it.")
    static let result = rule("result", "Words of what the organisation gains, by the person or about the one person named with them.")
    static let win = rule("win", "Words of what the person gains, by the person or about the one person named with them.")
    static let ownWin = rule("own-win", "Words of what we gain, by one of us.")
    static let competitor = rule("competitor", "A competitor named; preferred where words of a preference stand with the name.")
    static let reorganisation = rule("reorganisation", "Words of a change of structure or responsibilities at the customer.")
    static let closeDate = rule("close-date", "The day that was last said, unless the same interaction says two.")
    static let amount = rule("amount", "The sum that was last said, unless the same interaction says two.")
    static let nextStep = rule("next-step", "A next step that was said and not left unaccepted.")

    private static func rule(_ name: String, _ statement: String) -> Rule { Rule(id: "selling.suggest.\(name)", statement: statement, provenance: .ours) }
}
