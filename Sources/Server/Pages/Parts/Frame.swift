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

    /// What decides which sections a page has around its content.
    struct Kind: Hashable, Sendable {
        var isInside: Bool
        var isDemo: Bool
        var knowsNames: Bool

        /// As templates have them.
        var flags: [String: Bool] {
            ["isOutside": !isInside, "isInside": isInside, "isDemo": isDemo, "knowsNames": knowsNames, "isSignedIn": isInside && !isDemo]
        }
    }

    var kind: Kind { Kind(isInside: person != nil, isDemo: isDemo, knowsNames: knowsNames) }

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
        ["csrf": .text(formToken), "visitorName": View.Value(person), "workspaceName": View.Value(workspace), "demoDay": .text(time)]
    }
}
