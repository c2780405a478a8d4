/// What became of one file that was added.
struct UploadRow: PageModel {
    static let template = "upload-row"

    enum State: String, Sendable { case reading, done, waiting, failed }

    var name: String
    var state: State
    /// What happened, in a sentence.
    var message: String
    var href: String?
    /// What the link does.
    var action = "Open"

    var view: View {
        ["name": .text(name), "state": .text(state.rawValue), "message": .text(message), "href": View.Value(href), "action": .text(action)]
    }
}
