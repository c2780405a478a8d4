/// What a field of a form shows: what was typed, and what is wrong with it.
struct FieldValue: ViewModel, Hashable {
    var name: String
    var text: String
    /// What is wrong and what to write instead; nil where nothing is.
    var problem: String?

    var view: View { ["field": .text(name), "value": .text(text), "problem": View.Value(problem)] }
}

/// What was typed in a form that could not be taken, and why: shown beside the fields, nothing typed is lost.
struct FormProblems: Sendable, Hashable {
    /// What was typed, by field.
    var typed: [String: String] = [:]
    /// What is wrong, by field.
    var problems: [String: String] = [:]

    var isEmpty: Bool { problems.isEmpty }

    /// The field with what was typed, or else what is kept.
    func field(_ name: String, _ kept: String) -> FieldValue {
        FieldValue(name: name, text: typed[name] ?? kept, problem: problems[name])
    }
}
