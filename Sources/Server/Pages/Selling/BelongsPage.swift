import Covalence
import Store
import StrategicSelling
import Workbench

/// One objective to which something could belong.
struct LinkChoice: ViewModel {
    var line: ObjectiveLine
    var isLinked: Bool

    var view: View {
        [
            "value": .text(line.id.description), "label": .text(SellingPlaces.title(of: line)), "account": .text(line.record.accountName), "checked": .flag(isLinked),
            "href": .text(SellingPlaces.objective(line.id)),
        ]
    }
}

/// To which sales objectives one meeting or interaction belongs, and what it brought to each.
struct BelongsPage: PageModel {
    static let template = "selling/belongs"

    var happening: HistoryLine.Subject
    var choices: LinkChoices
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    var view: View {
        let home = SellingPlaces.page(of: happening)
        let query = switch happening {
        case .meeting(let id): "meeting=\(id)"
        case .interaction(let id): "interaction=\(id)"
        }
        return PageFrame(title: "Sales of \(choices.title)", place: .objectives, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(choices.title), "notice": View.Value(notice), "canEdit": .flag(canEdit),
            "linked": .list(choices.linked.map { line in
                LinkChoice(line: line, isLinked: true).view.merging(["debriefHref": .text("\(SellingPlaces.objective(line.id))/debrief?\(query)")])
            }),
            "isLinked": .flag(!choices.linked.isEmpty),
            "choices": .list(choices.linked.map { LinkChoice(line: $0, isLinked: true).view } + choices.candidates.map { LinkChoice(line: $0, isLinked: false).view }),
            "hasChoices": .flag(!choices.linked.isEmpty || !choices.candidates.isEmpty),
        ])
    }
}
