import Covalence
import Store
import StrategicSelling
import Workbench

/// What the record suggests for an objective, and who turned up in it.
struct SuggestionsPage: PageModel {
    static let template = "selling/suggestions"

    var open: OpenSuggestions
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    private var home: String { SellingPlaces.objective(open.line.id) }

    var view: View {
        PageFrame(title: "Suggestions", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "objective": .text(SellingPlaces.title(of: open.line)), "notice": View.Value(notice), "canEdit": .flag(canEdit),
            "suggested": .list(open.waiting.map(row)), "hasSuggested": .flag(!open.waiting.isEmpty), "noneSuggested": .flag(open.waiting.isEmpty),
            "newcomers": .list(open.newcomers.map(view)), "hasNewcomers": .flag(!open.newcomers.isEmpty),
        ])
    }

    private func row(_ statement: StatementHistory) -> View {
        let claim = statement.claim
        return [
            "what": .text(StatementPage.text(of: claim, open.people)), "title": .text(statement.title), "claim": .text(claim.id.description),
            "href": .text(SellingPlaces.claim(claim.id, in: open.line.id)), "canAnswer": .flag(canEdit),
            "source": .text("\(SellingWords.author(claim.author))\(claim.confidence.map { ", its rule is \(Int(($0 * 100).rounded())) % sure" } ?? "")"),
        ]
    }

    private func view(of newcomer: OpenSuggestions.Newcomer) -> View {
        [
            "person": .text(newcomer.id.description), "name": .text(newcomer.person.name), "function": View.Value(newcomer.person.function), "href": "/people/\(newcomer.id)",
            "quotes": .list(newcomer.words.map { ["text": .text($0.text), "isReported": .flag($0.isReported), "placeHref": View.Value(Self.place($0.place))] }),
            "roles": .list(BuyingRole.allCases.map { Choice(value: $0.rawValue, label: SellingWords.role($0), isSelected: newcomer.roles.first == $0).view }),
            "canAnswer": .flag(canEdit),
        ]
    }

    /// Where an interaction is; words of a meeting are found by what they are quoted from.
    private static func place(_ place: Evidence.Place) -> String? {
        guard case .interaction(let id) = place else { return nil }
        return "/interactions/\(id)"
    }
}
