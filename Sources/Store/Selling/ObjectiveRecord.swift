public import Covalence

/// A sales objective as stored.
public struct ObjectiveRecord: Hashable, Sendable, Identifiable {
    public var objective: SalesObjective
    /// Larger after every change: of the objective, of a claim about it.
    public var version: Int
    /// The name of its account.
    public var accountName: String
    public var id: Identifier<SalesObjective> { objective.id }

    /// An objective with its version.
    public init(objective: SalesObjective, version: Int, accountName: String) {
        self.objective = objective
        self.version = version
        self.accountName = accountName
    }
}

/// An offering as stored.
public struct OfferingRecord: Hashable, Sendable, Identifiable {
    public var offering: Offering
    /// Larger after every change.
    public var version: Int
    /// Whether it is not offered any more; objectives that name it keep it.
    public var isRetired: Bool
    public var id: Identifier<Offering> { offering.id }

    /// An offering with its version.
    public init(offering: Offering, version: Int, isRetired: Bool) {
        self.offering = offering
        self.version = version
        self.isRetired = isRetired
    }
}

/// Sales objectives: all conditions that are set must hold. What is claimed counts where it is confirmed and not confidential.
public struct ObjectiveQuery: Hashable, Sendable {
    /// Part of what is sold or of the account's name, in any case, accents ignored.
    public var text: String?
    public var account: Identifier<Organization>?
    /// The member who runs it.
    public var owner: Identifier<Member>?
    /// Nil for open and ended ones.
    public var isOpen: Bool?
    /// The stage, as the source names it.
    public var stage: String?
    /// The place in the funnel, as the vocabulary names it.
    public var place: String?
    public var cursor: PageCursor?
    /// 1 to 500.
    public var limit: Int

    /// All, the one opened last first; set what should hold.
    public init(
        text: String? = nil, account: Identifier<Organization>? = nil, owner: Identifier<Member>? = nil, isOpen: Bool? = nil, stage: String? = nil,
        place: String? = nil, cursor: PageCursor? = nil, limit: Int = 50
    ) {
        self.text = text
        self.account = account
        self.owner = owner
        self.isOpen = isOpen
        self.stage = stage
        self.place = place
        self.cursor = cursor
        self.limit = limit
    }
}

/// The kinds of claims by which the store chooses objectives, as the vocabulary of strategic selling names them; a test compares them.
public enum ObjectiveKind {
    public static let what = "objective.what"
    public static let owner = "objective.owner"
    public static let stage = "objective.stage"
    public static let place = "objective.place"
    public static let outcome = "objective.outcome"
    /// What an outcome can be; another one ends nothing.
    public static let outcomes = ["won", "lost", "dropped"]
}

/// A meeting or interaction that belongs to an objective, without its words.
public struct LinkedHappening: Hashable, Sendable {
    public var content: Content
    public var linkedAt: Timestamp
    /// Whether it was linked because one objective only was open at its account.
    public var isByItself: Bool
    /// Who sat on the seller's side of a meeting, as far as that was said.
    public var sellers: Set<Identifier<Person>>
    /// Who took part in a meeting on another side than the seller's, and is no person of the record.
    public var unnamed: Set<Identifier<Participant>> = []
    /// Whether it is not said of every participant of a meeting on which side they sat.
    public var asksSides = false

    /// What happened.
    public enum Content: Hashable, Sendable {
        /// A meeting whose words are in the record: who of the directory took part, and how long it took in milliseconds.
        case meeting(Meeting, people: [Identifier<Person>], milliseconds: Int?)
        /// Title, times and participants; no text.
        case interaction(Interaction)
    }

    /// Something linked.
    public init(_ content: Content, linkedAt: Timestamp, isByItself: Bool, sellers: Set<Identifier<Person>> = []) {
        self.sellers = sellers
        self.content = content
        self.linkedAt = linkedAt
        self.isByItself = isByItself
    }

    /// Where it is in the record.
    public var subject: HistoryLine.Subject {
        switch content {
        case .meeting(let meeting, _, _): .meeting(meeting.id)
        case .interaction(let interaction): .interaction(interaction.id)
        }
    }
}

/// Something that waits for a person to say to which objectives it belongs.
public struct OpenLink: Hashable, Sendable {
    public var line: HistoryLine
    /// The open objectives of its accounts, in sight, the one opened last first.
    public var candidates: [ObjectiveRecord]
    /// How many wait in all where it stands for a series of calendar events, those further ahead among them; else one.
    public var waiting: Int

    /// A question.
    public init(line: HistoryLine, candidates: [ObjectiveRecord], waiting: Int = 1) {
        self.line = line
        self.candidates = candidates
        self.waiting = waiting
    }
}
