import Covalence
import Store
import Workbench

/// What people decided with a codebook, newest first.
struct CodeDecisionsPage: PageModel {
    static let template = "codebooks/decisions"

    var codebook: Codebook
    var decisions: Page<CodeDecision>
    var waiting = 0

    private var home: String { "/codebooks/\(codebook.name)" }

    var view: View {
        let titles = Dictionary(codebook.leaves.map { ($0.slug, $0.title) }) { first, _ in first }
        return PageFrame(title: "Decisions: \(codebook.title)", waiting: waiting).view.merging([
            "home": .text(home), "bookTitle": .text(codebook.title), "isEmpty": .flag(decisions.items.isEmpty),
            "decisions": .list(decisions.items.map { decision -> View in
                [
                    "code": .text(titles[decision.code] ?? decision.code), "isGone": .flag(titles[decision.code] == nil), "answer": .text(decision.verdict == .carries ? "yes" : "no"),
                    "author": .text(decision.author), "when": .text(LocalTime.text(decision.at)), "isRandom": .flag(decision.asked == .random), "href": .text(Self.href(decision.place)),
                ]
            }),
            "olderHref": View.Value(decisions.next.map { "\(home)/decisions?cursor=\($0.rawValue)" }),
        ])
    }

    private static func href(_ place: CodeDecision.Place) -> String {
        switch place {
        case .turn(let meeting, _, let first, _): Moment(meeting: meeting, utterance: first).href
        case .passage(let interaction, _, _): "/interactions/\(interaction)"
        }
    }
}
