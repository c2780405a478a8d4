import Covalence
import Workbench

/// What waits for a person: files with broken places or without consent, and meetings with open questions.
struct WaitingPage: PageModel {
    static let template = "waiting"

    /// A file that could not be read in full.
    struct BrokenFileView: ViewModel {
        var id: String
        var name: String
        /// Utterances that could be read.
        var readable: Int
        /// Line and reason of each broken place; the first are shown.
        var problems: [(line: Int, reason: String)]
        /// How many broken places there are in all.
        var problemCount: Int

        var view: View {
            [
                "name": .text(name), "problem": .text(problemCount == 1 ? "One place cannot be read." : "\(problemCount) places cannot be read."),
                "rest": .text("The other \(readable) utterances can."), "cuesLabel": "Where and why",
                "cues": .list(problems.map { ["line": View.Value($0.line), "reason": .text($0.reason)] }),
                "moreCues": View.Value(problemCount > problems.count ? "and \(problemCount - problems.count) more" : nil),
                "restLabel": .text("Import the other \(readable)"), "href": "/waiting/\(id)",
            ]
        }
    }

    /// A file of which the meeting or its words would be lost, because consent is missing.
    struct ConsentView: ViewModel {
        var id: String
        var name: String
        var question: ConsentQuestion

        var view: View {
            let form = ConsentForm(id: id, people: question.participants.map(\.name), known: question.participants.map(\.analysis))
            return form.view.merging([
                "name": .text(name), "sentence": .text(question.sentence), "href": "/waiting/\(id)",
                "withoutLabel": question.loss == .words ? "Go on without words" : "Take nothing in",
                "withoutMeans": question.loss == .words
                    ? "The reading is made and kept; findings show rule, time and side." : "The file is removed and no meeting is stored.",
                "canGoOn": .flag(question.loss == .words),
            ])
        }
    }

    /// A meeting with something not known that a person can say.
    struct OpenQuestion: ViewModel {
        var title: String
        /// “Nobody said who of Anna, iPhone (2) and Speaker 3 sat on which side.”
        var question: String
        var href: String
        var action: String

        var view: View { ["title": .text(title), "question": .text(question), "href": .text(href), "action": .text(action)] }
    }

    /// A file whose import goes on by itself, or failed.
    struct ImportView: ViewModel {
        var id: String
        var name: String
        /// Where it stands, in a sentence.
        var sentence: String
        /// 0 to 1, while it runs.
        var share: Double?
        /// Whether trying it again makes sense.
        var canRetry: Bool

        var view: View {
            ["name": .text(name), "sentence": .text(sentence), "progress": View.Value(share.map { ["share": .text("\($0)")] as View }), "canRetry": .flag(canRetry), "href": "/waiting/\(id)"]
        }
    }

    var broken: [BrokenFileView]
    var imports: [ImportView] = []
    var consents: [ConsentView] = []
    var questions: [OpenQuestion]
    /// How much waits in all; the page shows the first.
    var total: Int
    var notice: String?

    private var shown: Int { broken.count + consents.count + questions.count + imports.count }

    var view: View {
        PageFrame(title: "Waiting", place: .waiting, waiting: total).view.merging([
            "isEmpty": .flag(shown == 0), "broken": View.Value(broken), "imports": View.Value(imports), "consents": View.Value(consents),
            "questions": View.Value(questions), "notice": View.Value(notice),
            "more": View.Value(total > shown ? "\(total - shown) more wait; they come up as these are answered." : nil),
        ])
    }
}
