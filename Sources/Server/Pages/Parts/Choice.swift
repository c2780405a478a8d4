import Covalence

/// One entry of a list to choose from.
struct Choice: ViewModel, Hashable {
    var value: String
    var label: String
    var isSelected = false

    var view: View { ["value": .text(value), "label": .text(label), "selected": .flag(isSelected)] }
}

extension Choice {
    /// The sides, the one given chosen.
    static func sides(_ chosen: Side?, unknown label: String = "not known") -> [Choice] {
        Side.allCases.map { Choice(value: $0.rawValue, label: SideLabel(side: $0).word, isSelected: $0 == chosen) }
            + [Choice(value: "unknown", label: label, isSelected: chosen == nil)]
    }
}
