import Covalence
import Store
import Workbench

/// One codebook: its codes with what they mean, and its versions.
struct CodebookPage: PageModel {
    static let template = "codebooks/show"
    /// ‡ Examples that are listed of one code; the file has all of them.
    private static let mostExamples = 100

    var open: OpenCodebook
    var mayEdit: Bool
    var mayTeach: Bool
    var saved: String?
    var waiting = 0

    private var home: String { "/codebooks/\(open.codebook.name)" }

    var view: View {
        let book = open.codebook
        return PageFrame(title: book.title, waiting: waiting).view.merging([
            "home": .text(home), "title": .text(book.title), "name": .text(book.name), "version": View.Value(book.version), "source": View.Value(nonEmpty: book.source),
            "isBuiltIn": .flag(open.isBuiltIn), "isOlder": .flag(!open.isNewest), "newest": View.Value(open.newest), "mayEdit": .flag(mayEdit), "mayTeach": .flag(mayTeach && open.isNewest),
            "saved": View.Value(saved), "fileHref": .text(home + "/file" + (open.isNewest ? "" : "?version=\(book.version)")), "count": .text(book.leaves.count == 1 ? "1 code" : "\(book.leaves.count) codes"),
            "language": .text(LanguageName.text(book.language)), "codes": .list(codes(book.codes, depth: 0)), "versions": .list(versions),
        ])
    }

    /// Each code before those below it, with how deep it is.
    private func codes(_ codes: [Code], depth: Int) -> [View] {
        codes.flatMap { code in [view(of: code, depth: depth)] + self.codes(code.codes, depth: depth + 1) }
    }

    private func view(of code: Code, depth: Int) -> View {
        let isGroup = !code.codes.isEmpty
        let decided = open.decisions[code.slug] ?? DecisionCount()
        return [
            "slug": .text(code.slug), "codeTitle": .text(code.title), "depth": View.Value(depth), "isGroup": .flag(isGroup), "definition": .text(code.definition),
            "whenToUse": View.Value(code.whenToUse), "whenNotToUse": View.Value(code.whenNotToUse),
            "sides": View.Value(nonEmpty: code.sides.map { SideLabel(side: $0).word.lowercased() }.sorted().joined(separator: ", ")),
            "units": View.Value(nonEmpty: code.units.map(\.rawValue).sorted().joined(separator: ", ")),
            "hasExamples": .flag(!code.examples.isEmpty || !code.counterExamples.isEmpty),
            "exampleCount": .text(Self.count(code)), "examples": .list(code.examples.prefix(Self.mostExamples).map(Self.view)),
            "counterExamples": .list(code.counterExamples.prefix(Self.mostExamples).map(Self.view)), "hasCounterExamples": .flag(!code.counterExamples.isEmpty),
            "moreExamples": .flag(max(code.examples.count, code.counterExamples.count) > Self.mostExamples),
            "decided": View.Value(decided.all == 0 ? nil : "\(decided.carries) yes, \(decided.doesNotCarry) no"),
            "teachHref": View.Value(mayTeach && open.isNewest && !isGroup ? "\(home)/teach?code=\(code.slug)" : nil),
        ]
    }

    private static func count(_ code: Code) -> String {
        let examples = code.examples.count == 1 ? "1 example" : "\(code.examples.count) examples"
        let counters = code.counterExamples.count
        return counters == 0 ? examples : "\(examples), \(counters == 1 ? "1 counter-example" : "\(counters) counter-examples")"
    }

    private static func view(_ example: CodeExample) -> View {
        [
            "text": .text(example.text), "side": View.Value(example.side.map { SideLabel(side: $0).word.lowercased() }), "isMissed": .flag(example.isMissed),
            "others": View.Value(nonEmpty: example.codes.dropFirst().joined(separator: ", ")),
        ]
    }

    private var versions: [View] {
        var views = open.versions.map { version -> View in
            [
                "number": View.Value(version.version), "versionHref": .text("\(home)?version=\(version.version)"), "isShown": .flag(version.version == open.codebook.version),
                "made": .text("\(version.author.isolated), \(LocalTime.text(version.madeAt))"), "note": View.Value(version.note),
            ]
        }
        if let builtIn = open.builtInVersion, !open.versions.contains(where: { $0.version == builtIn }) {
            views.append([
                "number": View.Value(builtIn), "versionHref": .text("\(home)?version=\(builtIn)"), "isShown": .flag(open.codebook.version == builtIn),
                "made": .text("comes with the program"), "note": .none,
            ])
        }
        return views
    }
}
