import Covalence
import StrategicSelling

/// What waits for a decision and would change the sheet of an objective most.
struct AskingPage: PageModel {
    static let template = "selling/asking-page"

    var sheet: StrategySheet
    /// The account’s name; nil where it is out of sight or gone.
    var account: String?
    var asking: Asking
    var canEdit: Bool
    var waiting = 0

    private var id: Identifier<SalesObjective> { sheet.objective.id }

    var view: View {
        let title = sheet.facts.what.value?.value.text ?? "A sale" + (account.map { " to \($0)" } ?? "")
        return PageFrame(title: "What would change most: \(title)", place: .objectives, waiting: waiting).view.merging(["title": .text(title)]).merging(pieceView)
    }

    fileprivate var pieceView: View {
        let names = Dictionary(sheet.notOnSheet.map { ($0.id, $0.name) }) { first, _ in first }
        return [
            "home": .text(SellingPlaces.objective(id)),
            "questions": .list(asking.questions.map { question -> View in
                [
                    "claim": .text(question.suggestion.claim.description), "what": .text("\(question.suggestion.title): \(question.suggestion.text.readable)"),
                    "words": View.Value(question.suggestion.words), "who": View.Value(question.suggestion.person.flatMap { sheet.influence($0)?.name ?? names[$0] }), "author": .text(SellingWords.author(question.suggestion.author)),
                    "claimHref": .text(SellingPlaces.claim(question.suggestion.claim, in: id)), "effects": .list(question.changes.prefix(3).map { ["effect": .text($0.sentence.readable)] }),
                    "canAnswer": .flag(canEdit),
                ]
            }),
            "hasQuestions": .flag(!asking.questions.isEmpty), "others": View.Value(asking.others > 0 ? OrganizationWords.count(asking.others, "other suggestion", "other suggestions") : nil),
        ]
    }

    /// The same as a piece of the sheet’s page.
    struct Piece: PageModel {
        static let template = "selling/asking"
        var page: AskingPage
        var view: View { page.pieceView }
    }
}
