import Foundation
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

    /// Whether somebody else saved in the meantime: beside each field that differs stands what is kept now.
    var isLate = false

    var isEmpty: Bool { problems.isEmpty && !isLate }

    /// The field with what was typed, or else what is kept.
    func field(_ name: String, _ kept: String) -> FieldValue {
        FieldValue(name: name, text: typed[name] ?? kept, problem: problems[name] ?? meanwhile(name, kept))
    }

    private func meanwhile(_ name: String, _ kept: String) -> String? {
        guard isLate, let text = typed[name] else { return nil }
        func lines(_ text: String) -> [String] { text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } }
        guard lines(text) != lines(kept) else { return nil }
        return kept.isEmpty ? "Now it is empty." : "Now it is “\(lines(kept).joined(separator: ", "))”."
    }

    /// What whoever was slower is told above the form.
    static let late = "Somebody changed this while you were at it, and nothing of yours was saved. Beside each field that differs stands what holds now; save again to set yours."
}
