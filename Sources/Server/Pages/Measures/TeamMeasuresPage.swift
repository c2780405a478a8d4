import Covalence
import Workbench

/// A team's measures, in which nobody can be made out.
struct TeamMeasuresPage: PageModel {
    static let template = "measures/team"

    var mirror: TeamMirror
    var waiting = 0

    var view: View {
        let sellers = mirror.sellers == 1 ? "1 seller" : "\(mirror.sellers) sellers"
        let meetings = mirror.meetings == 1 ? "1 meeting" : "\(mirror.meetings) meetings"
        return PageFrame(title: "Measures of \(mirror.team.name)", waiting: waiting).view.merging([
            "team": .text(mirror.team.name), "summary": .text("\(sellers), \(meetings)\(mirror.isCut ? ", the newest; older ones are left out" : "")"),
            "measures": .list((mirror.rows ?? []).map { MeasureView(row: $0).view.merging(["count": .text(count($0))]) }), "isShown": .flag(mirror.rows != nil),
            "tooFew": View.Value(mirror.rows == nil ? tooFew : nil),
        ])
    }

    /// Numbers of the team are one for each seller and meeting.
    private func count(_ row: SellerMeasures.Row) -> String { "median of \(row.distribution?.count ?? 0) numbers, one for each seller and meeting" }

    private var tooFew: String {
        let so = mirror.sellers == 0 ? "No seller of this team took part in a meeting that was measured." : "Only \(mirror.sellers == 1 ? "1 seller" : "\(mirror.sellers) sellers") of this team took part in meetings that were measured."
        return "\(so) From \(TeamMirror.fewest) on ‡ the numbers are shown; with fewer, single people could be made out."
    }
}
