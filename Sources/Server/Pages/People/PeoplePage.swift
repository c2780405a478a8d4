import Covalence
import Store

/// The people in sight.
struct PeoplePage: PageModel {
    static let template = "people/list"

    struct Row: ViewModel {
        var summary: PersonSummary
        var now: Timestamp

        var view: View {
            [
                "href": "/people/\(summary.id)", "name": .text(summary.person.name),
                "facts": View.Value(nonEmpty: [summary.person.function, summary.organizationName].compactMap { $0 }.joined(separator: ", ")),
                "interactions": .text(OrganizationWords.count(summary.interactions, "interaction", "interactions")),
                "last": .text(OrganizationWords.contacts(last: summary.lastContactAt, next: summary.nextContactAt, now: now)),
            ]
        }
    }

    var rows: [Row]
    var text: String
    var olderHref: String?
    var duplicates: Int
    /// Participants of whom it is not known who they are.
    var unknown: Int
    var canAdd: Bool
    var waiting = 0

    var view: View {
        PageFrame(title: "People", place: .people, waiting: waiting).view.merging([
            "rows": View.Value(rows), "text": .text(text), "olderHref": View.Value(olderHref), "canAdd": .flag(canAdd),
            "isFiltered": .flag(!text.isEmpty), "nothingFound": .flag(rows.isEmpty && !text.isEmpty), "isEmpty": .flag(rows.isEmpty && text.isEmpty),
            "duplicates": View.Value(duplicates > 0 ? OrganizationWords.count(duplicates, "pair", "pairs") : nil),
            "unknown": View.Value(unknown > 0 ? OrganizationWords.count(unknown, "name or address", "names or addresses") : nil),
        ])
    }
}
