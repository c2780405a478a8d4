import Covalence
import Store
import Workbench

/// Imports of CRM exports and address cards, with the place to drop the next.
struct ImportsPage: PageModel {
    static let template = "imports/list"

    struct Row: ViewModel {
        var open: OpenImport

        var view: View {
            let made = open.made
            return [
                "href": .text(ImportPage.place(open.id)), "name": .text(made.name), "kind": .text(ImportWords.kind(open)), "state": .text(ImportWords.state(made)),
                "isWaiting": .flag(made.state == .open), "rows": .text(ImportWords.number(made.rowCount)), "who": .text(made.madeByName),
                "when": .text(LocalTime.text(made.madeAt)),
                "result": View.Value(made.counts.total > 0 ? ImportWords.sentence(made.counts) : nil),
            ]
        }
    }

    var rows: [Row]
    /// Files that were just sent, where no script shows them.
    var uploads: [UploadRow] = []
    var next: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Imports", place: .objectives, waiting: waiting).view.merging([
            "rows": View.Value(rows), "hasRows": .flag(!rows.isEmpty), "uploads": View.Value(uploads), "next": View.Value(next),
        ])
    }
}
