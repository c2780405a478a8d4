import Covalence
import Workbench

/// A seller's own measures; with leave, somebody else's.
struct MeasuresPage: PageModel {
    static let template = "measures/measures"

    /// What there is to see.
    enum Content: Sendable {
        case mirror(SellerMirror)
        /// There are none, and why.
        case none(String)
    }

    var content: Content
    /// Whether the visitor looks at their own.
    var isOwn: Bool
    /// Other measures the visitor may open; only on the own page.
    var inSight: MeasuresInSight?
    var waiting = 0

    var view: View {
        let (teams, sellers) = (inSight?.teams ?? [], inSight?.sellers ?? [])
        let links: View = [
            "teams": .list(teams.map { ["name": .text($0.name), "href": "/measures/teams/\($0.id)"] }),
            "sellers": .list(sellers.map { ["name": .text($0.name), "href": "/measures/sellers/\($0.id)"] }),
            "hasTeams": .flag(!teams.isEmpty), "hasSellers": .flag(!sellers.isEmpty),
        ]
        switch content {
        case .none(let why):
            let frame = PageFrame(title: "Measures", waiting: waiting).view.merging(links)
            return frame.merging(["heading": "Your measures", "why": .text(why), "isOwn": .flag(isOwn)])
        case .mirror(let mirror):
            let headings = Dictionary(mirror.meetings.map { ($0.id, $0) }) { first, _ in first }
            let count = mirror.measures.meetings
            let measures = mirror.measures.rows.map { row in
                MeasureView(row: row, entries: row.values.map { value in
                    MeasureView.Entry(
                        title: headings[value.meeting]?.title ?? "A meeting", href: "/meetings/\(value.meeting)",
                        day: headings[value.meeting]?.startedAt.flatMap(LocalTime.day).map(DayText.long), number: value.number.map(row.key.text),
                        moment: value.utterance.map { Moment(meeting: value.meeting, utterance: $0) }, momentWord: row.key.momentWord
                    )
                })
            }
            let heading = isOwn ? "Your measures" : "Measures of \(mirror.seller.name)"
            return PageFrame(title: heading, waiting: waiting).view.merging(links).merging([
                "heading": .text(heading), "isOwn": .flag(isOwn), "isOther": .flag(!isOwn), "hasMeetings": .flag(count > 0), "noMeetings": .flag(count == 0),
                "summary": .text("\(count == 1 ? "1 meeting" : "\(count) meetings")\(mirror.isCut ? ", the newest; older ones are left out" : "")"),
                "measures": View.Value(measures), "seenBy": .list(mirror.seenBy.map { ["name": .text($0.name)] }), "isSeen": .flag(!mirror.seenBy.isEmpty),
                "isUnseen": .flag(mirror.seenBy.isEmpty), "seller": .text(mirror.seller.name),
            ])
        }
    }
}
