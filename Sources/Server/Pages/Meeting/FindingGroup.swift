/// One of the four groups of findings, A to D.
struct FindingGroup: ViewModel {
    var letter: String
    var name: String
    /// What the group is about.
    var meaning: String?
    var findings: [FindingView]
    var view: View { ["letter": .text(letter), "name": .text(name), "meaning": View.Value(meaning), "findings": View.Value(findings)] }
}
