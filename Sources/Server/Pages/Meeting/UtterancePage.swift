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

    var view: View {
        let address = "/meetings/\(moment.meeting)/utterances/\(moment.utterance)"
        return [
            "number": View.Value(moment.utterance), "text": .text(text), "participants": View.Value(participants),
            "transcriptVersion": View.Value(transcriptVersion), "castVersion": View.Value(castVersion),
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
