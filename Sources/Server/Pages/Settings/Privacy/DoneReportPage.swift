/// What was done, in lines.
struct DoneReportPage: PageModel {
    static let template = "settings/report"

    var heading: String
    var lead: String
    var lines: [String]
    var backHref: String
    var backWord: String
    var waiting = 0

    var view: View {
        PageFrame(title: heading, waiting: waiting).view.merging([
            "heading": .text(heading), "lead": .text(lead), "lines": View.Value(lines.map(Line.init)), "backHref": .text(backHref), "backWord": .text(backWord),
        ])
    }
}
