public import Covalence
import Foundation
public import Store

/// An organisation as JSON, the same in the API and in what commands print.
public struct OrganizationLine: Encodable, Sendable {
    public var id: String
    public var version: Int
    public var name: String
    public var kind: String
    public var industry: String?
    public var size: String?
    public var country: String?
    public var parent: String?
    public var domains: [String]
    public var note: String?
    public var people: Int
    public var interactions: Int
    public var lastInteractionAt: Timestamp?
    /// The newest that has begun and was not called off.
    public var lastContactAt: Timestamp?
    /// The nearest that is to come and is not called off.
    public var nextContactAt: Timestamp?

    public init(_ summary: OrganizationSummary) {
        let organization = summary.organization
        id = summary.id.description
        version = summary.version
        name = organization.name
        kind = organization.kind.rawValue
        industry = organization.industry
        size = organization.size?.rawValue
        country = organization.country
        parent = organization.parent?.description
        domains = organization.domains
        note = organization.note
        people = summary.people
        interactions = summary.interactions
        lastInteractionAt = summary.lastInteractionAt
        lastContactAt = summary.lastContactAt
        nextContactAt = summary.nextContactAt
    }

    /// What a person says of one.
    static let given: [Schema.Field] = [
        .required("name", .words(200), "Its name, in one line."),
        .required("kind", .choice(Organization.Kind.self), "What it is to us."),
        .optional("industry", .text(200), "In your words."),
        .optional("size", .choice(Organization.Size.self), "micro: up to 9 people; small: 49; medium: 249; large: 250 and more."),
        .optional("country", .text(20), "ISO 3166-1 alpha-2: FI."),
        .optional("parent", .id, "The organisation it belongs to."),
        .optional("domains", .list(.text(300), most: 50), "Internet domains of its mail addresses; each belongs to one organisation."),
        .optional("note", .text(10_000), "A line on it."),
    ]

    static let schema = Schema.object("Organization", "An organisation: customer, prospect, partner, competitor, or one of ours.", [
        .required("id", .id), .required("version", .count, "Larger after every change."),
    ] + given.map { field in
        var field = field
        if field.name == "domains" { field.isRequired = true }
        return field
    } + [
        .required("people", .count, "How many people of it are known."),
        .required("interactions", .count, "Meetings and interactions in sight."),
        .optional("lastInteractionAt", .time, "The newest of them, also of what is to come."),
        .optional("lastContactAt", .time, "The newest that has begun and was not called off."),
        .optional("nextContactAt", .time, "The nearest that is to come and is not called off."),
    ])
}

/// A person as JSON, the same in the API and in what commands print.
public struct PersonLine: Encodable, Sendable {
    public var id: String
    public var version: Int
    public var name: String
    public var organization: String?
    public var organizationName: String?
    public var function: String?
    public var languages: [String]
    public var cultures: [String]
    public var reach: [Person.Reach]
    public var note: String?
    public var interactions: Int
    public var lastInteractionAt: Timestamp?
    /// The newest that has begun and was not called off.
    public var lastContactAt: Timestamp?
    /// The nearest that is to come and is not called off.
    public var nextContactAt: Timestamp?

    public init(_ summary: PersonSummary) {
        let person = summary.person
        id = summary.id.description
        version = summary.version
        name = person.name
        organization = person.organization?.description
        organizationName = summary.organizationName
        function = person.function
        languages = person.languages
        cultures = person.cultures
        reach = person.reach
        note = person.note
        interactions = summary.interactions
        lastInteractionAt = summary.lastInteractionAt
        lastContactAt = summary.lastContactAt
        nextContactAt = summary.nextContactAt
    }

    /// What a person says of one.
    static let given: [Schema.Field] = [
        .required("name", .words(200), "In one line."),
        .optional("organization", .id, "Where the person works."),
        .optional("function", .text(200), "What the person does there, as given."),
        .optional("languages", .list(.text(100), most: 50), "BCP 47, the preferred one first."),
        .optional("cultures", .list(.text(200), most: 50), "In the words of the person or a colleague; never guessed."),
        .optional("reach", .list(.object("Reach", "A way to reach somebody.", [
            .required("means", .choice(Person.Reach.Means.self)),
            .required("value", .text(2_000), "A mail address, a number, a name, an address."),
        ]), most: 50), "How to reach the person; a mail address belongs to one person."),
        .optional("note", .text(10_000), "A line on the person."),
    ]

