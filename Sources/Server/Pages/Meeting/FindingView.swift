import Covalence

/// A finding as the page shows it: what happened, what it means, what to do, and everything it rests on.
struct FindingView: PageModel {
    static let template = "meeting/finding"

    /// How a finding is to be taken. Shown as a word and a shape.
    enum Tone: String, Sendable {
        case good, watch, neutral, unknown

        var word: String {
            switch self {
            case .good: "worked"
            case .watch: "look at this"
            case .neutral: "happened"
            case .unknown: "not known"
            }
        }
    }

    /// The claim's id, or the kind of finding where there is no claim; names the place on the page.
    var id: String
    var meeting: Identifier<Meeting>
    var name: String
    var tone: Tone
    var statement: String
    var meaning: String?
    var advice: String?
    /// What is missing, where it is not known, and where to give it.
    var missing: String?
    var missingHref: String?
    var missingAction: String?
    var quotes: [Quote] = []
    /// How many more places there are than quotes shown.
    var furtherQuotes = 0
    var isOpen = false
    var rule: Rule
    /// Which engine or person says so.
    var author: String
    var standing: Standing = .suggested
    /// Whether there is a claim that a person can decide on.
    var canDecide: Bool
    var codes: [Choice] = []
    var side: Side?
    var history: [Line] = []

    var view: View {
        [
            "id": .text(id), "name": .text(name), "tone": .text(tone.rawValue), "toneWord": .text(tone.word), "statement": .text(statement),
            "meaning": View.Value(meaning), "advice": View.Value(advice), "missing": View.Value(missing), "missingHref": View.Value(missingHref),
            "missingAction": View.Value(missingAction), "quotes": View.Value(quotes), "hasQuotes": .flag(!quotes.isEmpty),
            "evidenceLabel": .text(quotes.count + furtherQuotes == 1 ? "The words it rests on" : "The words it rests on, \(quotes.count + furtherQuotes) places"),
            "moreQuotes": View.Value(furtherQuotes > 0 ? "\(furtherQuotes) more in the transcript; choose the code there under “About”." : nil),
            "isOpen": .flag(isOpen), "rule": .text(rule.statement), "origin": .text(rule.provenance.reference),
            "originMark": .text(rule.provenance.mark), "originWord": .text(originWord), "author": .text(author),
            "standing": .text(standing.rawValue), "decided": View.Value(decided), "canDecide": .flag(canDecide),
            "isOpenQuestion": .flag(standing == .suggested), "action": "/meetings/\(meeting)/claims/\(id)",
            "codes": View.Value(codes), "sides": View.Value(Choice.sides(side)), "history": View.Value(history),
        ]
    }

    private var originWord: String {
        switch rule.provenance {
        case .source: "From the source:"
        case .literature: "From other literature:"
        case .ours: "Ours:"
        }
    }

    private var decided: String? {
        switch standing {
        case .suggested: nil
        case .confirmed: "confirmed"
        case .rejected: "rejected"
        case .withdrawn: "withdrawn"
        case .superseded: "corrected"
        }
    }
}
