import Covalence

/// A finding with everything that was done with it.
struct ClaimPage: PageModel {
    static let template = "claim"
    var meeting: Identifier<Meeting>
    var meetingTitle: String
    var kind: String
    var quote: Quote?
    /// What a person said about it.
    var note: String?
    /// Says that it is something else; nil where it was decided on already.
    var correct: CorrectForm?
    /// In order of time.
    var history: [Line]
    /// Where it is said who may know of it; nil for those who may not say.
    var confidentialHref: String?

    var view: View {
        PageFrame(title: kind, place: .meetings).view.merging([
            "backHref": "/meetings/\(meeting)#findings", "meetingTitle": .text(meetingTitle), "kind": .text(kind), "quote": View.Value(quote),
            "note": View.Value(note), "history": View.Value(history), "correct": View.Value(correct), "confidentialHref": View.Value(confidentialHref),
        ])
    }
}