    static let schema = Schema.object("Person", "Somebody we know of.", [
        .required("id", .id), .required("version", .count, "Larger after every change."),
        .optional("organizationName", .text(200)),
    ] + given.map { field in
        var field = field
        if ["languages", "cultures", "reach"].contains(field.name) { field.isRequired = true }
        return field
    } + [
        .required("interactions", .count, "Meetings and interactions in sight."),
        .optional("lastInteractionAt", .time, "The newest of them, also of what is to come."),
        .optional("lastContactAt", .time, "The newest that has begun and was not called off."),
        .optional("nextContactAt", .time, "The nearest that is to come and is not called off."),
    ])
}

/// A line of a history as JSON.
public struct HistoryJSON: Encodable, Sendable {
    public var id: String
    public var kind: String
    public var hasWords: Bool
    public var title: String
    public var at: Timestamp
    public var isDated: Bool
    public var names: [String]
    public var isCancelled: Bool

    public init(_ line: HistoryLine) {
        switch line.subject {
        case .meeting(let meeting): (id, hasWords) = (meeting.description, true)
        case .interaction(let interaction): (id, hasWords) = (interaction.description, false)
        }
        kind = line.kind.rawValue
        title = line.title
        at = line.at
        isDated = line.isDated
        names = line.names
        isCancelled = line.isCancelled
    }

    static let schema = Schema.object("HistoryLine", "Something that happened.", [
        .required("id", .id, "Of a meeting where `hasWords`, of an interaction otherwise."),
        .required("kind", .choice(Interaction.Kind.self)),
        .required("hasWords", .boolean, "Whether it is a meeting with words."),
        .required("title", .text()), .required("at", .time, "When it began, or came in where that is not known."),
        .required("isDated", .boolean, "Whether `at` is when it happened."),
        .required("names", .list(.text(), most: 6), "Who took part."), .required("isCancelled", .boolean),
    ])
}

/// A claim as JSON.
public struct ClaimJSON: Encodable, Sendable {
    public var id: String
    public var kind: String
    public var value: String?
    public var object: String?
    public var author: String
    public var standing: String
    public var recordedAt: Timestamp

    public init(_ claim: Claim) {
        id = claim.id.description
        kind = claim.kind
        value = claim.value
        object = claim.object
        author = claim.author.name
        standing = claim.standing.rawValue
        recordedAt = claim.recordedAt
    }

    static let schema = Schema.object("Claim", "Something that is held, or suggested, of somebody or something.", [
        .required("id", .id), .required("kind", .text(), "What sort of statement: `meeting.benefit`."), .optional("value", .text(), "What is stated."),
        .optional("object", .text(), "Whom or what it points at."), .required("author", .text(), "Who states it: a person, an import, the engine."),
        .required("standing", .choice(Standing.self)), .required("recordedAt", .time),
    ])
}

/// A pair that may be one.
public struct DuplicateJSON: Encodable, Sendable {
    public var first: String
    public var firstName: String
    public var second: String
    public var secondName: String
    public var reason: String

    public init(first: String, firstName: String, second: String, secondName: String, reason: String) {
        self.first = first
        self.firstName = firstName
        self.second = second
        self.secondName = secondName
        self.reason = reason
    }

    static let schema = Schema.object("LikelyDuplicate", "Two that may be one.", [
        .required("first", .id), .required("firstName", .text()), .required("second", .id), .required("secondName", .text()),
        .required("reason", .text(), "Why we think so."),
    ])
}

/// What a merge gave.
public struct MergeJSON: Encodable, Sendable {
    public var merge: String
    public var kept: String
    public var absorbed: String

    public init(merge: String, kept: String, absorbed: String) {
        self.merge = merge
        self.kept = kept
        self.absorbed = absorbed
    }

    static let schema = Schema.object("Merge", "Two that were put together.", [
        .required("merge", .id, "Its id: to take it back."), .required("kept", .id), .required("absorbed", .id),
    ])
}
