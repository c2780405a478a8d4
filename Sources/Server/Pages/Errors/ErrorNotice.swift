/// Something cannot be done, as a piece of a page.
struct ErrorNotice: PageModel {
    static let template = "error-notice"
    var error: PageError
    var view: View { ["title": .text(error.title), "advice": .text(error.advice)] }
}
