import Covalence
import Store

/// Participants of whom it is not known which person they are.
struct UnknownPage: PageModel {
    static let template = "people/unknown"

    struct Question: ViewModel {
        var identity: OpenIdentity

        var view: View {
            let (kind, key, meeting, shown): (String, String, String?, String) = switch identity.key {
            case .address(let address): ("address", address, nil, address)
            case .name(let name): ("name", name, nil, name)
            case .participant(let id, let meeting, let name): ("participant", id.description, meeting.description, name)
            }
            return [
                "kind": .text(kind), "key": .text(key), "meeting": View.Value(meeting), "shown": .text(shown),
                "often": .text(OrganizationWords.count(identity.occurrences, "time", "times")), "latest": .view(HistoryRow(line: identity.latest).view),
                "suggestions": View.Value(identity.suggestions.map { Choice(value: $0.id.description, label: $0.name + ($0.function.map { ", \($0)" } ?? "")) }),
                "hasSuggestions": .flag(!identity.suggestions.isEmpty), "suggestedName": .text(kind == "address" ? "" : shown),
            ]
        }
    }

    var questions: [Question]
    var notice: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Who are they?", place: .people, waiting: waiting).view.merging([
            "questions": View.Value(questions), "isEmpty": .flag(questions.isEmpty), "notice": View.Value(notice),
        ])
    }
}
