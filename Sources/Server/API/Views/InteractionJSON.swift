import Covalence
import Foundation
import Store
import Workbench

/// An interaction with its words, as JSON.
struct InteractionJSON: Encodable, Sendable {
    var id: String
    var version: Int
    var kind: String
    var title: String
    var startedAt: Timestamp?
    var endedAt: Timestamp?
    var recordedAt: Timestamp
    var text: String?
    var heardFrom: String?
    var place: String?
    var participants: [Interaction.Participation]
    var components: [Interaction.Component]
    var isCancelled: Bool
    var isFiction: Bool
    /// As far as they are in sight.
    var accounts: [NameJSON]
    var known: [ClaimJSON]

    init(_ open: OpenInteraction) {
        let interaction = open.record.interaction
        id = interaction.id.description
        version = open.record.version
        kind = interaction.kind.rawValue
        title = interaction.title
        startedAt = interaction.startedAt
        endedAt = interaction.endedAt
        recordedAt = interaction.recordedAt
        text = interaction.text
        heardFrom = interaction.heardFrom
        place = interaction.place
        participants = interaction.participants
        components = interaction.components
        isCancelled = interaction.isCancelled
        isFiction = interaction.isFiction
        accounts = open.accounts.map { NameJSON($0.id, $0.organization.name) }
        known = open.known.map(ClaimJSON.init)
    }

    static let participant = Schema.object("Participation", "Somebody’s part in an interaction.", [
        .required("part", .choice(Interaction.Participation.Part.self)), .optional("name", .text(2_000)),
        .optional("address", .text(2_000), "Mail address."), .optional("person", .id, "The person, once known."),
    ])
    static let component = Schema.object("Component", "What an interaction went through or was about.", [
        .required("kind", .choice(Interaction.Component.Kind.self)), .required("name", .text(200)),
    ])
    static let schema = Schema.object("Interaction", "A mail, an event, a note, a call or a meeting without words.", [
        .required("id", .id), .required("version", .count, "Larger after every change."), .required("kind", .choice(Interaction.Kind.self)), .required("title", .text()),
        .optional("startedAt", .time), .optional("endedAt", .time), .required("recordedAt", .time, "When it came into the record."),
        .optional("text", .text(100_000_000), "What was written."), .optional("heardFrom", .text(), "Who told us, for what was only heard."), .optional("place", .text()),
        .required("participants", .list(participant)), .required("components", .list(component)), .required("isCancelled", .boolean),
        .required("isFiction", .boolean), .required("accounts", .list(NameJSON.schema), "The organisations it belongs to, as far as they are in sight."),
        .required("known", .list(ClaimJSON.schema), "What is stated of it and still holds."),
    ])

    static func participants(_ body: APIBody) -> [Interaction.Participation]? {
        body.objects("participants")?.compactMap { part in
            part.choice("part", Interaction.Participation.Part.self).map {
                Interaction.Participation($0, name: part.text("name"), address: part.text("address"), person: part.id("person", Person.self))
            }
        }
    }

    static func components(_ body: APIBody) -> [Interaction.Component]? {
        body.objects("components")?.compactMap { component in
            component.choice("kind", Interaction.Component.Kind.self).map { Interaction.Component($0, component.text("name") ?? "") }
        }
    }
}
