import Covalence
import Store
import Workbench

/// What stands in place of “after the last one” while nothing that has taken place belongs to a sale, as with each new one.
struct NothingHeldPage: PageModel {
    static let template = "selling/nothing-held"

    var line: ObjectiveLine
    var waiting = 0

    var view: View {
        PageFrame(title: "After the last meeting", place: .objectives, waiting: waiting).view.merging([
            "home": .text(SellingPlaces.objective(line.id)), "objective": .text(SellingPlaces.title(of: line)), "accountHref": .text("/accounts/\(line.record.objective.account)"),
            "account": .text(line.record.accountName),
        ])
    }
}
