public import Covalence

/// What the record suggests for the sheet of an objective, for a person to confirm.
public struct Suggestions: Hashable, Sendable {
    /// The surest first.
    public var statements: [SuggestedStatement]
    /// Suggestions of this engine that wait and no longer stand: what they rest on is gone, and nothing takes their place. Those that another one takes
    /// the place of are named there.
    public var withdrawn: [Identifier<Claim>]
    /// People who turned up and are not on the sheet, those of whom most can be shown first.
    public var newcomers: [Newcomer]
    /// How many more there were beside those that may wait at once.
    public var left: Int

    /// Who states suggestions, with the version of these rules.
    public static let engine = "selling-words/2"

    /// Somebody who turned up in the record and is not on the sheet.
    public struct Newcomer: Hashable, Sendable {
        public var person: Identifier<Person>
        /// Roles that are suggested for it.
        public var roles: [BuyingRole]
        /// What it said that tells most, else where it is named; at most as many as are set.
        public var evidence: [Evidence]
        /// The words at these places.
        public var words: [String]
    }

    /// Reads suggestions out of what was read. The order of what is passed makes no difference.
    public static func read(_ input: SuggestionInput) -> Suggestions {
        var reader = SuggestionReader(input)
        reader.readPeople()
        reader.readSale()
        return reader.choose()
    }
}

/// A statement that waits to be claimed.
public struct SuggestedStatement: Hashable, Sendable {
    /// As the vocabulary names it.
    public var kind: String
    public var rule: Rule
    /// 0 to 1, uncalibrated: how sure the rule is, not how often it is right.
    public var confidence: Double
    /// The words it rests on, the surest first; at most as many as are set.
    public var evidence: [Evidence]
    /// Where the words are that it was read out of, in order; also those beyond `evidence`.
    public var interactions: [LinkedInteraction.Place]
    /// The waiting suggestion it takes the place of, because its words changed.
    public var supersedes: Identifier<Claim>?
    /// As it will be claimed, apart from id and time.
    private var draft: Claim

    init(_ draft: Claim, rule: Rule, confidence: Double, evidence: [Evidence], interactions: [LinkedInteraction.Place], supersedes: Identifier<Claim>?) {
        kind = draft.kind
        self.rule = rule
        self.confidence = confidence
        self.evidence = evidence
        self.interactions = interactions
        self.supersedes = supersedes
        self.draft = draft
    }

    /// Whether its value is words of somebody, as they were said.
    public var isQuoted: Bool {
        [SellingKinds.result.name, SellingKinds.win.name, SellingKinds.ownWin.name, SellingKinds.reorganisation.name, SellingKinds.action.name].contains(kind)
    }

    /// What it states; nil for another kind.
    public func content<Content>(_ kind: StatementKind<Content>) -> Content? { kind.content(of: draft) }

    /// The claim, waiting. Its payload names the rule.
    public func claim(id: Identifier<Claim>, recordedAt: Timestamp) -> Claim {
        var claim = draft
        claim.id = id
        claim.recordedAt = recordedAt
        claim.confidence = confidence
        claim.evidence = evidence
        claim.supersedes = supersedes
        claim.payload["rule"] = rule.id
        return claim
    }
}
