/// The answer to a decision on a finding: the findings anew, and with them what else of the page counts them.
struct DecidedPiece: PageModel {
    static let template = "meeting/decided"
    var findings: FindingsPiece
    var sentences: [MeetingPage.Sentence]
    var suggestions: [MeetingPage.Suggestion]

    var view: View {
        let more: View = [
            "isAnswer": .flag(true), "sentences": View.Value(sentences), "suggestions": View.Value(suggestions), "hasSuggestions": .flag(!suggestions.isEmpty),
        ]
        return findings.view.merging(more)
    }
}
