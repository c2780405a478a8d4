import Covalence
import Language
import Workbench

/// A codebook as it is written: text, what saving it would change, or what is wrong with it.
struct CodebookForm: PageModel {
    static let template = "codebooks/edit"

    /// Nil for a new one.
    var name: String?
    var text: String
    var note = ""
    /// The version the text was made from; 0 for a new one.
    var madeFrom: Int
    /// What was looked at and can be saved.
    var proposed: ProposedCodebook?
    var problem: CodebookProblem?
    /// Why it was not saved, where it is not the text.
    var refusal: String?
    var waiting = 0

    private var title: String { name.map { "Edit \($0)" } ?? "A new codebook" }

    var view: View {
        PageFrame(title: title, waiting: waiting).view.merging([
            "title": .text(title), "name": View.Value(name), "home": .text("/codebooks" + (name.map { "/\($0)" } ?? "")), "action": .text(name.map { "/codebooks/\($0)/edit" } ?? "/codebooks/new"),
            "text": .text(text), "note": .text(note), "madeFrom": View.Value(madeFrom), "isNew": .flag(name == nil), "refusal": View.Value(refusal),
            "problem": View.Value(problem.map { problem -> View in
                [
                    "place": View.Value(nonEmpty: [problem.line.map { "Line \($0)" }, problem.code.map { "code “\($0)”" }].compactMap(\.self).joined(separator: ", ")),
                    "what": .text(problem.problem), "remedy": .text(problem.remedy),
                ]
            }),
            "hasProblem": .flag(problem != nil), "proposed": View.Value(proposed.map(Self.view)),
        ])
    }

    private static func view(_ proposed: ProposedCodebook) -> View {
        let change = proposed.change
        let names: ([String]) -> View.Value = { View.Value(nonEmpty: $0.joined(separator: ", ")) }
        return [
            "newVersion": View.Value(proposed.codebook.version), "isFirst": .flag(change == nil), "codeCount": View.Value(proposed.codebook.leaves.count),
            "exampleCount": View.Value(proposed.codebook.leaves.reduce(0) { $0 + $1.examples.count }), "isEmpty": .flag(change?.isEmpty == true),
            "added": names(change?.added ?? []), "removed": names(change?.removed ?? []), "changesTexts": .flag(change?.withoutCode == true),
            "changed": .list((change?.changed ?? []).map { ["slug": .text($0.slug), "what": .text($0.what.joined(separator: "; "))] }),
            "touched": .list(proposed.touched.map { touched -> View in
                [
                    "code": .text(touched.code), "count": .text(touched.decisions == 1 ? "1 decision" : "\(touched.decisions) decisions"), "isGone": .flag(touched.isGone),
                ]
            }),
            "hasTouched": .flag(!proposed.touched.isEmpty),
        ]
    }

    /// What a new codebook begins with.
    static let beginning = """
        name: our-own
        version: 1
        language: en
        title: What we look for
        source: Our team
        codes:
          - code: late-answer
            title: Late answer
            definition: The customer says that an answer came too late.
            when-to-use: A wait is named or complained of.
            when-not-to-use: A late delivery; that is another matter.
            sides: [customer]
            examples:
              - "We waited four days for a call back."
              - "Your hotline took until Friday."
            counter-examples:
              - "The lorry was late again."
        no-code:
          - "Shall we start?"

        """
}
