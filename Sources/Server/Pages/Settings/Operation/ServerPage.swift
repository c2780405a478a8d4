import Workbench

/// How the server is, for administrators.
struct ServerPage: PageModel {
    static let template = "settings/server"

    var diagnoses: [Diagnosis]
    /// Conditions of readiness that do not hold, in words.
    var notReady: [String]
    var waiting = 0

    var view: View {
        let bad = diagnoses.count { $0.grade == .bad }
        return PageFrame(title: "Server", waiting: waiting).view.merging([
            "notReady": View.Value(notReady.isEmpty ? nil : notReady.joined(separator: ", ")),
            "summary": .text(bad == 0 ? "Nothing is wrong." : bad == 1 ? "One thing is wrong." : "\(bad) things are wrong."),
            "rows": .list(diagnoses.map { one in
                [
                    "part": .text(one.part), "text": .text(one.text), "advice": View.Value(one.advice),
                    "word": .text(one.grade.rawValue), "isBad": .flag(one.grade == .bad), "isNote": .flag(one.grade == .note), "isGood": .flag(one.grade == .good),
                ]
            }),
        ])
    }
}
