import Covalence

/// A meeting: what it was, what happened, the picture, the findings, the words and the measures.
struct MeetingPage: PageModel {
    static let template = "meeting"

    /// One of the four sentences at the top, with its moment where it has one.
    struct Sentence: ViewModel {
        var text: String
        var moment: Moment?
        var view: View {
            let none: View = ["href": .none, "moment": .none, "utterance": .none, "start": .none]
            return (moment?.view ?? none).merging(["text": .text(text)])
        }
    }

    /// What the seller could do differently, tied to a moment.
    struct Suggestion: ViewModel {
        var text: String
        /// Why, leading to the moment: “At this point the customer said …”.
        var because: String
        var moment: Moment
        var view: View { moment.view.merging(["text": .text(text), "because": .text(because)]) }
    }

    /// Something to know before reading: sides not known, words corrected, a recording refused.
    struct Notice: ViewModel {
        var text: String
        var href: String?
        var action: String?
        var isWatch = false
        var view: View { ["text": .text(text), "href": View.Value(href), "action": View.Value(action), "watch": .flag(isWatch)] }
    }

    var id: Identifier<Meeting>
    var title: String
    var isFiction = false
    /// “4 March 2026, 10:00”; nil while not known.
    var when: String?
    var whenISO: String?
    /// “58 min”, “412 utterances”, “English”.
    var facts: [String]
    var people: [SidePeople]
    var outcome: String?
    var notices: [Notice] = []
    var sentences: [Sentence]
    /// Why it was read by words alone, and what to do; nil where it was not.
    var readByWords: String?
    var suggestions: [Suggestion] = []
    var timeline: Known<TimelineView>
    var findings: FindingsPiece
    var piece: TranscriptPiece
    var sideChoices: [Choice] = []
    var actChoices: [Choice] = []
    var codeChoices: [Choice] = []
    /// Codes a person can add to chosen words.
    var addCodes: [Choice] = []
    /// Whether the visitor may change it.
    var mayChange = true
    var measures: [MeasureRow]
    var measuresNote: String?
    var speakers: [SpeakerRow] = []
    var about: AboutMeeting
    /// The version of the words that is shown.
    var transcriptVersion = 1
    var hasRecording = false
    var waiting = 0

    var view: View {
        let address = "/meetings/\(id)"
        let page: View = [
            "id": "\(id)", "title": .text(title), "isFiction": .flag(isFiction), "when": View.Value(when), "whenISO": View.Value(whenISO),
            "facts": View.Value(facts.map(Line.init)), "people": View.Value(people), "outcome": View.Value(outcome), "notices": View.Value(notices),
            "isAnswer": .flag(false), "sentences": View.Value(sentences), "readByWords": View.Value(readByWords), "suggestions": View.Value(suggestions), "hasSuggestions": .flag(!suggestions.isEmpty),
            "timeline": View.Value(timeline.value), "timelineMissing": View.Value(timeline.missing?.reason),
            "piece": View.Value(piece), "transcriptVersion": View.Value(transcriptVersion),
            "sideChoices": View.Value(sideChoices), "actChoices": View.Value(actChoices), "codeChoices": View.Value(codeChoices),
            "addCodes": View.Value(addCodes), "mayChange": .flag(mayChange), "measures": View.Value(measures), "measuresNote": View.Value(measuresNote),
            "speakers": View.Value(speakers), "hasSpeakers": .flag(!speakers.isEmpty),
            "recording": View.Value(hasRecording ? ["href": "\(address)/recording"] as View : nil),
            "selfHref": .text(address), "castHref": "\(address)/cast", "transcriptHref": "\(address)/transcript", "addHref": "\(address)/claims",
        ]
        return PageFrame(title: title, place: .meetings, waiting: waiting).view.merging(about.view).merging(findings.view).merging(page)
    }
}

extension Missing {
    /// The sentence without its opening “Not known:”, for places that say so already.
    var reason: String {
        let text = sentence
        return text.hasPrefix("Not known: ") ? text.dropFirst(11).prefix(1).uppercased() + text.dropFirst(12) : text
    }
}
