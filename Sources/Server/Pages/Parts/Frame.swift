import Store
import Workbench

/// What the frame of a page says about who asks.
struct Frame: ViewModel {
    var person: String?
    var workspace: String?
    var isDemo = false
    /// What time it is in the demo.
    var time = ""
    /// Whether names are shown to them, and pages of accounts and people.
    var knowsNames = false
    var formToken = ""

    init(_ context: ServerContext) {
        person = context.guest?.visitor.name
        workspace = context.guest?.bench.workspace.name
        knowsNames = context.guest?.visitor.may(.know) ?? false
        if let guest = context.guest, guest.isDemo {
            isDemo = true
            time = LocalTime.day(guest.bench.now()).map(DayText.long) ?? ""
        }
        formToken = context.formToken.text
    }

    var view: View {
        [
            "csrf": .text(formToken), "isOutside": .flag(person == nil), "isInside": .flag(person != nil),
            "visitorName": View.Value(person), "workspaceName": View.Value(workspace), "isDemo": .flag(isDemo), "demoDay": .text(time), "knowsNames": .flag(knowsNames),
            "isSignedIn": .flag(person != nil && !isDemo),
        ]
    }
}
