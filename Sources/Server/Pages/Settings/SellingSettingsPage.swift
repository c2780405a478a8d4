import StrategicSelling

/// The numbers behind the strategy sheet and the funnel.
struct SellingSettingsPage: PageModel {
    static let template = "settings/selling"

    var workspace: String
    var settings: SellingSettings
    var problems = FormProblems()
    var mayChange: Bool
    /// What the form was made beside.
    var seen = ""
    var saved: String?
    var waiting = 0

    var view: View {
        let standard = SellingSettings()
        let fields = SellingNumber.all.map { number -> View in
            let (value, usual) = (number.read(settings), number.read(standard))
            return problems.field(number.name, "\(value)").view.merging([
                "title": .text(number.title), "meaning": .text(number.meaning), "unit": .text(number.unit), "standard": .text("\(usual) \(number.unit)"),
                "range": .text("\(number.range.lowerBound) to \(number.range.upperBound)"), "isChanged": .flag(value != usual),
            ])
        }
        return PageFrame(title: "Numbers of the strategy sheet", waiting: waiting).view.merging([
            "workspace": .text(workspace), "fields": .list(fields), "mayChange": .flag(mayChange), "mayNotChange": .flag(!mayChange), "saved": View.Value(saved),
            "hasProblems": .flag(!problems.isEmpty), "problemSummary": .text(problems.isLate ? FormProblems.late : "Not saved: look at the marked numbers."),
            "seen": .text(seen),
        ])
    }
}
