public import Covalence
import Foundation
public import Store
import StrategicSelling
public import Workbench

/// An offering as JSON, the same in the API and in what commands print.
public struct OfferingJSON: Encodable, Sendable {
    public var id: String
    public var version: Int
    public var name: String
    public var note: String?
    public var isRetired: Bool

    /// An offering as it is kept.
    public init(_ record: OfferingRecord) {
        id = record.id.description
        version = record.version
        name = record.offering.name
        note = record.offering.note
        isRetired = record.isRetired
    }

    static let given: [Schema.Field] = [
        .required("name", .words(200), "As we call it, in one line."), .optional("note", .text(2_000), "A line on it."),
    ]

    static let schema = Schema.object("Offering", "Something we sell.", [
        .required("id", .id), .required("version", .count, "Larger after every change."),
    ] + given + [.required("isRetired", .boolean, "Whether it is not offered any more.")])
}

/// An amount as JSON.
public struct MoneyJSON: Encodable, Sendable {
    public var minorUnits: Int64
    public var currency: String
    /// Written out: `EUR 12,500.00`.
    public var text: String

    /// An amount with how it is written out.
    public init(_ money: Money) {
        minorUnits = money.minorUnits
        currency = money.currency.code
        text = money.description
    }

    static let given = Schema.object("NewMoney", "An amount.", [
        .required("minorUnits", .integer(-9_007_199_254_740_991...9_007_199_254_740_991), "Whole cents, pence, yen."), .required("currency", .words(3), "ISO 4217: EUR."),
    ])

    static let schema = Schema.object("Money", "An amount.", [
        .required("minorUnits", .integer(-9_007_199_254_740_991...9_007_199_254_740_991), "Whole cents, pence, yen."), .required("currency", .text(3), "ISO 4217: EUR."),
        .required("text", .text(100), "Written out: EUR 12,500.00."),
    ])

    static func read(_ body: APIBody) throws(Problem) -> Money {
        guard let units = body.integer("minorUnits"), let currency = body.text("currency").flatMap({ Currency($0) }) else {
            throw .field("/amount/currency", "It is no currency of ISO 4217. Write its three letters: EUR.")
        }
        return Money(minorUnits: Int64(units), currency: currency)
    }
}

/// A sales objective as JSON, the same in the API and in what commands print.
public struct ObjectiveJSON: Encodable, Sendable {
    public var id: String
    public var version: Int
    public var account: String
    public var accountName: String
    public var openedAt: Timestamp
    public var recordedAt: Timestamp
    public var what: String?
    public var offering: String?
    public var amount: MoneyJSON?
    public var closeDate: String?
    public var stage: String?
    public var owner: String?
    public var place: String?
    public var outcome: String?
    public var isOpen: Bool
    public var isFiction: Bool

    /// What holds of an objective.
    public init(_ line: ObjectiveLine) {
        id = line.id.description
        version = line.record.version
        account = line.record.objective.account.description
        accountName = line.record.accountName
        openedAt = line.record.objective.openedAt
        recordedAt = line.record.objective.recordedAt
        what = line.what?.text
        offering = line.what?.offering?.description
        amount = line.amount.map(MoneyJSON.init)
        closeDate = line.closeDate?.description
        stage = line.stage
        owner = line.owner?.name
        place = line.place?.rawValue
        outcome = line.ending?.result.rawValue
        isOpen = line.ending == nil
        isFiction = line.record.objective.isFiction
    }

    static let schema = Schema.object("SalesObjective", "One sale to an account: what is known of it now.", [
        .required("id", .id), .required("version", .count, "Larger after every change and every claim."), .required("account", .id), .required("accountName", .text()),
        .required("openedAt", .time, "When it was taken up."), .required("recordedAt", .time), .optional("what", .text(), "What exactly is to be sold."),
        .optional("offering", .id, "Which of our offerings that is."), .optional("amount", MoneyJSON.schema), .optional("closeDate", .day, "By when."),
        .optional("stage", .text(), "As it is named elsewhere."), .optional("owner", .text(), "Who of us runs it."),
        .optional("place", .choice(FunnelPlace.self), "In the funnel."), .optional("outcome", .choice(Ending.Result.self), "Missing while it is open."),
        .required("isOpen", .boolean), .required("isFiction", .boolean),
    ])
}

/// A statement about an objective or somebody in it, as JSON.
public struct SellingClaimJSON: Encodable, Sendable {
    /// A standing that a claim was given.
    public struct DecisionJSON: Encodable, Sendable {
        public var standing: String
        public var author: String
        public var at: Timestamp
        public var reason: String?

