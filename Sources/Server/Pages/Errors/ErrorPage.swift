/// Something cannot be done, as a page.
struct ErrorPage: PageModel {
    static let template = "error"
    var error: PageError
    /// Shown where the log has more.
    var requestID: String?

    var view: View {
        PageFrame(title: error.title).view.merging([
            "status": View.Value(error.status), "title": .text(error.title), "advice": .text(error.advice), "requestID": View.Value(requestID),
            "kept": .list(error.kept.enumerated().map { ["number": View.Value($0.offset), "label": .text($0.element.label), "text": .text($0.element.text)] }),
            "hasKept": .flag(!error.kept.isEmpty), "thing": View.Value(error.thing),
        ])
    }
}
