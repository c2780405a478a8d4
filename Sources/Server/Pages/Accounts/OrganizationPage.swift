import Covalence
import Store
import Workbench

/// An account: who, what happened, what is known.
struct OrganizationPage: PageModel {
    static let template = "accounts/organization"

    /// Something known, with who says so.
    struct Known: ViewModel {
        var claim: Claim
        /// Whether the visitor may say who knows of it.
        var maySay: Bool

        var view: View {
            [
                "what": .text(Self.what(claim)), "author": .text(claim.author.name),
                "day": View.Value(LocalTime.day(claim.observedAt ?? claim.recordedAt).map(DayText.long)),
                "isConfidential": .flag(claim.confidentialTo != nil), "maySay": .flag(maySay), "href": "/claims/\(claim.id)",
                "rests": .text(claim.evidence.isEmpty ? "said by \(claim.author.name.isolated)" : OrganizationWords.count(claim.evidence.count, "place in the record", "places in the record")),
            ]
        }

        static func what(_ claim: Claim) -> String {
            claim.value ?? claim.payload["text"] ?? claim.object ?? claim.kind
        }
    }

    struct Member: ViewModel {
        var id: String
        var name: String
        var isHolder: Bool
        var isTeam: Bool

        var view: View { ["value": .text((isTeam ? "team:" : "member:") + id), "label": .text(name), "checked": .flag(isHolder)] }
    }

    var summary: OrganizationSummary
    /// From the top down, without itself.
    var parents: [Organization]
    var children: [Organization]
    var people: [PersonSummary]
    /// What is to come, the nearest first.
    var ahead: [HistoryRow]
    var laterHref: String?
    /// What has begun, newest first.
    var history: [HistoryRow]
    var olderHref: String?
    var known: [Known]
    /// Who works it, by name.
    var holders: [String]
    /// Everybody who could, where the visitor may say so.
    var candidates: [Member]?
    /// Files behind the history, newest first.
    var files: [FileRow] = []
    /// How it fits the ideal customer profile; nil where there is none, or it is no account.
    var fit: AccountFitView?
    var canEdit: Bool
    var now: Timestamp
    var notice: String?
    var waiting = 0

    var view: View {
        let organization = summary.organization
        let base = "/accounts/\(organization.id)"
        return PageFrame(title: organization.name, place: .accounts, waiting: waiting).view.merging([
            "name": .text(organization.name), "kind": .text(OrganizationWords.kind(organization.kind)), "base": .text(base),
            "fit": View.Value(fit), "profileHref": "/profile", "topicsHref": "/topics?account=\(organization.id)",
            "facts": .list([
                organization.industry, organization.size.map(OrganizationWords.size), organization.country.map(OrganizationWords.country),
            ].compactMap { $0 }.map { ["text": .text($0)] } + organization.domains.map { ["text": .text($0)] }),
            "note": View.Value(organization.note),
            "parents": .list(parents.map { ["href": "/accounts/\($0.id)", "name": .text($0.name)] }),
            "children": .list(children.map { ["href": "/accounts/\($0.id)", "name": .text($0.name)] }), "hasChildren": .flag(!children.isEmpty),
            "contacts": .list(OrganizationWords.contactFacts(last: summary.lastContactAt, next: summary.nextContactAt, now: now).map { ["text": .text($0)] }),
            "people": .list(people.map { [
                "href": "/people/\($0.id)", "name": .text($0.person.name), "function": View.Value($0.person.function),
                "last": .text(OrganizationWords.contacts(last: $0.lastContactAt, next: $0.nextContactAt, now: now)),
            ] }),
            "noPeople": .flag(people.isEmpty), "ahead": View.Value(ahead), "hasAhead": .flag(!ahead.isEmpty), "laterHref": View.Value(laterHref),
            "history": View.Value(history), "noHistory": .flag(history.isEmpty && ahead.isEmpty), "nothingYet": .flag(history.isEmpty && !ahead.isEmpty), "olderHref": View.Value(olderHref),
            "known": View.Value(known), "nothingKnown": .flag(known.isEmpty),
            "holders": View.Value(nonEmpty: holders.joined(separator: ", ")), "isAccount": .flag(organization.kind.isAccount),
            "candidates": View.Value(candidates.map { View(dictionaryLiteral: ("all", View.Value($0))) }), "version": .text(String(summary.version)),
            "canEdit": .flag(canEdit), "notice": View.Value(notice),
        ]).merging(FileRow.view(of: files))
    }
}
