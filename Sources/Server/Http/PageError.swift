import HTTPTypes
import Hummingbird

/// Something that cannot be done, in words for the person who asked: what is wrong and what to do.
struct PageError: Error, Hashable, CustomStringConvertible {
    /// The HTTP status, 400 to 599.
    var status: Int
    /// A few words.
    var title: String
    /// What is wrong and what to do, in a sentence or two.
    var advice: String
    /// What the person wrote and would lose with this page.
    var kept: [Kept] = []
    /// Where the thing stands as it is now; nil where there is nothing to go back to.
    var thing: String?

    /// A text by the name of its field.
    struct Kept: Hashable {
        var label: String
        var text: String
    }

    /// An error to show as a page.
    init(status: Int, title: String, advice: String) {
        self.status = status
        self.title = title
        self.advice = advice
    }

    var description: String { "\(status) \(title): \(advice)" }

    static let foreignHost = PageError(
        status: 403,
        title: "This address is not ours",
        advice: "Covalence answers to 127.0.0.1 and localhost with its own port, and to the names it was started with (--host). Open the address that it printed when it started."
    )
    static let foreignOrigin = PageError(
        status: 403,
        title: "Another page asked for this",
        advice: "A page from elsewhere tried to use Covalence. Nothing was done. If it was you, open Covalence itself and do it there."
    )
    static let staleForm = PageError(
        status: 403,
        title: "This form is too old",
        advice: "You signed in or out since the page was opened, or cookies are switched off. Nothing was done. Go back, reload the page and send the form again."
    )
    static let notSignedIn = PageError(status: 401, title: "Nobody is signed in", advice: "Open /sign-in, and then this page again.")
    static let notFound = PageError(
        status: 404,
        title: "There is nothing here",
        advice: "The address may be mistyped, or the meeting was erased. The list of meetings shows all there is."
    )

    /// The plain words for a status that a library gave without any.
    static func plain(_ status: Int) -> PageError {
        switch status {
        case 400: PageError(status: 400, title: "That could not be read", advice: "The request was not in a form that Covalence understands. Go back, reload the page and try again.")
        case 403: .foreignOrigin
        case 404: .notFound
        case 405: PageError(status: 405, title: "Not possible here", advice: "This address cannot be used in this way. Go back and use the buttons on the page.")
        case 413: PageError(status: 413, title: "Too large", advice: "What was sent is larger than the limit. For transcripts the limit can be raised when starting the server.")
        case 416: PageError(status: 416, title: "Past the end", advice: "That part of the recording does not exist.")
        case 400..<500: PageError(status: status, title: "That did not work", advice: "Go back, reload the page and try again.")
        default: PageError(status: 500, title: "Something broke on our side", advice: "Nothing was changed by this request unless the page says otherwise. Try again; if it stays, the log names this request.")
        }
    }
}
