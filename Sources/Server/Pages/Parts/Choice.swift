import Covalence

/// One entry of a list to choose from.
struct Choice: ViewModel, Hashable {
    var value: String
    var label: String
    var isSelected = false

    var view: View { ["value": .text(value), "label": .text(label), "selected": .flag(isSelected)] }
}

/// The entries of a list to choose from, the first of which may stand for none of them.
struct Options: PartModel {
    static let template = "options"

    /// What the entry for none says; nil for no such entry.
    var none: String?
    var choices: [Choice]

    var view: View { ["none": View.Value(none), "choices": View.Value(choices)] }
}

extension Choice {
    /// The sides, the one given chosen.
    static func sides(_ chosen: Side?, unknown label: String = "not known") -> [Choice] {
        Side.allCases.map { Choice(value: $0.rawValue, label: SideLabel(side: $0).word, isSelected: $0 == chosen) }
            + [Choice(value: "unknown", label: label, isSelected: chosen == nil)]
    }
}
