import Covalence

/// Writing down what was seen or heard, or that a call or meeting took place.
struct NoteForm: PageModel {
    static let template = "interactions/form"

    /// What stands in the fields, as typed.
    struct Fields: Sendable, Hashable {
        var kind = Interaction.Kind.note.rawValue
        var title = ""
        var text = ""
        var heardFrom = ""
        var day = ""
        var clock = ""
        var place = ""
        var accounts = ""
        var about = ""
        var artefacts = ""

        init() {}

        init(_ form: FormFields) {
            kind = form["kind"] ?? "note"
            title = form["title"] ?? ""
            text = form["text"] ?? ""
            heardFrom = form["heardFrom"] ?? ""
            day = form["day"] ?? ""
            clock = form["clock"] ?? ""
            place = form["place"] ?? ""
            accounts = form["accounts"] ?? ""
            about = form["about"] ?? ""
            artefacts = form["artefacts"] ?? ""
        }
    }

    /// Nil for a new one.
    var id: Identifier<Interaction>?
    var version: Int?
    /// Whether the words can be changed; those of a mail or an event stay as they came.
    var hasOwnWords = true
    var fields: Fields
    var accounts: [String]
    var people: [String]
    var backHref: String
    var problem: String?
    var waiting = 0

    var view: View {
        let title = id == nil ? "Write down what happened" : "Change \(fields.title)"
        let kinds: [Interaction.Kind] = [.note, .call, .meeting]
        return PageFrame(title: title, waiting: waiting).view.merging([
            "heading": .text(title), "action": .text(id.map { "/interactions/\($0)" } ?? "/interactions"), "backHref": .text(backHref),
            "version": View.Value(version.map(String.init)), "problem": View.Value(problem), "isNew": .flag(id == nil), "hasOwnWords": .flag(hasOwnWords),
            "kinds": View.Value(kinds.map { Choice(value: $0.rawValue, label: HistoryRow.word($0), isSelected: $0.rawValue == fields.kind) }),
            "title": .text(fields.title), "text": .text(fields.text), "heardFrom": .text(fields.heardFrom), "day": .text(fields.day),
            "clock": .text(fields.clock), "place": .text(fields.place), "accountNames": .text(fields.accounts), "about": .text(fields.about),
            "artefacts": .text(fields.artefacts), "accounts": View.Value(accounts.map { Choice(value: $0, label: $0) }),
            "people": View.Value(people.map { Choice(value: $0, label: $0) }),
        ])
    }
}