        /// A decision with who made it.
        public init(_ decision: Decision) {
            standing = decision.standing.rawValue
            author = decision.author.name
            at = decision.at
            reason = decision.reason
        }
    }

    public var id: String
    public var kind: String
    public var title: String
    public var value: String?
    public var object: String?
    public var objectName: String?
    public var fields: [String: String]
    public var author: String
    public var authorKind: String
    public var confirmedBy: String?
    public var confirmedAt: Timestamp?
    public var standing: String
    public var observedAt: Timestamp?
    public var recordedAt: Timestamp
    public var supersedes: String?
    public var decisions: [DecisionJSON]

    /// A claim with what was decided on it; people are named where they are passed.
    public init(_ claim: Claim, decisions: [Decision] = [], people: [Identifier<Person>: Person] = [:]) {
        id = claim.id.description
        kind = claim.kind
        title = SellingKinds.title(of: claim.kind) ?? claim.kind
        value = claim.value
        object = claim.object
        objectName = claim.object.flatMap { Identifier<Person>($0) }.flatMap { people[$0]?.name }
        fields = claim.payload
        author = claim.author.name
        authorKind = claim.author.kind.rawValue
        let confirmation = StatementHistory(claim: claim, title: title, decisions: decisions).confirmation
        confirmedBy = confirmation?.author.name
        confirmedAt = confirmation?.at
        standing = claim.standing.rawValue
        observedAt = claim.observedAt
        recordedAt = claim.recordedAt
        supersedes = claim.supersedes?.description
        self.decisions = decisions.map(DecisionJSON.init)
    }

    static let schema = Schema.object("SellingClaim", "A statement of strategic selling, with what was decided on it.", [
        .required("id", .id), .required("kind", .text(), "As the vocabulary names it: `objective.close-date`."), .required("title", .text(), "The kind in plain words."),
        .optional("value", .text(), "What is stated."), .optional("object", .text(), "The person it speaks of, by id."), .optional("objectName", .text(), "Their name, where in sight."),
        .required("fields", .map(.text()), "The rest of what is stated."), .required("author", .text(), "Who states it; of the engine, by which rules."),
        .required("authorKind", .choice(AuthorKind.self), "What the engine states is a suggestion until a person confirms it."),
        .optional("confirmedBy", .text(), "Who confirmed what the engine suggested, where its decisions are told."), .optional("confirmedAt", .time, "When that was."),
        .required("standing", .choice(Standing.self)),
        .optional("observedAt", .time, "When it held."), .required("recordedAt", .time, "When we learnt it."), .optional("supersedes", .id, "The claim it takes the place of."),
        .required("decisions", .list(.object("SellingDecision", "A standing that a claim was given.", [
            .required("standing", .choice(Standing.self)), .required("author", .text()), .required("at", .time), .optional("reason", .text()),
        ])), "In order of time."),
    ])

    /// What is to be stated.
    static let given = Schema.object("SellingStatement", "Something to be stated of an objective, or of somebody in it.", [
        .required("kind", .choice(SellingKinds.names), "What sort of statement; docs/strategic-selling.md lists the fields of each."),
        .optional("object", .id, "The person it speaks of, where the kind is about somebody in an objective."), .optional("value", .text(2_000)),
        .optional("fields", .map(.text(2_000)), "The rest of what is stated."), .optional("saidBy", .id, "The person who told us."),
        .optional("observedAt", .time, "When it held."), .optional("evidence", StatementJSON.evidence, "What it rests on; missing: “said by …”."),
        .optional("confidentialTo", StatementJSON.confidentialTo, "The members who may know of it, and you; missing: everybody who sees what it is about."),
        .optional("supersedes", .id, "A statement that it takes the place of, where several of its kind hold at once."),
    ])

    static func read(_ body: APIBody) throws(Problem) -> SellingStatement {
        var fields: [String: String] = [:]
        if case .object(let members) = body.object("fields")?.value {
            for member in members { fields[member.name] = member.value.string }
        }
        return SellingStatement(
            kind: try body.needed("kind"), object: body.text("object"), value: body.text("value"), payload: fields, saidBy: body.id("saidBy", Person.self),
            observedAt: body.time("observedAt"), evidence: try StatementJSON.readEvidence(body),
            confidentialTo: body.ids("confidentialTo", Member.self).map(Set.init), supersedes: body.id("supersedes", Claim.self)
        )
    }
}

/// A sheet as JSON: what it says, a line each, and its flags.
public struct SheetJSON: Encodable, Sendable {
    /// One thing the sheet says.
    public struct LineJSON: Encodable, Sendable {
        public var id: String
        public var element: String
        public var title: String
        public var text: String
        public var person: String?
        public var claims: [String]

