import Covalence
import MeetingInteraction

/// Words that a statement rests on, with what a person can decide on them.
struct EvidenceView: ViewModel {
    /// What a person can decide on.
    struct Decidable: Hashable {
        var id: Identifier<Claim>
        var standing: Standing
        /// Who decided or stated it.
        var author: Claim.Author
    }

    var meeting: Identifier<Meeting>
    /// The finding's id in the reading; names the place on the page together with the statement.
    var finding: String
    /// The statement it is shown under.
    var statementID: String
    var kind: FindingKind
    /// What it says beside its kind: “effect: saving”.
    var attributes: String?
    var quote: Quote
    /// Nil where nothing is stored, or where nobody needs to decide.
    var claim: Decidable?
    /// Whether the visitor may decide on it.
    var mayDecide = true

    var view: View {
        let view: View = [
            "key": "\(statementID)-\(finding)", "kind": .text(kind.title), "attributes": View.Value(attributes), "decided": View.Value(decided),
            "claim": .flag(claim != nil && mayDecide), "historyHref": View.Value(mayDecide || decided == nil ? nil : claim.map { "/meetings/\(meeting)/claims/\($0.id)" }),
            "action": View.Value(claim.map { "/meetings/\(meeting)/claims/\($0.id)" }),
            "standing": View.Value(claim?.standing.rawValue), "statementID": .text(statementID),
            "isSuggested": .flag(claim?.standing == .suggested),
        ]
        return quote.view.merging(view)
    }

    private var decided: String? {
        guard let claim else { return nil }
        switch claim.standing {
        case .suggested: return nil
        case .confirmed: if case .person(let name) = claim.author { return "stated by \(name.isolated)" } else { return "confirmed" }
        case .rejected: return "set aside"
        case .withdrawn: return "withdrawn"
        case .superseded: return "corrected"
        }
    }
}

extension Choice {
    /// The kinds of content a person can say that words show; the course of the talk is left to the rules.
    static func codes(_ chosen: FindingKind?) -> [Choice] {
        FindingKind.allCases.filter { $0.isContent || $0 == chosen }.map { Choice(value: $0.rawValue, label: $0.title, isSelected: $0 == chosen) }
    }
}
