import Store
import Workbench

/// What the frame of a page says about who asks.
struct Frame: ViewModel {
    var person: String?
    var workspace: String?
    var isDemo = false
    /// Whether names are shown to them, and pages of accounts and people.
    var knowsNames = false
    var formToken = ""

    init(_ context: ServerContext) {
        person = context.guest?.visitor.name
        workspace = context.guest?.bench.workspace.name
        knowsNames = context.guest?.visitor.may(.know) ?? false
        isDemo = context.guest?.isDemo ?? false
        formToken = context.formToken.text
    }

    var view: View {
        [
            "csrf": .text(formToken), "isOutside": .flag(person == nil), "isInside": .flag(person != nil),
            "visitorName": View.Value(person), "workspaceName": View.Value(workspace), "isDemo": .flag(isDemo), "knowsNames": .flag(knowsNames),
            "isSignedIn": .flag(person != nil && !isDemo),
        ]
    }
}
