import Covalence
import Store

/// A mail, note or calendar event.
struct InteractionPage: PageModel {
    static let template = "interactions/interaction"

    var record: InteractionRecord
    var accounts: [OrganizationSummary]
    /// Names of those participants who are known people, by id.
    var names: [Identifier<Person>: String]
    /// The name of the member who brought it in.
    var broughtInBy: String?
    var canEdit: Bool
    var canErase: Bool
    var notice: String?
    var waiting = 0

    var view: View {
        let interaction = record.interaction
        let base = "/interactions/\(record.id)"
        let time = interaction.startedAt.map { start in
            LocalTime.text(start) + (interaction.endedAt.map { " to " + LocalTime.clock($0) } ?? "")
        }
        return PageFrame(title: interaction.title, waiting: waiting).view.merging([
            "title": .text(interaction.title), "kind": .text(HistoryRow.word(interaction.kind)), "base": .text(base),
            "time": View.Value(time), "place": View.Value(interaction.place), "heardFrom": View.Value(interaction.heardFrom),
            "isCancelled": .flag(interaction.isCancelled), "isFiction": .flag(interaction.isFiction), "notice": View.Value(notice),
            "accounts": .list(accounts.map { ["href": "/accounts/\($0.id)", "name": .text($0.organization.name)] }), "noAccounts": .flag(accounts.isEmpty),
            "participants": .list(interaction.participants.map { part in
                let known = part.person.flatMap { names[$0] }
                return [
                    "part": .text(Self.word(part.part)), "name": .text(known ?? part.name ?? part.address ?? "not known"),
                    "address": View.Value(part.address), "href": View.Value(known == nil ? nil : part.person.map { "/people/\($0)" }),
                ]
            }),
            "components": .list(interaction.components.map { ["text": .text($0.name), "kind": .text($0.kind.rawValue)] }),
            "hasComponents": .flag(!interaction.components.isEmpty),
            "paragraphs": .list((interaction.text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                .split(whereSeparator: { $0.allSatisfy(\.isWhitespace) }).map { ["text": .text($0.joined(separator: "\n"))] }),
            "noText": .flag(interaction.text == nil), "broughtInBy": View.Value(broughtInBy),
            "canEdit": .flag(canEdit), "canErase": .flag(canErase), "isNote": .flag(interaction.kind == .note),
        ])
    }

    static func word(_ part: Interaction.Participation.Part) -> String {
        switch part {
        case .from: "from"
        case .to: "to"
        case .copy: "copy to"
        case .organizer: "called by"
        case .attendee: "with"
        case .noted: "noted by"
        case .about: "about"
        }
    }
}
