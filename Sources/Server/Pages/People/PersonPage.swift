import Covalence
import Foundation
import Store

/// A person: who, what happened, what is known.
struct PersonPage: PageModel {
    static let template = "people/person"

    var summary: PersonSummary
    /// What a change of whom the person reports to is held against.
    var reportsToSeen = ""
    /// Whom the person reports to, nearest first, as somebody stated.
    var above: [Person]
    /// Who reports to the person.
    var below: [Person]
    /// What is to come, the nearest first.
    var ahead: [HistoryRow]
    var laterHref: String?
    /// What has begun, newest first.
    var history: [HistoryRow]
    var olderHref: String?
    var known: [OrganizationPage.Known]
    /// People the person may report to: colleagues.
    var colleagues: [Person]
    /// Files behind the history, newest first.
    var files: [FileRow] = []
    var canEdit: Bool
    var canSeePrivacy: Bool
    var now: Timestamp
    var notice: String?
    var waiting = 0

    var view: View {
        let person = summary.person
        let base = "/people/\(person.id)"
        func people(_ list: [Person]) -> View.Value { .list(list.map { ["href": "/people/\($0.id)", "name": .text($0.name), "function": View.Value($0.function)] }) }
        return PageFrame(title: person.name, place: .people, waiting: waiting).view.merging([
            "name": .text(person.name), "base": .text(base), "reportsToSeen": .text(reportsToSeen), "function": View.Value(person.function),
            "organization": View.Value(summary.organizationName), "organizationHref": View.Value(person.organization.map { "/accounts/\($0)" }),
            "languages": View.Value(nonEmpty: person.languages.map(LanguageName.text).joined(separator: ", ")),
            "cultures": View.Value(nonEmpty: person.cultures.joined(separator: ", ")), "note": View.Value(person.note),
            "reach": .list(person.reach.map { reach in
                let href: String? = switch reach.means {
                case .mail: "mailto:" + (reach.value.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "")
                case .phone: "tel:" + reach.value.filter { $0.isNumber || $0 == "+" }
                default: nil
                }
                return ["value": .text(reach.value), "means": .text(reach.means.rawValue), "href": View.Value(href)]
            }),
            "noReach": .flag(person.reach.isEmpty),
            "contacts": .list(OrganizationWords.contactFacts(last: summary.lastContactAt, next: summary.nextContactAt, now: now).map { ["text": .text($0)] }),
            "above": people(above), "noAbove": .flag(above.isEmpty), "below": people(below), "hasBelow": .flag(!below.isEmpty),
            "ahead": View.Value(ahead), "hasAhead": .flag(!ahead.isEmpty), "laterHref": View.Value(laterHref),
            "history": View.Value(history), "noHistory": .flag(history.isEmpty && ahead.isEmpty), "nothingYet": .flag(history.isEmpty && !ahead.isEmpty), "olderHref": View.Value(olderHref),
            "known": View.Value(known), "nothingKnown": .flag(known.isEmpty), "canEdit": .flag(canEdit), "canSeePrivacy": .flag(canSeePrivacy),
            "colleagues": View.Value(colleagues.map { Choice(value: $0.id.description, label: $0.name) }), "hasColleagues": .flag(!colleagues.isEmpty),
            "notice": View.Value(notice),
        ]).merging(FileRow.view(of: files))
    }
}
