import Covalence

/// Checks from a sheet what the four places ask for.
struct RequirementCheck {
    private let body: SheetBody
    private let leverage: Leverage
    private let key: [Influence]
    private let outsiders: [Influence]

    /// - Parameter finder: knows the body with its key influences and outsiders.
    init(_ finder: FlagFinder, leverage: Leverage) {
        body = finder.body
        self.leverage = leverage
        key = finder.key
        outsiders = finder.outsiders
    }

    /// From the top down.
    var all: [FunnelRequirement] {
        [
            profile, need, contact, discrepancy, roles,
            eachKey("contacts", "Every key influence was contacted", lacks: "contact with") { $0.contact.isContacted },
            eachKey("responses", "The gap each key influence sees is known", lacks: "the gap seen by") { $0.response.stated != nil },
            eachKey("win-results", "Each key influence has a result and a win", lacks: "a result and a win for") { !$0.results.isEmpty && !$0.wins.isEmpty },
            graveFlags, strength, proposal, winWin,
        ]
    }

    private func requirement(
        _ id: String, _ place: FunnelPlace, _ text: String, _ isMet: Known<Bool>, _ reason: String, _ claims: [Identifier<Claim>] = []
    ) -> FunnelRequirement {
        FunnelRequirement(id: id, place: place, text: text, isMet: isMet, reason: reason, claims: claims)
    }

    private var profile: FunnelRequirement {
        let reason = switch body.fitsProfile {
        case .known(true): "The account fits."
        case .known(false): "The account does not fit."
        case .notKnown(let missing): missing.sentence
        }
        return requirement("profile", .universe, "The account fits the ideal customer profile", body.fitsProfile, reason)
    }

    private var need: FunnelRequirement {
        let text = "The offer fits an immediate need"
        if let need = body.facts.needs.first(where: \.value.isImmediate) {
            return requirement("need", .aboveTheFunnel, text, .known(true), "Now needed: \(need.value.text).", need.claims)
        }
        guard let need = body.facts.needs.first else {
            return requirement("need", .aboveTheFunnel, text, .notKnown(.material("which need it meets.")), "No need is stated.")
        }
        return requirement("need", .aboveTheFunnel, text, .known(false), "Needed later: \(need.value.text).", need.claims)
    }

    private var contact: FunnelRequirement {
        let contacted = outsiders.first(where: \.contact.isContacted)
        return requirement(
            "contact", .aboveTheFunnel, "An influence was contacted to verify it", .known(contacted != nil),
            contacted.map { "\($0.name) was contacted." } ?? "No influence of the customer was contacted.", contacted?.contact.last?.claims ?? []
        )
    }

    private var discrepancy: FunnelRequirement {
        let text = "A growth or trouble discrepancy was found"
        let stated = outsiders.compactMap { influence in influence.response.stated.map { (influence.name, $0) } }
        if let (name, response) = stated.first(where: { $0.1.value.mode.canBuy }) {
            return requirement("discrepancy", .aboveTheFunnel, text, .known(true), "\(name): \(response.value.mode.words).", response.claims)
        }
        guard !stated.isEmpty else {
            return requirement(
                "discrepancy", .aboveTheFunnel, text, .notKnown(.material("what anybody there sees between what is and what should be.")), "No gap is stated."
            )
        }
        return requirement(
            "discrepancy", .aboveTheFunnel, text, .known(false), "\(list(stated.map { "\($0.0): \($0.1.value.mode.words)" })).", stated.flatMap(\.1.claims)
        )
    }

    private var roles: FunnelRequirement {
        let unfilled = body.roles.filter { !$0.isFilled }.map(\.role.rawValue)
        return requirement(
            "roles", .inTheFunnel, "Every role is filled", unfilled.isEmpty ? .known(true) : .notKnown(.material("who is \(list(unfilled)).")),
            unfilled.isEmpty ? "Economic, user, technical and coach are named." : "Not named: \(list(unfilled)).", body.roles.flatMap(\.claims)
        )
    }

    private func eachKey(_ id: String, _ text: String, lacks: String, _ holds: (Influence) -> Bool) -> FunnelRequirement {
        guard !key.isEmpty else {
            return requirement(id, .inTheFunnel, text, .notKnown(.material("who of the customer the sale hangs on.")), "No key influence is named.")
        }
        let lacking = key.filter { !holds($0) }.map(\.name)
        return requirement(
            id, .inTheFunnel, text, .known(lacking.isEmpty), lacking.isEmpty ? "So it is for \(list(key.map(\.name)))." : "Missing: \(lacks) \(list(lacking))."
        )
    }

    /// Grave flags ‡ are those up to a reorganisation in the order of kinds.
    private static let graveKinds = list(FlagKind.allCases.filter { $0 <= .reorganisation }.map { "“\($0.definition.title)”" })

    private var graveFlags: FunnelRequirement {
        let grave = leverage.flags.filter { $0.isOpen && $0.actions.isEmpty && $0.kind <= .reorganisation }
        return requirement(
            "flags", .inTheFunnel, "Each flag of the gravest kinds has a next step that removes it, or was accepted", .known(grave.isEmpty),
            grave.isEmpty ? "None of these is left open: \(Self.graveKinds)." : "Open: \(list(grave.map(\.kind.definition.title))).", grave.flatMap(\.claims)
        )
    }

    private var strength: FunnelRequirement {
        let counting = leverage.strengths.first(where: \.counts)
        return requirement(
            "strength", .inTheFunnel, "There is a strength that matters to an influence", .known(counting != nil),
            counting.map { "\($0.stated.value.what)." } ?? "No strength counts.", counting?.stated.claims ?? []
        )
    }

    private var proposal: FunnelRequirement {
        let made = body.facts.proposal.value
        return requirement(
            "proposal", .inTheFunnel, "A proposal was made", .known(made != nil), made.map { "\($0.value.text)." } ?? "None is stated.", made?.claims ?? []
        )
    }

    private var winWin: FunnelRequirement {
        let outcome = body.winResults.outcome
        let reasons = body.winResults.seller.reasons + body.winResults.buyer.reasons
        return requirement(
            "win-win", .bestFew, "It is win-win", outcome.map { $0 == .winWin },
            outcome.value.map { "As it stands: \($0.rawValue)." } ?? outcome.missing?.sentence ?? "",
            reasons.flatMap(\.claims)
        )
    }
}
