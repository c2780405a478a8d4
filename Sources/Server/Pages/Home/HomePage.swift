import Covalence
import Store
import Workbench

/// The first page: what is new, what waits.
struct HomePage: PageModel {
    static let template = "home/home"

    /// Something that waits, with what to do.
    struct Task: ViewModel {
        var text: String
        var href: String
        var action: String
        var view: View { ["text": .text(text), "href": .text(href), "action": .text(action)] }
    }

    var name: String
    var tasks: [Task]
    var latest: [HistoryRow]
    var meetings: [MeetingRow]
    var accounts: [OrganizationsPage.Row]
    /// Whether nothing at all is in sight.
    var isEmpty: Bool
    var canAdd: Bool
    /// Whether names are replaced for this visitor.
    var seesPseudonyms: Bool
    var week: WeekView?
    var waiting = 0

    var view: View {
        PageFrame(title: "Home", place: .home, waiting: waiting).view.merging([
            "name": .text(name), "tasks": View.Value(tasks), "hasTasks": .flag(!tasks.isEmpty), "noTasks": .flag(tasks.isEmpty && !isEmpty && canAdd),
            "latest": View.Value(latest), "hasLatest": .flag(!latest.isEmpty), "rows": View.Value(meetings),
            "hasMeetings": .flag(!meetings.isEmpty && latest.isEmpty), "accounts": View.Value(accounts), "hasAccounts": .flag(!accounts.isEmpty),
            "week": View.Value(week?.view), "isEmpty": .flag(isEmpty), "canAdd": .flag(canAdd), "seesPseudonyms": .flag(seesPseudonyms),
        ])
    }
}
