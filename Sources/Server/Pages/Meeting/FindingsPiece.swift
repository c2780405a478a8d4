/// The findings of a meeting, A to D, and those that people set aside.
struct FindingsPiece: PageModel {
    static let template = "meeting/findings"
    var note: String
    var groups: [FindingGroup]
    /// What people said is wrong.
    var setAside: [EvidenceView] = []
    var setAsideIsOpen = false

    var view: View {
        [
            "findingsNote": .text(note), "groups": View.Value(groups), "setAside": View.Value(setAside), "hasSetAside": .flag(!setAside.isEmpty),
            "setAsideLabel": .text(setAside.count == 1 ? "One finding that was set aside" : "\(setAside.count) findings that were set aside"),
            "setAsideOpen": .flag(setAsideIsOpen),
        ]
    }
}
