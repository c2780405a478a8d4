/// Two meetings, or two groups of meetings, side by side.
struct ComparePage: PageModel {
    static let template = "compare"

    /// One measure on both sides.
    struct Row: ViewModel {
        var name: String
        var left: String
        var right: String
        var difference: String
        /// For groups; “not known” where there are too few.
        var effect = ""
        var interval = ""
        /// Whether the interval leaves out no difference.
        var stands = false
        var meaning: String

        var view: View {
            [
                "name": .text(name), "left": .text(left), "right": .text(right), "difference": .text(difference), "effect": .text(effect),
                "interval": .text(interval), "stands": .flag(stands), "meaning": .text(meaning),
            ]
        }
    }

    struct Comparison: ViewModel {
        var leftName: String
        var rightName: String
        var lead: String
        /// What the numbers cannot carry: few meetings, other lengths.
        var caution: String?
        /// Whether any row has an effect size.
        var hasEffects: Bool
        var rows: [Row]
        /// How effect size and interval were computed.
        var method: String?
        var dataHref: String
        var description: String

        var view: View {
            [
                "leftName": .text(leftName), "rightName": .text(rightName), "lead": .text(lead), "caution": View.Value(caution),
                "hasEffects": .flag(hasEffects), "rows": View.Value(rows), "method": View.Value(method), "dataHref": .text(dataHref),
                "description": .text(description),
            ]
        }
    }

    var leftChoices: [Choice]
    var rightChoices: [Choice]
    var comparison: Comparison?
    /// Why there is nothing to compare yet.
    var nothing: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Compare", place: .compare, waiting: waiting).view.merging([
            "leftChoices": View.Value(leftChoices), "rightChoices": View.Value(rightChoices), "comparison": View.Value(comparison),
            "nothing": View.Value(nothing),
        ])
    }
}