        init(_ line: SheetLine) {
            id = line.id
            element = line.element.name
            title = line.title
            text = line.text.plain
            person = line.person?.description
            claims = line.claims.map(\.description)
        }
    }

    /// A red flag with why it endangers the sale and what to do.
    public struct FlagJSON: Encodable, Sendable {
        public var id: String
        public var what: String
        public var danger: String
        public var clearing: String
        public var since: Timestamp
        public var person: String?
        public var accepted: String?
        public var claims: [String]

        init(_ flag: Flag) {
            id = flag.id
            what = flag.what.plain
            danger = flag.danger
            clearing = flag.clearing
            since = flag.since
            person = flag.person?.description
            accepted = flag.accepted?.value.reason
            claims = flag.claims.map(\.description)
        }
    }

    public var objective: ObjectiveJSON
    /// Nil: now.
    public var at: Timestamp?
    public var lines: [LineJSON]
    public var flags: [FlagJSON]
    public var waiting: Int
    public var nextChange: Timestamp?

    /// A sheet as it was opened.
    public init(_ open: OpenSheet, asOf time: Timestamp?) {
        objective = ObjectiveJSON(open.line)
        at = time
        lines = open.sheet.lines.map(LineJSON.init)
        flags = open.sheet.flags.map(FlagJSON.init)
        waiting = open.sheet.waiting.count
        nextChange = open.sheet.nextChange
    }

    static let line = Schema.object("SheetLine", "One thing a sheet says.", [
        .required("id", .text(), "The same for the same thing in every sheet of the objective."), .required("element", .choice(SheetElement.allCases.map(\.name))),
        .required("title", .text()), .required("text", .text()), .optional("person", .id, "Of whom; missing: of the objective."),
        .required("claims", .list(.id), "The claims it rests on; empty for what follows from others."),
    ])
    static let flag = Schema.object("SheetFlag", "A hazard to the sale.", [
        .required("id", .text()), .required("what", .text()), .required("danger", .text(), "Why it endangers the sale."),
        .required("clearing", .text(), "An alternative position, or a way to clear it."), .required("since", .time), .optional("person", .id),
        .optional("accepted", .text(), "Why somebody lives with it."), .required("claims", .list(.id), "Empty where it rests on something not being there."),
    ])

    static let schema = Schema.object("StrategySheet", "The strategy sheet of an objective as known at a moment.", [
        .required("objective", ObjectiveJSON.schema), .optional("at", .time, "The moment it speaks of; missing: now."),
        .required("lines", .list(line)), .required("flags", .list(flag), "The gravest first."),
        .required("waiting", .count, "Suggestions that wait for a person; they decide nothing."),
        .optional("nextChange", .time, "The next instant at which it can change by the clock alone."),
    ])
}

extension SheetElement {
    /// As it stands in JSON.
    var name: String {
        switch self {
        case .objective: "objective"
        case .influences: "influences"
        case .flags: "flags"
        case .responses: "responses"
        case .winResults: "win-results"
        case .profile: "profile"
        case .funnel: "funnel"
        }
    }
}

/// Something that belongs to an objective, as JSON.
public struct ObjectiveLinkJSON: Encodable, Sendable {
    public var id: String
    public var kind: String
    public var hasWords: Bool
    public var title: String
    public var at: Timestamp
    public var linkedAt: Timestamp
    public var isByItself: Bool

    /// A meeting or interaction that belongs to an objective.
    public init(_ linked: LinkedHappening) {
        switch linked.content {
        case .meeting(let meeting, _, _):
            (id, kind, hasWords, title) = (meeting.id.description, Interaction.Kind.meeting.rawValue, true, meeting.title)
            at = meeting.startedAt ?? meeting.recordedAt
        case .interaction(let interaction):
            (id, kind, hasWords, title) = (interaction.id.description, interaction.kind.rawValue, false, interaction.title)
            at = interaction.startedAt ?? interaction.recordedAt
        }
        linkedAt = linked.linkedAt
        isByItself = linked.isByItself
    }

    static let schema = Schema.object("ObjectiveLink", "A meeting or interaction that belongs to an objective.", [
        .required("id", .id, "Of a meeting where `hasWords`, of an interaction otherwise."), .required("kind", .choice(Interaction.Kind.self)),
        .required("hasWords", .boolean, "Whether it is a meeting with words."), .required("title", .text()),
        .required("at", .time, "When it began, or came in where that is not known."), .required("linkedAt", .time),
        .required("isByItself", .boolean, "Whether it was linked because one objective only was open at its account."),
    ])
}
