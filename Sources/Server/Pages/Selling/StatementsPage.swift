import Covalence
import Store
import StrategicSelling
import Workbench

/// Everything that is and was stated of an objective, with what was decided on each, and what belongs to it.
struct StatementsPage: PageModel {
    static let template = "selling/statements"

    var open: OpenObjective
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    private var home: String { SellingPlaces.objective(open.line.id) }

    var view: View {
        let title = open.line.what?.text ?? "A sale to \(open.line.record.accountName)"
        let suggested = open.statements.filter { $0.claim.standing == .suggested }.sorted { ($1.claim.recordedAt, $1.claim.id) < ($0.claim.recordedAt, $0.claim.id) }
        let said = open.statements.filter { $0.claim.standing != .suggested }
        let byKind = Dictionary(grouping: said, by: \.claim.kind).values.map { (title: $0.first?.title ?? "", statements: $0) }.sorted { $0.title < $1.title }
        return PageFrame(title: "What was stated of \(title)", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(title), "notice": View.Value(notice), "canEdit": .flag(canEdit),
            "suggested": .list(suggested.map(row)), "hasSuggested": .flag(!suggested.isEmpty),
            "kinds": .list(byKind.map { kind -> View in
                ["kind": .text(kind.title), "statements": .list(kind.statements.reversed().map(row))]
            }),
            "nothing": .flag(said.isEmpty),
            "links": .list(open.links.reversed().map(link)), "noLinks": .flag(open.links.isEmpty),
        ])
    }

    private func row(_ statement: StatementHistory) -> View {
        let claim = statement.claim
        return [
            "what": .text(StatementPage.text(of: claim, open.people)), "title": .text(statement.title), "claim": .text(claim.id.description),
            "href": .text(SellingPlaces.claim(claim.id, in: open.line.id)), "standing": .text(StatementPage.word(claim.standing)), "holds": .flag(claim.standing == .confirmed),
            "source": .text(SellingWords.source(claim.author, statement.confirmation, claim.observedAt ?? claim.recordedAt)),
            "canAnswer": .flag(canEdit && claim.standing == .suggested),
        ]
    }

    private func link(_ happening: LinkedHappening) -> View {
        let (title, at): (String, Timestamp) = switch happening.content {
        case .meeting(let meeting, _, _): (meeting.title, meeting.startedAt ?? meeting.recordedAt)
        case .interaction(let interaction): (interaction.title, interaction.startedAt ?? interaction.recordedAt)
        }
        let href = switch happening.subject {
        case .meeting(let id): "/meetings/\(id)"
        case .interaction(let id): "/interactions/\(id)"
        }
        return ["href": .text(href), "title": .text(title), "day": View.Value(LocalTime.day(at).map(DayText.long)), "isByItself": .flag(happening.isByItself)]
    }
}
