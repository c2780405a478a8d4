import Covalence

/// The forms to correct what was said and who said it.
struct UtteranceForm: PageModel {
    static let template = "meeting/utterance-edit"
    var moment: Moment
    var text: String
    var participants: [Choice]
    /// The versions that are shown.
    var transcriptVersion = 1
    var castVersion = 1
    /// Where somebody was faster: what happened, and what they made of the words; `text` is what this person wrote.
    var problem: String?
    var current = ""

    var view: View {
        let address = "/meetings/\(moment.meeting)/utterances/\(moment.utterance)"
        return [
            "number": View.Value(moment.utterance), "text": .text(text), "participants": View.Value(participants),
            "transcriptVersion": View.Value(transcriptVersion), "castVersion": View.Value(castVersion),
            "problem": View.Value(problem), "current": .text(current),
            "wordsHref": "\(address)/words", "speakerHref": "\(address)/speaker", "backHref": .text(moment.href),
        ]
    }
}

/// The same as a page of its own.
struct UtterancePage: PageModel {
    static let template = "utterance"
    var meetingTitle: String
    var form: UtteranceForm

    var view: View {
        PageFrame(title: "Correct an utterance", place: .meetings).view.merging([
            "meetingTitle": .text(meetingTitle), "backHref": .text(form.moment.href), "utterance": View.Value(form),
        ])
    }
}
