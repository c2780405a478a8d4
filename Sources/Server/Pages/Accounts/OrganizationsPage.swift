import Covalence
import Store

/// The organisations in sight.
struct OrganizationsPage: PageModel {
    static let template = "accounts/list"

    struct Row: ViewModel {
        var summary: OrganizationSummary
        var now: Timestamp

        var view: View {
            let organization = summary.organization
            return [
                "href": "/accounts/\(organization.id)", "name": .text(organization.name), "kind": .text(OrganizationWords.kind(organization.kind)),
                "facts": View.Value(nonEmpty: [organization.industry, organization.country.map(OrganizationWords.country), summary.parentName.map { "part of \($0)" }]
                    .compactMap { $0 }.joined(separator: " · ")),
                "people": .text(OrganizationWords.count(summary.people, "person", "people")),
                "interactions": .text(OrganizationWords.count(summary.interactions, "interaction", "interactions")),
                "last": .text(OrganizationWords.contacts(last: summary.lastContactAt, next: summary.nextContactAt, now: now)),
                "isQuiet": .flag(summary.lastContactAt == nil),
            ]
        }
    }

    var rows: [Row]
    var text: String
    var kind: Organization.Kind?
    var onlyMine: Bool
    var olderHref: String?
    /// Pairs that may be one organisation.
    var duplicates: Int
    var canAdd: Bool
    var waiting = 0

    var isFiltered: Bool { !text.isEmpty || kind != nil || onlyMine }

    var view: View {
        PageFrame(title: "Accounts", place: .accounts, waiting: waiting).view.merging([
            "rows": View.Value(rows), "text": .text(text), "onlyMine": .flag(onlyMine), "olderHref": View.Value(olderHref),
            "kinds": View.Value(Organization.Kind.allCases.map { Choice(value: $0.rawValue, label: OrganizationWords.kind($0), isSelected: $0 == kind) }),
            "isFiltered": .flag(isFiltered), "nothingFound": .flag(rows.isEmpty && isFiltered), "isEmpty": .flag(rows.isEmpty && !isFiltered),
            "duplicates": View.Value(duplicates > 0 ? OrganizationWords.count(duplicates, "pair", "pairs") : nil), "canAdd": .flag(canAdd),
        ])
    }
}
