import Covalence
import StrategicSelling
public import Workbench

/// What the record suggests for an objective, as JSON.
public struct SuggestionsJSON: Encodable, Sendable {
    /// Somebody who turned up and is not on the sheet.
    public struct Newcomer: Encodable, Sendable {
        public var person: String
        public var name: String
        public var roles: [String]
        public var words: [Words]
    }

    /// What somebody said, or what was said of them.
    public struct Words: Encodable, Sendable {
        public var text: String
        public var isReported: Bool
    }

    public var waiting: [SellingClaimJSON]
    public var newcomers: [Newcomer]

    /// What is open.
    public init(_ open: OpenSuggestions) {
        waiting = open.waiting.map { SellingClaimJSON($0.claim, decisions: $0.decisions, people: open.people) }
        newcomers = open.newcomers.map { newcomer in
            Newcomer(
                person: newcomer.id.description, name: newcomer.person.name, roles: newcomer.roles.map(\.rawValue),
                words: newcomer.words.map { Words(text: $0.text, isReported: $0.isReported) }
            )
        }
    }

    static let schema = Schema.object("SellingSuggestions", "What the record suggests for an objective; nothing of it decides.", [
        .required("waiting", .list(SellingClaimJSON.schema), "Suggestions that wait for a person, the latest first."),
        .required("newcomers", .list(.object("Newcomer", "Somebody who turned up in what belongs to the objective and is not on its sheet.", [
            .required("person", .id), .required("name", .text()), .required("roles", .list(.choice(BuyingRole.self)), "Roles that are suggested."),
            .required("words", .list(.object("NewcomerWords", "What tells most of a newcomer.", [
                .required("text", .text()), .required("isReported", .boolean, "Whether somebody else said it of the person."),
            ])), "At most three."),
        ])), "Those who said most first."),
    ])
}
