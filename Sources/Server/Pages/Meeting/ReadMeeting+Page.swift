import Covalence
import MeetingInteraction
import Workbench

extension ReadMeeting {
    /// What the page and the report have in common.
    func page(from start: Int = 0, filter: TranscriptPiece.Filter = .init(), about: AboutMeeting? = nil) -> MeetingPage {
        let choices = choices(filter)
        return MeetingPage(
            id: id, title: title, isFiction: isFiction, when: startedAt.map(LocalTime.text), whenISO: startedAt?.description, facts: facts, people: people,
            outcome: outcomeText, notices: notices, sentences: sentences, suggestions: suggestions,
            timeline: timelineView(), findings: findings(), piece: piece(from: start, filter: filter),
            sideChoices: choices.sides, actChoices: choices.acts, codeChoices: choices.codes, addCodes: Choice.codes(nil),
            mayChange: mayChange, measures: measureRows(), measuresNote: measuresNote, speakers: speakerRows(),
            about: about ?? AboutMeeting(id: id, languages: [], outcomes: [])
        )
    }

    /// What is shown after a decision on a finding.
    ///
    /// - Parameter statement: the one whose words were decided on.
    func decided(under statement: String) -> DecidedPiece {
        DecidedPiece(findings: findings(open: statement), sentences: sentences, suggestions: suggestions)
    }

    private var sentences: [MeetingPage.Sentence] { reading.summary.map { MeetingPage.Sentence(text: $0) } }

    private var suggestions: [MeetingPage.Suggestion] {
        reading.suggestions.map { .init(text: $0.text, because: $0.reason, moment: moment($0.utterance)) }
    }

    private var notices: [MeetingPage.Notice] {
        var notices: [MeetingPage.Notice] = []
        let unknown = conversation.participants.filter { $0.side == nil }.map(\.name)
        if !unknown.isEmpty {
            let names = unknown.count > 4 ? unknown.prefix(3).joined(separator: ", ") + " and \(unknown.count - 3) others" : unknown.joined(separator: ", ")
            notices.append(.init(
                text: "It is not known on which side \(names) sat. Until \(mayChange ? "you say" : "somebody says") so, much of this page is not known.",
                href: mayChange ? "/meetings/\(id)/cast" : nil, action: mayChange ? "Say who is who" : nil, isWatch: true
            ))
        }
        switch conversation.language {
        case nil: notices.append(.init(text: "The language of this file is not known, so its words were not read.", href: mayChange ? "#about" : nil, action: mayChange ? "Set it" : nil, isWatch: true))
        case let language? where reading.engine == nil:
            notices.append(.init(text: "This engine reads English, and the language here is \(LanguageName.text(language)). Talk, turns and balance are measured; what was said is not known.", href: mayChange ? "#about" : nil, action: mayChange ? "Is that wrong?" : nil))
        default: break
        }
        return notices
    }
}
