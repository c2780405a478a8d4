/// One of the four groups of findings, A to D.
struct FindingGroup: ViewModel {
    var letter: String
    var name: String
    var findings: [FindingView]
    var view: View { ["letter": .text(letter), "name": .text(name), "findings": View.Value(findings)] }
}
