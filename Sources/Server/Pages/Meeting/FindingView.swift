import Covalence

/// One statement of a reading as the page shows it: what happened, what it means, what to do, and everything it rests on.
struct FindingView: ViewModel {
    /// How a statement is to be taken. Shown as a word and a shape.
    enum Tone: String, Sendable {
        case good, watch, neutral, unknown

        var word: String {
            switch self {
            case .good: "seen"
            case .watch: "look at this"
            case .neutral: "noted"
            case .unknown: "not known"
            }
        }
    }

    /// Names the place on the page.
    var id: String
    var name: String
    var tone: Tone
    /// Nil where it is not known.
    var statement: String?
    var meaning: String?
    var advice: String?
    /// What is missing, where it is not known, and where to give it.
    var missing: String?
    var missingHref: String?
    var missingAction: String?
    var evidence: [EvidenceView] = []
    /// How many more places there are than shown.
    var furtherEvidence = 0
    /// The transcript with all of them, where they are of one kind.
    var furtherHref: String?
    var isOpen = false
    var rule: Rule
    /// Which engine or person says so.
    var author: String

    var view: View {
        let places = evidence.count + furtherEvidence
        return [
            "id": .text(id), "name": .text(name), "tone": .text(tone.rawValue), "toneWord": .text(tone.word), "statement": View.Value(statement),
            "meaning": View.Value(meaning), "advice": View.Value(advice), "missing": View.Value(missing), "missingHref": View.Value(missingHref),
            "missingAction": View.Value(missingAction), "evidence": View.Value(evidence), "hasEvidence": .flag(!evidence.isEmpty),
            "evidenceLabel": .text(places == 1 ? "The words it rests on" : "The words it rests on, \(places) places"),
            "more": View.Value(furtherEvidence > 0 ? "\(furtherEvidence) more" : nil), "moreHref": View.Value(furtherHref),
            "isOpen": .flag(isOpen), "rule": .text(rule.statement), "origin": .text(rule.provenance.reference),
            "originMark": .text(rule.provenance.mark), "originWord": .text(originWord), "author": .text(author),
        ]
    }

    private var originWord: String {
        switch rule.provenance {
        case .source: "From the source:"
        case .literature: "From other literature:"
        case .ours: "Ours:"
        }
    }
}
