import Covalence
import Store
import StrategicSelling
import Workbench

/// Meetings and interactions of which a person is asked to which sale they belong.
struct LinkQuestionsPage: PageModel {
    static let template = "selling/questions"

    var questions: [LinkQuestion]
    var canEdit: Bool
    var notice: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "To which sale does it belong?", place: .objectives, waiting: waiting).view.merging([
            "questions": .list(questions.map(view(of:))), "none": .flag(questions.isEmpty), "canEdit": .flag(canEdit), "notice": View.Value(notice),
        ])
    }

    private func view(of question: LinkQuestion) -> View {
        let (kind, id) = switch question.line.subject {
        case .meeting(let id): ("meeting", id.description)
        case .interaction(let id): ("interaction", id.description)
        }
        return HistoryRow(line: question.line).view.merging([
            "happening": .text(kind), "happeningID": .text(id), "isSeries": .flag(question.waiting > 1),
            "others": View.Value(question.waiting > 1 ? "It is one of a series: what you say here holds for \(question.waiting == 2 ? "the other one" : "the \(question.waiting - 1) others") that \(question.waiting == 2 ? "waits" : "wait") too." : nil),
            "candidates": .list(question.candidates.map { line -> View in
                ["value": .text(line.id.description), "label": .text([line.what?.text ?? "Not known: what exactly", line.record.accountName].joined(separator: ", "))]
            }),
        ])
    }
}
